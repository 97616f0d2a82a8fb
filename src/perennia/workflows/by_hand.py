"""A person's change as an event on the live lane, and a short wait for the engine to have done it."""

import time
from collections.abc import Mapping, Sequence
from uuid import uuid4

from django.db import transaction

from perennia.core import partition
from perennia.core.event import Value
from perennia.host import clock
from perennia.host.select import one
from perennia.ingest import store
from perennia.ingest.row import PEOPLE, Body, Row, encode

PATIENCE = 2.0  # seconds
_FIRST_LOOK, _LONGEST_PAUSE = 0.02, 0.2


def change(
    customer: int,
    name: str,
    properties: Mapping[str, Value],
    *,
    by: str,
    contact: int | None = None,
    kind: str = "person",
    traits: Mapping[str, Value] | None = None,
) -> int:
    """Stores one change; gives its number. `by` is kept with it, so the record says who did it."""
    now = clock.now()
    body = encode(Body({**properties, "by": by}, dict(traits or {}), {}))
    row = Row(
        customer=customer, contact=contact, source=PEOPLE, kind=kind, name=name, message_id=str(uuid4()), at=now,
        received_at=now, body=body,
    )  # fmt: skip
    with transaction.atomic():
        (seq,) = store.put([row])
    return seq


def is_done(customer: int, seqs: Sequence[int]) -> bool:
    """Waits until the engine has worked these, and what follows from them lies in the rows people see.

    False when that takes longer: they are stored, and will be done in their turn.
    """
    params = {"partition": partition.of(customer), "customer": customer, "seqs": list(seqs)}
    until, pause = time.monotonic() + PATIENCE, _FIRST_LOOK
    while True:
        if one(bool, _DONE, params):
            return True
        if time.monotonic() + pause > until:
            return False
        time.sleep(pause)
        pause = min(pause * 1.5, _LONGEST_PAUSE)


_DONE = """
select not exists (
    select from inbox where partition = %(partition)s and lane in (0, 1, 2) and seq = any(%(seqs)s::bigint[]))
and not exists (select from parked where partition = %(partition)s and seq = any(%(seqs)s::bigint[]))
and not exists (select from effect where partition = %(partition)s and customer_id = %(customer)s and tries = 0)
"""
