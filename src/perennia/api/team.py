"""Who is on the team, and what the organisation is called."""

from typing import Annotated, Literal

from django.db import transaction
from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from perennia.api import entering, needs
from perennia.api.needs import Needs
from perennia.api.paging import Page, cursor_of, mark_of
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Cursor, Given, Id, Text
from perennia.host import clock
from perennia.team import members, queries, second_step, setting_log
from perennia.team.models import Member
from perennia.team.roles import Role

router = Router()
READ, MANAGE = Needs(Permission.TEAM_READ), Needs(Permission.MEMBER_MANAGE)
Password = Annotated[str, Field(max_length=200, description=f"At least {members.SHORTEST_PASSWORD} characters.")]


class MemberOut(Schema):
    """A member, as colleagues see them."""

    id: int
    name: str
    email: str
    role: str
    group: str
    is_active: bool
    has_second_step: bool


class Members(Schema):
    """A page of members."""

    items: list[MemberOut]
    next_cursor: Cursor


class NewMember(Given):
    """A member to add."""

    name: Text
    email: Annotated[str, Field(max_length=254)]
    role: Role
    password: Password
    group: Annotated[str, Field(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    language: Literal["en", "vi"] = "en"


class MemberChange(Given):
    """What to change of a member; what is left out stays."""

    name: Text | None = None
    role: Role | None = None
    group: Annotated[str, Field(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")] | None = None
    language: Literal["en", "vi"] | None = None
    is_active: Annotated[bool | None, Field(description="False: they left, and are signed out at once.")] = None
    password: Password | None = None


@router.get("", auth=READ, response=Members)
def listing(request: HttpRequest, window: Page) -> Members:
    """The members by name."""
    rows, last = queries.members(mark_of(window, "team"), window.limit)
    return Members(items=[MemberOut.model_validate(row) for row in rows], next_cursor=cursor_of(last, "team"))


@router.post("", auth=MANAGE, response={201: MemberOut})
def add(request: HttpRequest, given: NewMember) -> Status[MemberOut]:
    """Adds a member, who can sign in at once. To have them choose their password themselves, invite them."""
    more = {"group": given.group, "language": given.language}
    member = members.add(given.email, given.name, given.role, given.password, **more)
    by = needs.caller(request).member
    setting_log.note(by, clock.now(), "team", {}, {member.name: f"added as {given.role.label}"})
    return Status(201, MemberOut.model_validate(member))


@router.patch("/{int:member_id}", auth=MANAGE, response=MemberOut)
def change(request: HttpRequest, member_id: Id, given: MemberChange) -> MemberOut:
    """Changes a member's role, name, group or password, or lets them go."""
    said = given.model_dump(exclude_none=True, exclude={"password"})
    return MemberOut.model_validate(_changed(request, member_id, said, given.password))


@router.delete("/{int:member_id}/second-step", auth=MANAGE, response=MemberOut)
def drop_second_step(request: HttpRequest, member_id: Id) -> MemberOut:
    """Removes the second step of somebody who lost both their app and their codes; their logins end."""
    return MemberOut.model_validate(_changed(request, member_id, {}, None, drops_second_step=True))


@transaction.atomic
def _changed(
    request: HttpRequest,
    id_: int,
    said: dict[str, str | bool],
    password: str | None,
    *,
    drops_second_step: bool = False,
) -> Member:
    by = needs.caller(request).member
    before = Member.objects.filter(pk=id_).values(*said).first() or {}
    member = members.change(id_, said, password)
    log = dict(said)
    if password is not None:
        log["password"] = "a new one"
    if drops_second_step:
        second_step.drop(member)
        members.end_logins(member)
        log["second step"] = "removed"
    named = {f"{member.name}: {what}": value for what, value in log.items()}
    setting_log.note(by, clock.now(), "team", {f"{member.name}: {what}": was for what, was in before.items()}, named)
    if by is not None and by.pk == member.pk and member.is_active:
        entering.stay(request, member)
    return member
