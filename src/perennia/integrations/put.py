"""Puts what a connection tells into the inbox, on the live lane."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.db import transaction

from perennia.core.error import Invalid
from perennia.ingest import source, wake
from perennia.ingest.receive import receive
from perennia.integrations.models import Connection
from perennia.integrations.whose import Call


def put(row: Connection, calls: Sequence[Call], at: datetime) -> None:
    """In the transaction at hand. Raises NotStored; Invalid where one of them cannot be taken."""
    answer = receive(source.as_sender(row.source), msgspec.json.encode({"batch": calls}), now=at)
    if answer.rejected:
        raise Invalid(answer.rejected[0].message)
    transaction.on_commit(wake.workers)
