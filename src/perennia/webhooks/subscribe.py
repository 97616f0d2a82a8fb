"""Makes, changes and removes endpoints. Every address is judged by the same function that judges it when it is called."""

import base64
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction

from perennia.core.error import Conflict, Invalid, NotFound
from perennia.core.webhook import EVERY_EVENT
from perennia.host import fetch
from perennia.host import secrets as vault
from perennia.host.address import Forbidden
from perennia.webhooks.models import Endpoint
from perennia.workflows import publish

MOST = 100
MOST_EVENTS = 200
BOTH_VALID = timedelta(hours=24)
REFUSED = (
    "This address may not be called, or leads nowhere. Use a public http or https address on its usual port;"
    " whoever runs the server can allow a private one by PERENNIA_ALLOWED_PRIVATE_HOSTS, such as crm.internal:8080."
)
_FORGET = (
    """delete from webhook_try t using webhook w where w.partition between 0 and 255
    and t.partition = w.partition and t.webhook_id = w.id and w.endpoint_id = %s""",
    "delete from webhook where partition between 0 and 255 and endpoint_id = %s",
)


class EndpointExists(Conflict):
    """There is an endpoint of that name. Choose another name."""

    code = "endpoint_exists"


class NoEndpoint(NotFound):
    """There is no such endpoint; it may have been removed."""

    code = "no_endpoint"


class TooManyEndpoints(Conflict):
    """There are 100 endpoints already. Remove one that is no longer needed."""

    code = "too_many_endpoints"


def create(name: str, url: str, events: Sequence[str], at: datetime, by: int | None) -> tuple[Endpoint, str]:
    """A new endpoint and its secret, which cannot be shown again. It hears of what happens from now on, with no event
    of what workflows' steps tell it alone."""
    name, kept = _named(name), _events(events)
    judge(url)
    if Endpoint.objects.count() >= MOST:
        raise TooManyEndpoints
    secret = new_secret()
    try:
        with transaction.atomic():
            made = Endpoint.objects.create(
                name=name, url=url, events=kept, secret=vault.encrypt(secret), made_at=at, made_by=by
            )
            publish.changed()
    except IntegrityError:
        raise EndpointExists from None
    return made, secret


def change(
    id: int,
    name: str | None = None,
    url: str | None = None,
    events: Sequence[str] | None = None,
    is_on: bool | None = None,
) -> Endpoint:
    """Changes what is named. Switched on again it starts afresh: what waits for it is sent now."""
    if url is not None:
        judge(url)
    try:
        with transaction.atomic():
            one = locked(id)
            if name is not None:
                one.name = _named(name)
            if url is not None:
                one.url = url
            if events is not None:
                one.events = _events(events)
            if is_on is not None:
                one.state, one.failures, one.rests_until, one.failure = "on" if is_on else "off", 0, None, ""
            one.save()
            publish.changed()
    except IntegrityError:
        raise EndpointExists from None
    return one


@transaction.atomic
def remove(id: int) -> None:
    """Removes it with its deliveries."""
    one = locked(id)
    with connection.cursor() as cursor:
        for statement in _FORGET:
            cursor.execute(statement, [id])
    one.delete()
    publish.changed()


@transaction.atomic
def rotate(id: int, at: datetime) -> tuple[Endpoint, str]:
    """A new secret; for a day deliveries are signed with both, so that the other side can change over."""
    one, secret = locked(id), new_secret()
    one.former_secret, one.former_until = one.secret, at + BOTH_VALID
    one.secret = vault.encrypt(secret)
    one.save(update_fields=["secret", "former_secret", "former_until"])
    return one, secret


def judge(url: str) -> None:
    """Refuses an address that may not be called; the answer tells a closed inside from a name that leads nowhere as little as may be."""
    try:
        if len(url) > 2000:
            raise Forbidden
        fetch.check(url)
    except (Forbidden, fetch.Unreachable):
        raise Invalid(REFUSED, field="url") from None


def locked(id: int) -> Endpoint:
    """The endpoint, locked. Raises NoEndpoint."""
    found = Endpoint.objects.select_for_update().filter(pk=id).first()
    if found is None:
        raise NoEndpoint
    return found


def new_secret() -> str:
    """A secret as the standard has them: 32 random bytes."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def secrets_of(endpoint: Endpoint, at: datetime) -> list[str]:
    """The secrets that are valid now, the newest first."""
    kept = [endpoint.secret]
    if endpoint.former_secret is not None and endpoint.former_until is not None and at < endpoint.former_until:
        kept.append(endpoint.former_secret)
    return [vault.decrypt(bytes(one)) for one in kept]


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= 80:
        raise Invalid("An endpoint needs a name of at most 80 characters.", field="name")
    return name


def _events(events: Sequence[str]) -> list[str]:
    if EVERY_EVENT in events:
        return [EVERY_EVENT]
    kept = sorted({" ".join(one.split()) for one in events} - {""})
    if events and not kept:
        raise Invalid("Choose events by their names, all of them, or none.", field="events")
    if len(kept) > MOST_EVENTS or max(map(len, kept), default=0) > 200:
        raise Invalid(
            f"Choose at most {MOST_EVENTS} events of at most 200 characters; more than that is all.", field="events"
        )
    return kept
