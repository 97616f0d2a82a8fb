"""Integrations: programs that post to us, whether they reach us, what they posted and what came of it."""

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status
from pydantic import Field

from perennia.api import needs
from perennia.api.integration_shapes import (
    ConnectionChange,
    ConnectionIn,
    ConnectionOut,
    Connections,
    MadeConnection,
    NewSecret,
    PostOut,
    PostRecord,
    Posts,
    Reworked,
    SourceKind,
)
from perennia.api.needs import Needs
from perennia.api.paging import Window, cursor_of, mark_of
from perennia.api.permissions import Permission
from perennia.api.refusals import said
from perennia.api.shapes import Id
from perennia.core import form
from perennia.core.catalogue import discover
from perennia.core.source import Source
from perennia.host import clock
from perennia.integrations import connect, queries, rework, take
from perennia.integrations.models import Connection, Received
from perennia.integrations.queries import Numbers
from perennia.messages import rules

router = Router()
MANAGE = Needs(Permission.INTEGRATION_MANAGE)
STATES: dict[str, tuple[str, ...]] = {"undecided": ("kept", "unclear", "waiting")}
Wish = Literal["done", "passed", "refused", "undecided"]


class Wanted(Window):
    """Which posts."""

    state: Annotated[Wish | None, Field()] = None


@router.get("", auth=MANAGE, response=Connections)
def listing(request: HttpRequest) -> Connections:
    """What there is to connect, and what is connected, by name."""
    rows = list(Connection.objects.order_by("name"))
    language = needs.language(request)
    kinds = [_kind(kind, language) for key, kind in sorted(discover(Source).items()) if key == kind.key]
    return Connections(items=_outs(rows, language), kinds=kinds)


@router.post("", auth=MANAGE, response={201: MadeConnection})
def create(request: HttpRequest, given: ConnectionIn) -> Status[MadeConnection]:
    """Connects a program; shows the secret where we made it."""
    member, at = needs.caller(request).member, clock.now()
    row, secret = connect.create(given.kind, given.name, given.settings, given.secret, member, at)
    return Status(201, _made(row, secret, needs.language(request)))


@router.get("/{int:connection_id}", auth=MANAGE, response=ConnectionOut)
def read(request: HttpRequest, connection_id: Id) -> ConnectionOut:
    """One connection and how it is doing."""
    return _outs([connect.find(connection_id)], needs.language(request))[0]


@router.patch("/{int:connection_id}", auth=MANAGE, response=ConnectionOut)
def change(request: HttpRequest, connection_id: Id, given: ConnectionChange) -> ConnectionOut:
    """Changes its settings, or lets it rest: what comes meanwhile is kept, and worked when somebody asks."""
    member = needs.caller(request).member
    row = connect.change(connection_id, member, clock.now(), settings=given.settings, is_active=given.is_active)
    return _outs([row], needs.language(request))[0]


@router.delete("/{int:connection_id}", auth=MANAGE, response={204: None})
def remove(request: HttpRequest, connection_id: Id) -> HttpResponse:
    """Removes a connection with the posts that are kept; what came of them stays."""
    connect.remove(connection_id, needs.caller(request).member, clock.now())
    return HttpResponse(status=204)


@router.post("/{int:connection_id}/rotate", auth=MANAGE, response=MadeConnection)
def rotate(request: HttpRequest, connection_id: Id, given: NewSecret) -> MadeConnection:
    """Gives it a new secret; the old one is believed for 24 hours beside it."""
    row, secret = connect.rotate(connection_id, given.secret, needs.caller(request).member, clock.now())
    return _made(row, secret, needs.language(request))


@router.post("/{int:connection_id}/again", auth=MANAGE, response=Reworked)
def all_again(request: HttpRequest, connection_id: Id, after: Annotated[int, Field(ge=0)] = 0) -> Reworked:
    """Works the posts that wait for somebody once more, the oldest first, some hundreds at a time."""
    return Reworked.model_validate(rework.all_again(connect.find(connection_id), clock.now(), after))


@router.get("/{int:connection_id}/posts", auth=MANAGE, response=Posts)
def posts(request: HttpRequest, connection_id: Id, wanted: Query[Wanted]) -> Posts:
    """What was posted, the latest first, a page at a time."""
    mark = mark_of(wanted, "posts")
    after = (datetime.fromisoformat(str(mark[0])), int(str(mark[1]))) if mark else None
    states = STATES.get(wanted.state or "", (wanted.state,) if wanted.state else ())
    rows = queries.posts(connect.find(connection_id), states, after, wanted.limit + 1)
    shown = rows[: wanted.limit]
    last = (shown[-1].at, shown[-1].pk) if len(rows) > len(shown) else None
    language = needs.language(request)
    return Posts(items=[_post(row, language) for row in shown], next_cursor=cursor_of(last, "posts"))


@router.get("/{int:connection_id}/posts/{int:post_id}", auth=MANAGE, response=PostRecord)
def post(request: HttpRequest, connection_id: Id, post_id: Id) -> PostRecord:
    """One post with its body, as it came."""
    return _record(queries.post(connect.find(connection_id), post_id), needs.language(request))


@router.post("/{int:connection_id}/posts/{int:post_id}/again", auth=MANAGE, response=PostRecord)
def again(request: HttpRequest, connection_id: Id, post_id: Id) -> PostRecord:
    """Works it once more by the settings of now. What it told before is not told twice."""
    row = connect.find(connection_id)
    kept = take.again(row, post_id, clock.now())
    return _record(kept, needs.language(request))


def _outs(rows: list[Connection], language: str) -> list[ConnectionOut]:
    now, house = clock.now(), rules.house(rules.conduct())
    numbers, versions = queries.numbers(now), queries.versions(row.pk for row in rows)
    return [
        _out(row, numbers.get(row.pk, Numbers()), versions.get(row.pk, 0), house.url, language, now) for row in rows
    ]


def _out(row: Connection, numbers: Numbers, version: int, url: str, language: str, now: datetime) -> ConnectionOut:
    kind = discover(Source).get(row.kind)
    return ConnectionOut.model_validate(
        {
            "id": row.pk, "kind": row.kind, "kind_label": kind.called(language) if kind else row.kind,
            "icon": kind.icon if kind else "plug", "name": row.name, "address": f"{url}/hooks/in/{row.address}",
            "settings": row.settings, "is_active": row.is_active, "has_secret": bool(row.secret),
            "is_mapped": bool(kind and kind.is_mapped),
            "mapping_version": version, "made_at": row.made_at, "received_at": row.received_at, "refused_at": row.refused_at,
            "refused_since": row.refused, "done_24h": numbers.done_24h, "refused_24h": numbers.refused_24h,
            "undecided": numbers.undecided,
            "both_secrets_until": row.former_until if row.former_until and row.former_until > now else None,
        }
    )  # fmt: skip


def _made(row: Connection, secret: str, language: str) -> MadeConnection:
    return MadeConnection(**_outs([row], language)[0].model_dump(), secret=secret)


def _kind(kind: type[Source], language: str) -> SourceKind:
    drawn = form.of_entry(kind, language)
    shown = drawn["properties"]
    assert isinstance(shown, dict)
    is_vi = language == "vi"
    return SourceKind.model_validate(
        {
            "key": kind.key, "label": kind.called(language), "about": kind.about_vi if is_vi else kind.about, "icon": kind.icon,
            "makes_secret": kind.makes_secret, "is_mapped": kind.is_mapped, "steps": [step[is_vi] for step in kind.steps],
            "form": {**drawn, "properties": {name: one for name, one in shown.items() if name in connect.fields(kind)}},
        }
    )  # fmt: skip


def _post(row: Received, language: str) -> PostOut:
    reason = row.reason.split("\n")
    return PostOut.model_validate(
        {
            "id": row.pk, "at": row.at, "type": row.type, "state": row.state, "events": row.events, "times": row.times,
            "size": row.size, "reason": reason[1] if len(reason) == 2 and language == "vi" else said(reason[0], language),
        }
    )  # fmt: skip


def _record(row: Received, language: str) -> PostRecord:
    return PostRecord(**_post(row, language).model_dump(), body=bytes(row.body).decode("utf-8", "replace"))
