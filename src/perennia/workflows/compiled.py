"""The workflows as the engine uses them, compiled once and again when one changed."""

import logging
from zoneinfo import ZoneInfo

import msgspec
import psycopg

from perennia.core.condition import parse
from perennia.core.error import Invalid
from perennia.core.hours import zone_of
from perennia.core.index import Index, Live
from perennia.core.segment import Segment, compiled
from perennia.core.webhook import Subscription
from perennia.core.workflow import Definition, Plan, compile_plan
from perennia.workflows import policy

logger = logging.getLogger(__name__)

READ = """
select v.id, w.key, w.is_on, w.switched_on_at, v.definition::text,
       v.number = max(v.number) over (partition by w.id) as is_newest
from workflows_workflowversion v join workflows_workflow w on w.id = v.workflow_id
order by w.key, v.number
"""
SEGMENTS = "select key, kind, condition::text from customers_segment where archived_at is null order by key"
# Endpoints that rest for a while hear of everything; those switched off hear of nothing.
SUBSCRIBED = "select id, events::text, made_at from webhooks_endpoint where state in ('on', 'paused') order by id"


class Compiled:
    """Keeps the index; `current(stamp)` reads it anew when the stamp in the database moved on."""

    def __init__(self) -> None:
        self._stamp = ""
        self._index = Index((), (), ZoneInfo("UTC"))

    def current(self, connection: psycopg.Connection, stamp: str, zone: str) -> Index:
        """The index for this stamp. A definition that no longer compiles rests and is named in the log."""
        if f"{stamp} {zone}" != self._stamp:
            self._index = read(connection, zone_of(zone))
            self._stamp = f"{stamp} {zone}"
        return self._index


def read(connection: psycopg.Connection, zone: ZoneInfo) -> Index:
    live: list[Live] = []
    versions: list[Plan] = []
    for version, key, is_on, since, text, is_newest in connection.execute(READ):
        try:
            plan = compile_plan(msgspec.json.decode(text, type=Definition), version)
        except (Invalid, msgspec.ValidationError) as wrong:
            logger.error("The workflow %s rests: %s", key, wrong)
            continue
        versions.append(plan)
        if is_on and is_newest and since is not None:
            live.append(Live(plan, since))
    heard = connection.execute(SUBSCRIBED).fetchall()
    webhooks = [
        Subscription(id_, msgspec.json.decode(names, type=frozenset[str]), since) for id_, names, since in heard
    ]
    return Index(live, versions, zone, webhooks, _segments(connection), policy.read(connection))


def _segments(connection: psycopg.Connection) -> list[Segment]:
    known: list[Segment] = []
    for key, kind, text in connection.execute(SEGMENTS):
        try:
            known.append(compiled(key, kind, parse(msgspec.json.decode(text))))
        except Invalid as wrong:
            logger.error("The segment %s rests: %s", key, wrong)
    return known
