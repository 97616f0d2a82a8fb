"""Makes the whole demo in an empty database: organisation, team, keys, and the company's days through the engine."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec
from django.db import connection

from perennia.ingest import source
from perennia.ingest.receive import receive
from perennia.ingest.source import Sender
from perennia.messages.models import MailboxMessage
from perennia.simulate import bookings, staff
from perennia.simulate.carry import Progress, carry
from perennia.simulate.feed import Feed
from perennia.simulate.hand import Report
from perennia.simulate.history import History
from perennia.simulate.mishaps import bad_calls
from perennia.simulate.owners import Owners
from perennia.simulate.staff import SignIn
from perennia.team import keys
from perennia.workflows import high_value, publish, retention, segments, switch
from perennia.workflows.connection import connect
from perennia.workflows.models import Workflow

SOURCES = {"app": "Web app", "billing": "Billing", "crm": "CRM import"}
SCOPES = (
    "customer.read", "customer.write", "customer.write_any", "customer.import", "note.read", "note.write",
    "segment.edit", "field.edit", "revenue.read",
    "event.read", "workflow.read", "workflow.switch",
    "workflow.edit", "message.read", "message.write", "message.send_all", "engine.read", "engine.resume", "team.read",
    "member.manage", "key.manage",
)  # fmt: skip


HIGH_VALUE = Decimal(12_000)  # a year; the company has decided so


class Size(msgspec.Struct, frozen=True):
    """How large a company, and how many of its days; the demo's by default."""

    customers: int = 300
    contacts: int = 3000
    days: int = 120
    seed: int = 1


class Loaded(msgspec.Struct, frozen=True):
    """What one needs to come in."""

    people: list[SignIn]
    api_key: str
    write_key: str


def load(size: Size, end: datetime, tell: Callable[[Progress], None]) -> tuple[Loaded, Report]:
    """Makes it all, ending at `end`."""
    start = end - timedelta(days=size.days)
    staff.found_organisation()
    staff.say_where_links_lead()
    people = staff.hire()
    sources, write_key = _sources()
    _, api_key = keys.make("Demo", SCOPES)
    _ready_engine(start, end)
    history = History(size.seed, size.customers, size.contacts, start, end)
    carried = carry(history, Feed(sources), tell, Owners(history).rows)
    _send_mishaps(size.seed, start, end, sources["app"])
    bookings.fill(size.seed, end)
    # What came before yesterday somebody has read by now.
    MailboxMessage.objects.filter(at__lt=end - timedelta(hours=24)).update(is_read=True)
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    return Loaded(people, api_key, write_key), carried


def _sources() -> tuple[dict[str, int], str]:
    ids, app_key = {}, ""
    for short, name in SOURCES.items():
        made, key = source.create(name)
        ids[short] = made.id
        app_key = key if short == "app" else app_key
    return ids, app_key


def _ready_engine(start: datetime, end: datetime) -> None:
    """Every workflow counts from the first day, the customers' ones too; days are those of the organisation's zone."""
    publish.install(start)
    segments.install(start)
    high_value.decide(20, HIGH_VALUE)
    for workflow in Workflow.objects.filter(trouble=""):
        switch.switch(workflow.key, start, on=False)
        switch.switch(workflow.key, start, on=True)
    with connect(name="perennia simulate") as engine:
        month = start.date().replace(day=1)
        while month <= end.date():
            retention.make_months(engine, month)
            month = (month + timedelta(days=32)).replace(day=1)


def _send_mishaps(seed: int, start: datetime, end: datetime, source_id: int) -> None:
    for at, call in bad_calls(seed, start, end):
        receive(Sender(source_id), call, now=at)


def now() -> datetime:
    """The present, on the second."""
    return datetime.now(UTC).replace(microsecond=0)
