"""Makes and changes kinds of sessions. Each change is noted; what is booked already keeps its time."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from django.db import IntegrityError, transaction

from perennia.core.error import Conflict, Invalid
from perennia.messages.template import is_safe_link
from perennia.sessions import questions
from perennia.sessions.models import SessionType
from perennia.sessions.queries import NoSessionType
from perennia.team import setting_log
from perennia.team.models import Member

AREA = "sessions"
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
_OURS = ("m",)  # below the same address lie the pages of single bookings


class AddressTaken(Conflict):
    """Another session has this address already. Choose another one."""

    code = "session_address_taken"


@transaction.atomic
def add(said: Mapping[str, object], host_ids: Sequence[int], by: Member | None, at: datetime) -> SessionType:
    """A new type, behind the others. Raises Invalid and AddressTaken, naming the field."""
    return _keep(SessionType(position=SessionType.objects.count()), said, host_ids, by, at)


@transaction.atomic
def change(
    type_id: int, said: Mapping[str, object], host_ids: Sequence[int] | None, by: Member | None, at: datetime
) -> SessionType:
    """Changes what is said and leaves the rest. Raises Invalid, AddressTaken, NoSessionType."""
    kind = SessionType.objects.select_for_update().filter(pk=type_id).first()
    if kind is None:
        raise NoSessionType
    return _keep(kind, said, host_ids, by, at)


def _keep(
    kind: SessionType, said: Mapping[str, object], host_ids: Sequence[int] | None, by: Member | None, at: datetime
) -> SessionType:
    was = {name: getattr(kind, name) for name in said} if kind.pk else {}
    for name, value in said.items():
        setattr(kind, name, value)
    _check(kind)
    try:
        with transaction.atomic():
            kind.save()
    except IntegrityError as error:
        raise AddressTaken(field="body.slug") from error
    if host_ids is not None:
        kind.hosts.set(_members(host_ids))
    title = {"title": kind.title} if not was else {}
    setting_log.note(by, at, AREA, was, {**{name: said[name] for name in said}, **title})
    return kind


def _check(kind: SessionType) -> None:
    if not _SLUG.fullmatch(kind.slug) or kind.slug in _OURS:
        raise Invalid("An address has small letters, digits and hyphens.", field="body.slug")
    if kind.url and not is_safe_link(kind.url):
        raise Invalid("A link begins with https://.", field="body.url")
    asked = questions.of(kind.questions)
    if len(asked) > questions.MOST:
        raise Invalid(f"Ask at most {questions.MOST} questions.", field="body.questions")
    if len({one.key for one in asked}) < len(asked):
        raise Invalid("Two questions have the same key.", field="body.questions")
    kind.questions = msgspec.to_builtins(asked)


def _members(ids: Sequence[int]) -> list[Member]:
    found = list(Member.objects.filter(pk__in=ids, is_active=True))
    if len(found) < len(set(ids)):
        raise Invalid("There is no active member with this number.", field="body.host_ids")
    return found
