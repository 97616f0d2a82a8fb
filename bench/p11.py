"""P11: a rehearsal of a year's events, in constant memory: how fast, and what it holds at its beginning and at most."""

import os
import time
from datetime import timedelta

import msgspec

from bench import base, crowd
from bench.measure import Measure
from bench.memory import Memory
from bench.p2 import switch_on
from perennia.core.partition import PARTITIONS
from perennia.team.models import Member
from perennia.workflows import queries
from perennia.workflows.connection import connect
from perennia.workflows.models import Rehearsal
from perennia.workflows.rehearsal import rehearse

AIM = 1.3
WORKFLOW = "feature_active"  # it hears every use of a feature, half of all there is


def run(customers: int = 20_000, events: int = 10_000_000) -> Measure:
    """Measures in the empty database Django is connected to, in this process."""
    now = crowd.now()
    Member.objects.create_user("csm@bench.example", None, name="CSM", role="cs_staff")
    switch_on()
    with connect() as connection:
        base.fill(connection, now, customers, events)
    definition = msgspec.to_builtins(queries.find(WORKFLOW).definition)
    row = Rehearsal.objects.create(
        workflow=WORKFLOW, definition=definition, begins_at=now - timedelta(days=90), ends_at=now, asked_by="Bench",
        asked_at=now,
    )  # fmt: skip
    memory, begun = Memory(os.getpid()), time.monotonic()
    early = memory.highest
    while rehearse.work(row.pk):
        row.refresh_from_db()
        if row.partitions_done <= PARTITIONS // 20:
            early = memory.highest
    took = time.monotonic() - begun
    memory.stop()
    row.refresh_from_db()
    ((_, sums),) = rehearse.sides(row)
    if row.failure or sums.events < events:
        raise RuntimeError(f"It ended with {sums.events:,} events: {row.failure}")
    growth = memory.highest / early
    return Measure(
        id="P11", value=round(growth, 2), aim=f"memory grows <= {AIM:g}", met=growth <= AIM,
        size=f"{sums.events:,} events of {customers:,} customers, 90 days, one process",
        how=f"{sums.events / took:,.0f} events/s, {took:.0f} s in all; {early:.0f} MB after a twentieth, {memory.highest:.0f} MB"
        f" at most; {sum(sums.entered.values()):,} would have entered, {sums.lines:,} lines of traces kept; ended within"
        f" {took / PARTITIONS:.1f} s of a cancel",
    )  # fmt: skip
