"""Guidance inside the product: written, aimed, switched, drawn while it is written; and what it did."""

from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

import msgspec
from django.http import HttpRequest
from ninja import Query, Router
from ninja.responses import Status
from pydantic import Field

from perennia.api import needs
from perennia.api.guidance_shapes import (
    ContentIO,
    FaultToMend,
    GuidanceChange,
    GuidanceCopy,
    GuidanceDrawn,
    GuidanceList,
    GuidanceNumbers,
    GuidanceOut,
    GuidanceRecord,
    GuidanceRulesChange,
    GuidanceRulesOut,
    GuidanceSketch,
    IdentityKey,
    IdentityKeys,
    NewGuidance,
    PageAnswer,
    PageAsked,
    TryAt,
    TryLink,
)
from perennia.api.needs import Needs
from perennia.api.paging import Window, cursor_of, mark_of
from perennia.api.permissions import Permission
from perennia.api.refusals import said
from perennia.api.segments import speaks_of_money
from perennia.api.shapes import Id
from perennia.core import pages
from perennia.core.condition import describe
from perennia.core.error import Invalid
from perennia.core.guidance import Kind
from perennia.core.profile import CONTACT
from perennia.customers import membership
from perennia.host import clock
from perennia.ingest import source
from perennia.knowledge import content, live, queries, set_rules, sign, starters, targeting, write
from perennia.knowledge.models import Guidance, rules
from perennia.knowledge.queries import Numbers
from perennia.knowledge.write import Written
from perennia.team.models import organisation

router = Router()
READ, EDIT, KEYS = Needs(Permission.GUIDANCE_READ), Needs(Permission.GUIDANCE_EDIT), Needs(Permission.KEY_MANAGE)
LIST = "guidance"
PARAMETER = "perennia_preview"
NULLABLE = ("starts_at", "ends_at")


class Wanted(Window):
    """Which items."""

    state: Literal["draft", "live", "paused", "ended"] | None = None
    kind: Kind | None = None
    q: Annotated[str, Field(max_length=100)] = ""


@router.get("", auth=READ, response=GuidanceList)
def listing(request: HttpRequest, wanted: Query[Wanted]) -> GuidanceList:
    """Items with what they did, the last changed first."""
    rows = queries.page(wanted.state, wanted.kind, wanted.q.strip(), mark_of(wanted, LIST), wanted.limit + 1)
    shown = rows[: wanted.limit]
    now = clock.now()
    numbers = _numbers(shown, now)
    last = (shown[-1].changed_at, shown[-1].pk) if len(rows) > len(shown) else None
    items = [GuidanceOut(**_fields(request, row, numbers[row.key], now)) for row in shown]
    return GuidanceList(items=items, next_cursor=cursor_of(last, LIST))


@router.post("", auth=EDIT, response={201: GuidanceRecord})
def create(request: HttpRequest, given: NewGuidance) -> Status[GuidanceRecord]:
    """Makes an item, as a draft."""
    written = Written(name=given.name, content=_plain(given.content))
    return Status(201, _record(request, write.create(given.kind, written, needs.caller(request).member, clock.now())))


@router.post("/starters", auth=EDIT, response={201: GuidanceList})
def begin(request: HttpRequest) -> Status[GuidanceList]:
    """Makes some drafts to begin with: a getting-started checklist, an announcement, a help article."""
    now = clock.now()
    rows = starters.begin(needs.caller(request).member, now)
    items = [GuidanceOut(**_fields(request, row, Numbers(), now)) for row in rows]
    return Status(201, GuidanceList(items=items, next_cursor=None))


@router.get("/rules", auth=READ, response=GuidanceRulesOut)
def read_rules(request: HttpRequest) -> GuidanceRulesOut:
    """What holds for all guidance."""
    return GuidanceRulesOut.model_validate(rules())


@router.patch("/rules", auth=EDIT, response=GuidanceRulesOut)
def change_rules(request: HttpRequest, given: GuidanceRulesChange) -> GuidanceRulesOut:
    """Changes the caps, how it looks, and whether user ids must be signed."""
    told = given.model_dump(exclude_none=True)
    return GuidanceRulesOut.model_validate(set_rules.set_rules(told, needs.caller(request).member, clock.now()))


@router.get("/keys", auth=KEYS, response=IdentityKeys)
def identity_keys(request: HttpRequest) -> IdentityKeys:
    """The keys with which a company's own server signs the ids of its users; see the how-to."""
    turn = rules().key_round
    items = [IdentityKey(source=one.id, name=one.name, key=sign.key(one.id, turn)) for one in source.every()]
    return IdentityKeys(items=items)


@router.post("/keys/renew", auth=KEYS, response=IdentityKeys)
def renew_keys(request: HttpRequest) -> IdentityKeys:
    """New keys for all sources; signatures made so far are worth nothing any more."""
    set_rules.set_rules({"key_round": rules().key_round + 1}, needs.caller(request).member, clock.now())
    return identity_keys(request)


@router.post("/drawn", auth=READ, response=GuidanceDrawn)
def draw(request: HttpRequest, given: GuidanceSketch) -> GuidanceDrawn:
    """What is being written, as a page is told it. Nothing is kept."""
    of = content.read(content.checked(_plain(given.content)))
    item: dict[str, Any] = {"guidance": "preview", "kind": given.kind, **content.drawn(given.kind, of, given.language)}
    if given.kind == "checklist":
        item["ticked"] = [part.id for part in of.parts[:1]] if len(of.parts) > 1 else []
    look: dict[str, Any] = {**live.look(rules(), organisation().brand_colour), "language": given.language}
    return GuidanceDrawn(item=item, look=look)


@router.post("/pages", auth=READ, response=PageAnswer)
def try_pages(request: HttpRequest, given: PageAsked) -> PageAnswer:
    """Whether the patterns mean a page."""
    return PageAnswer(matches=pages.matches(content.pages(given.pages), given.address.strip()))


@router.get("/{id}", auth=READ, response=GuidanceRecord)
def read(request: HttpRequest, id: Id) -> GuidanceRecord:
    """One item."""
    return _record(request, write.find(id))


@router.patch("/{id}", auth=EDIT, response=GuidanceRecord)
def change(request: HttpRequest, id: Id, given: GuidanceChange) -> GuidanceRecord:
    """Changes what is given, also of what is live; an edit that would leave something live unfinished is refused."""
    told = given.model_dump(exclude_unset=True)
    told = {name: value for name, value in told.items() if value is not None or name in NULLABLE}
    if given.content is not None:
        told["content"] = _plain(given.content)
    if given.condition is not None:
        _refuse_money(request, targeting.read(given.condition))
    row = write.change(id, Written(**told), clock.now())
    return _record(request, row)


@router.post("/{id}/duplicate", auth=EDIT, response={201: GuidanceRecord})
def duplicate(request: HttpRequest, id: Id, given: GuidanceCopy) -> Status[GuidanceRecord]:
    """A draft with the same words, for the same people."""
    return Status(201, _record(request, write.duplicate(id, given.name, needs.caller(request).member, clock.now())))


@router.post("/{id}/count", auth=EDIT, response=GuidanceRecord)
def count(request: HttpRequest, id: Id) -> GuidanceRecord:
    """Counts whom it is for now, and keeps the number."""
    row = write.find(id)
    if row.condition:
        now = clock.now()
        found = membership.preview(CONTACT, targeting.condition(row.condition), now)
        write.counted(row, found.count, now)
    return _record(request, row)


@router.post("/{id}/try", auth=EDIT, response=TryLink)
def try_link(request: HttpRequest, id: Id, given: TryAt) -> TryLink:
    """An address of one's own product at which the item shows as it is now, for an hour, to whoever opens it."""
    row = write.find(id)
    if not given.address.startswith(("https://", "http://")):
        raise Invalid("Give the whole address of a page of your product, with https://.", field="address")
    parts = urlsplit(given.address.strip())
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != PARAMETER]
    return TryLink(url=urlunsplit(parts._replace(query=urlencode([*query, (PARAMETER, sign.preview(row))]))))


def _plain(given: ContentIO) -> dict[str, object]:
    return given.model_dump(exclude_none=True)


def _refuse_money(request: HttpRequest, condition: dict[str, Any]) -> None:
    caller = needs.caller(request)
    if not caller.can(Permission.REVENUE_READ) and speaks_of_money(targeting.condition(condition)):
        raise needs.refusal(caller, Permission.REVENUE_READ)


def _numbers(rows: list[Guidance], now: datetime) -> dict[str, Numbers]:
    today = now.astimezone(ZoneInfo(organisation().zone)).date()
    return queries.numbers([row.key for row in rows], today)


def _record(request: HttpRequest, row: Guidance) -> GuidanceRecord:
    now = clock.now()
    language = needs.language(request)
    wrong = [FaultToMend(field=field, text=said(text, language)) for field, text in write.faults(row)]
    return GuidanceRecord(
        **_fields(request, row, _numbers([row], now)[row.key], now), content=ContentIO.model_validate(row.content),
        condition=row.condition, created_by=row.created_by.name if row.created_by else None, created_at=row.created_at,
        live_at=row.live_at, faults=wrong,
    )  # fmt: skip


def _fields(request: HttpRequest, row: Guidance, of: Numbers, now: datetime) -> dict[str, Any]:
    names = ("key", "kind", "name", "state", "pages", "language", "priority", "starts_at", "ends_at", "audience",
             "counted_at", "changed_at")  # fmt: skip
    return {
        "id": row.pk, **{name: getattr(row, name) for name in names}, "form": row.content.get("form", "card"),
        "phase": _phase(row, now), "summary": _summary(row, needs.language(request)),
        "numbers": GuidanceNumbers(
            shown_by_day=of.by_day, **{name: value for name, value in msgspec.structs.asdict(of).items() if name != "by_day"}
        ),
    }  # fmt: skip


def _phase(row: Guidance, now: datetime) -> str:
    if row.state != "live":
        return row.state
    if row.ends_at is not None and row.ends_at <= now:
        return "ended"
    return "scheduled" if row.starts_at is not None and row.starts_at > now else "live"


def _summary(row: Guidance, language: str) -> str:
    try:
        return describe(targeting.condition(row.condition), language) if row.condition else ""
    except Invalid:
        return ""
