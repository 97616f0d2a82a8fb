"""A stream to drive by hand: events in, turns on real PostgreSQL, rows to look at."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import psycopg

from perennia.core import partition
from perennia.core.index import Index
from perennia.core.workflow import Definition
from perennia.ingest import store
from perennia.ingest.row import Body, Row, encode
from perennia.workflows import publish
from perennia.workflows.compiled import Compiled, read
from perennia.workflows.models import Workflow, WorkflowVersion
from perennia.workflows.turn import Done, turn

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Stream:
    """One connection of the engine, and words for what tests do with it."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        self.compiled = Compiled()
        self.number = 0

    def workflow(self, since: datetime = NINE - timedelta(days=400), **given: object) -> int:
        """Publishes a workflow and switches it on. Gives the version's id."""
        words = {"key": "w", "label": "W", "group": "t", "subject": "contact", "audience": "internal_notification"}
        definition = msgspec.convert({**words, **given}, Definition)
        kept, _ = Workflow.objects.update_or_create(
            key=definition.key, defaults={"is_on": True, "switched_on_at": since}
        )
        number = kept.versions.count() + 1
        version = WorkflowVersion.objects.create(
            workflow=kept, number=number, definition=msgspec.to_builtins(definition)
        )
        publish.changed()
        return version.pk

    def event(
        self, name: str, *, customer: int = 1, contact: int | None = 11, at: datetime = NINE, id: str | None = None,
        kind: str = "track", historical: bool = False, received_at: datetime | None = None, **properties: object,
    ) -> Row:  # fmt: skip
        self.number += 1
        traits = properties if kind in ("identify", "group") else {}
        said = {} if traits else properties
        return Row(
            customer=customer, contact=contact, source=101, kind=kind, name=name, message_id=id or f"m{self.number}", at=at,
            received_at=received_at or at, historical=historical, body=encode(Body(said, traits, {})),
        )  # fmt: skip

    def put(self, *rows: Row) -> list[int]:
        return store.put(list(rows), conn=self.connection)

    def run(self, customer: int = 1, limit: int = 2000, until: datetime | None = None) -> list[Done]:
        """Turns until nothing is left to do in the customer's partition."""
        done: list[Done] = []
        while len(done) < 100_000:
            one = turn(self.connection, partition.of(customer), self.compiled, limit=limit, until=until)
            assert one is not None
            done.append(one)
            if not one.is_more:
                return done
        raise AssertionError("The turns never end.")

    def index(self) -> Index:
        """The index in force."""
        return read(self.connection, ZoneInfo("UTC"))

    def rows(self, statement: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        return self.connection.execute(statement, values).fetchall()

    def state(self, kind: int, id_: int) -> Any:
        return msgspec.json.decode(self.rows("select state from profile where kind = %s and id = %s", kind, id_)[0][0])
