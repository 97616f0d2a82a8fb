"""Takes those into a workflow who are past its moment already, when a person says so at switching it on."""

from datetime import datetime

from django.db import transaction

from perennia.core.by_hand import ENROLLED
from perennia.core.profile import CONTACT
from perennia.ingest import store
from perennia.ingest.row import PEOPLE, Row, body
from perennia.workflows import queries

PAGE = 1000


@transaction.atomic
def enrol_existing(key: str, at: datetime) -> int:
    """Asks the engine to let each of them in; its condition and re-entry still decide. Gives how many were asked for.

    The event's id is (workflow, moment of switching on, subject): saying it twice asks once.
    """
    found = queries.find(key)
    compiled = queries.plan(found)
    since = found.row.switched_on_at
    if compiled is None or since is None:
        return 0
    asked, after = 0, 0
    while page := queries.qualified(compiled, after, PAGE):
        store.put([_row(key, compiled.subject, id_, customer, since, at) for id_, customer in page])
        asked, after = asked + len(page), page[-1][0]
    return asked


def _row(key: str, kind: int, id_: int, customer: int, since: datetime, at: datetime) -> Row:
    return Row(
        customer=customer,
        contact=id_ if kind == CONTACT else None,
        source=PEOPLE,
        kind="person",
        name=ENROLLED,
        message_id=f"enrol:{key}:{since.isoformat()}:{id_}"[:200],
        at=at,
        received_at=at,
        body=body({"workflow": key}),
    )
