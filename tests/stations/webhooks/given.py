"""What the tests begin with: an endpoint, a delivery that waits, and rounds at moments of one's own."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from perennia.core import webhook
from perennia.webhooks import outgoing, queries, subscribe
from perennia.webhooks.deliver import Courier
from perennia.webhooks.models import Endpoint
from perennia.webhooks.queries import Delivery

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def endpoint(url: str, name: str = "CRM") -> tuple[Endpoint, str]:
    return subscribe.create(name, url, ["*"], NOON - HOUR, None)


def waiting(to: Endpoint, name: str = "Signed Up", at: datetime = NOON) -> UUID:
    """A delivery as a turn leaves it."""
    id = uuid4()
    body = webhook.envelope(webhook.type_of(name), at, {"name": name, "said": "đã ký “x” 1.50", "n": 1.50})
    outgoing.put(3, id, to.pk, name, webhook.type_of(name), body, at)
    return id


def goes_round(courier: Courier, at: datetime, patience: float = 10.0) -> None:
    """One round at a moment, with what it sent stored."""
    courier.round(at)
    courier.finish(patience, at)


def of(id: UUID) -> Delivery:
    return queries.delivery(3, id)
