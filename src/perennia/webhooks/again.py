"""Sends by hand: a dead letter once more, all of an endpoint's dead letters, or a test."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection, transaction

from perennia.core import partition
from perennia.core.error import Conflict, NotFound
from perennia.core.webhook import envelope, type_of
from perennia.webhooks import outgoing
from perennia.webhooks.models import Endpoint
from perennia.webhooks.subscribe import NoEndpoint, locked

TEST = "Perennia Test"
_ONE = "select state from webhook where partition = %s and id = %s for update"
_AGAIN = """
update webhook set state = 'queued', reason = '', rung = 0, next_at = %s where partition = %s and id = %s
"""
_ALL = """
update webhook set state = 'queued', reason = '', rung = 0, next_at = %s
where partition between 0 and 255 and endpoint_id = %s and state = 'dead'
"""


class NoDelivery(NotFound):
    """There is no such delivery; it may be older than is kept."""

    code = "no_delivery"


class StillTried(Conflict):
    """It is still being tried. Wait for its next try, or for its last."""

    code = "still_tried"


@transaction.atomic
def again(part: int, id: UUID, at: datetime) -> None:
    """Sends it once more with the same id and body, from the foot of the ladder. One that arrived may be sent again too."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE, [part, id])
        row = cursor.fetchone()
        if row is None:
            raise NoDelivery
        if row[0] == "queued":
            raise StillTried
        cursor.execute(_AGAIN, [at, part, id])


@transaction.atomic
def all_again(endpoint: int, at: datetime) -> int:
    """Sends all its dead letters once more; gives how many."""
    locked(endpoint)
    with connection.cursor() as cursor:
        cursor.execute(_ALL, [at, endpoint])
        return int(cursor.rowcount)


def test(endpoint: int, at: datetime) -> tuple[int, UUID]:
    """Puts a test on its way; it goes the way of every other delivery."""
    if not Endpoint.objects.filter(pk=endpoint).exists():
        raise NoEndpoint
    id = uuid4()
    place = partition.of(id.int >> 65)
    body = envelope(type_of(TEST), at, {"name": TEST, "text": "This is a test. Nothing happened."})
    outgoing.put(place, id, endpoint, TEST, type_of(TEST), body, at)
    return place, id
