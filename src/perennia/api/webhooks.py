"""Outgoing webhooks: endpoints that hear of events, what was told them, and what did not arrive."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status
from pydantic import Field

from perennia.api import needs
from perennia.api.needs import Needs
from perennia.api.paging import Mark, Window, cursor_of, mark_of
from perennia.api.permissions import Permission
from perennia.api.shapes import Id
from perennia.api.webhook_shapes import (
    Deliveries,
    DeliveryOut,
    DeliveryRecord,
    EndpointChange,
    EndpointOut,
    Endpoints,
    EventNames,
    Fate,
    MadeEndpoint,
    NewEndpoint,
    Sent,
    TryOut,
)
from perennia.core.tracking_plan import TRACKING_PLAN
from perennia.host import clock
from perennia.webhooks import again, queries, reasons, subscribe
from perennia.webhooks.models import Endpoint
from perennia.webhooks.queries import Delivery, Numbers
from perennia.workflows import event_flow

router = Router()
MANAGE = Needs(Permission.WEBHOOK_MANAGE)
PublicId = Annotated[str, Field(max_length=60)]


class Wanted(Window):
    """Which deliveries."""

    state: Fate | None = None


@router.get("", auth=MANAGE, response=Endpoints)
def listing(request: HttpRequest) -> Endpoints:
    """The endpoints, by name, with how they are doing."""
    numbers = queries.numbers(clock.now())
    rows = Endpoint.objects.order_by("name")
    return Endpoints(items=[_out(row, numbers.get(row.pk), needs.language(request)) for row in rows])


@router.post("", auth=MANAGE, response={201: MadeEndpoint})
def create(request: HttpRequest, given: NewEndpoint) -> Status[MadeEndpoint]:
    """Makes an endpoint and shows its secret."""
    member = needs.caller(request).member
    made, secret = subscribe.create(given.name, given.url, given.events, clock.now(), member.pk if member else None)
    return Status(201, MadeEndpoint(**_out(made, None, needs.language(request)).model_dump(), secret=secret))


@router.get("/events", auth=MANAGE, response=EventNames)
def events(request: HttpRequest) -> EventNames:
    """The names of events one may choose from."""
    seen = {one.name for one in event_flow.names()}
    return EventNames(items=sorted(seen | {one.name for one in TRACKING_PLAN}, key=str.casefold))


@router.patch("/{int:endpoint_id}", auth=MANAGE, response=EndpointOut)
def change(request: HttpRequest, endpoint_id: Id, given: EndpointChange) -> EndpointOut:
    """Changes an endpoint; switching it on lets what waits for it go on."""
    row = subscribe.change(endpoint_id, given.name, given.url, given.events, given.is_on)
    return _out(row, queries.numbers(clock.now()).get(row.pk), needs.language(request))


@router.delete("/{int:endpoint_id}", auth=MANAGE, response={204: None})
def remove(request: HttpRequest, endpoint_id: Id) -> HttpResponse:
    """Removes an endpoint with its deliveries."""
    subscribe.remove(endpoint_id)
    return HttpResponse(status=204)


@router.post("/{int:endpoint_id}/rotate", auth=MANAGE, response=MadeEndpoint)
def rotate(request: HttpRequest, endpoint_id: Id) -> MadeEndpoint:
    """Gives it a new secret; for 24 hours deliveries carry a signature by each."""
    row, secret = subscribe.rotate(endpoint_id, clock.now())
    numbers = queries.numbers(clock.now()).get(row.pk)
    return MadeEndpoint(**_out(row, numbers, needs.language(request)).model_dump(), secret=secret)


@router.post("/{int:endpoint_id}/test", auth=MANAGE, response={201: DeliveryOut})
def try_out(request: HttpRequest, endpoint_id: Id) -> Status[DeliveryOut]:
    """Sends it a test, the way every delivery goes."""
    place, id = again.test(endpoint_id, clock.now())
    return Status(201, _delivery(queries.delivery(place, id), needs.language(request)))


@router.post("/{int:endpoint_id}/replay", auth=MANAGE, response=Sent)
def replay_all(request: HttpRequest, endpoint_id: Id) -> Sent:
    """Sends all that could not be delivered once more."""
    return Sent(count=again.all_again(endpoint_id, clock.now()))


@router.get("/{int:endpoint_id}/deliveries", auth=MANAGE, response=Deliveries)
def deliveries(request: HttpRequest, endpoint_id: Id, wanted: Query[Wanted]) -> Deliveries:
    """What it was told, the latest first, a page at a time."""
    mark = mark_of(wanted, "deliveries")
    rows = queries.deliveries(endpoint_id, wanted.state, _mark(mark), wanted.limit + 1)
    shown = rows[: wanted.limit]
    last = (shown[-1].made_at, shown[-1].id) if len(rows) > len(shown) else None
    language = needs.language(request)
    return Deliveries(items=[_delivery(row, language) for row in shown], next_cursor=cursor_of(last, "deliveries"))


@router.get("/deliveries/{delivery_id}", auth=MANAGE, response=DeliveryRecord)
def read(request: HttpRequest, delivery_id: PublicId) -> DeliveryRecord:
    """One delivery with its body and its tries."""
    return _record(*queries.parts_of(delivery_id), needs.language(request))


@router.post("/deliveries/{delivery_id}/replay", auth=MANAGE, response=DeliveryRecord)
def replay(request: HttpRequest, delivery_id: PublicId) -> DeliveryRecord:
    """Sends it once more: the same id and the same body, with a new signature."""
    place, id = queries.parts_of(delivery_id)
    again.again(place, id, clock.now())
    return _record(place, id, needs.language(request))


def _mark(mark: Mark | None) -> tuple[datetime, UUID] | None:
    return (datetime.fromisoformat(str(mark[0])), UUID(str(mark[1]))) if mark else None


def _out(row: Endpoint, numbers: Numbers | None, language: str) -> EndpointOut:
    return EndpointOut.model_validate(
        {
            "id": row.pk, "name": row.name, "url": row.url, "events": row.events, "state": row.state, "made_at": row.made_at,
            "both_secrets_until": row.former_until if row.former_until and row.former_until > clock.now() else None,
            "failures": row.failures, "failure": reasons.words(row.failure, language) if row.failure else None,
            "rests_until": row.rests_until, "delivered_at": row.delivered_at, "failed_at": row.failed_at,
            "delivered_24h": numbers.delivered if numbers else 0, "waiting": numbers.waiting if numbers else 0,
            "dead": numbers.dead if numbers else 0,
        }
    )  # fmt: skip


def _delivery(row: Delivery, language: str) -> DeliveryOut:
    return DeliveryOut.model_validate(
        {
            "id": queries.public_id(row.partition, row.id), "event": row.event, "type": row.type, "made_at": row.made_at,
            "state": row.state, "reason": reasons.words(row.reason, language) if row.reason else None, "status": row.status,
            "tries": row.tries, "next_at": row.next_at if row.state == "queued" else None, "tried_at": row.tried_at,
        }
    )  # fmt: skip


def _record(place: int, id: UUID, language: str) -> DeliveryRecord:
    shown = _delivery(queries.delivery(place, id), language)
    attempts = [
        TryOut(
            number=one.number, at=one.at, status=one.status, answer=one.answer, milliseconds=one.took,
            reason=reasons.words(one.reason, language) if one.reason else None,
        )
        for one in queries.tries(place, id)
    ]  # fmt: skip
    return DeliveryRecord(
        **shown.model_dump(), webhook_id=f"wh_{id.hex}", body=queries.body(place, id), attempts=attempts
    )
