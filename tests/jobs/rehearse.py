"""A rehearsal over a few customers: every line of its traces stands there once."""

from datetime import timedelta

import msgspec

from perennia.core.workflow import Definition
from perennia.workflows.connection import connect
from perennia.workflows.models import Rehearsal, RehearsalLine
from perennia.workflows.rehearsal import rehearse
from tests.driving import NINE, Stream

ROUND = {
    "key": "tried", "label": "Tried", "group": "t", "subject": "contact", "audience": "internal_notification",
    "trigger": {"key": "event_seen", "names": ["Asked"]}, "steps": [{"key": "add_tag", "tag": "Asked"}],
}  # fmt: skip


def prepare() -> int:
    with connect() as engine:
        stream = Stream(engine)
        stream.put(
            *[stream.event("Asked", customer=n, contact=n * 10, at=NINE + timedelta(hours=n)) for n in (1, 2, 3)]
        )
        for customer in (1, 2, 3):
            stream.run(customer=customer)
    return rehearse.ask(msgspec.convert(ROUND, Definition), 30, "Mai", NINE + timedelta(days=1)).pk


def state() -> object:
    """The sums and the traces."""
    row = Rehearsal.objects.get()
    lines = RehearsalLine.objects.order_by("customer_id", "id").values_list("customer_id", "outcome")
    return row.sums, row.partitions_done, list(lines)
