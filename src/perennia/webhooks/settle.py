"""Stores what came of a try, keeps the endpoint's health, and tells the administrators when it needs them."""

from datetime import datetime, timedelta

from perennia.core.effect import Notify
from perennia.core.outcome import key_of
from perennia.core.webhook import PAUSES_AT, shut_for
from perennia.messages import notices
from perennia.messages.notices import Telling
from perennia.webhooks import outgoing
from perennia.webhooks.models import Endpoint
from perennia.webhooks.outgoing import Tried
from perennia.workflows import publish

_TEXTS = {
    "paused": (
        "The webhook endpoint {{ facts.endpoint }} failed 100 times in a row and rests. Deliveries wait until you let it go on.",
        "Địa chỉ webhook {{ facts.endpoint }} thất bại 100 lần liên tiếp và đang nghỉ. Các lần giao sẽ chờ đến khi bạn cho tiếp tục.",
    ),
    "gone": (
        "The webhook endpoint {{ facts.endpoint }} answered that it is gone (410). It is switched off.",
        "Địa chỉ webhook {{ facts.endpoint }} trả lời rằng nó không còn nữa (410). Nó đã bị tắt.",
    ),
    "dead": (
        "A webhook could not be delivered to {{ facts.endpoint }}: {{ facts.event }}. It is kept and can be sent by hand.",
        "Không giao được một webhook đến {{ facts.endpoint }}: {{ facts.event }}. Nó được giữ lại và có thể gửi bằng tay.",
    ),
}


def settle(tried: Tried, asked: timedelta | None) -> None:
    """In the caller's transaction. `asked`: the wait the server asked for, which holds for all that goes there."""
    endpoint = Endpoint.objects.select_for_update().filter(pk=tried.claimed.endpoint).first()
    if endpoint is None or not outgoing.store(tried):
        return
    if tried.state == "delivered":
        endpoint.failures, endpoint.rests_until, endpoint.failure = 0, None, ""
        endpoint.delivered_at = tried.at
    else:
        _failed(endpoint, tried, asked)
    endpoint.save(update_fields=["state", "failures", "rests_until", "failure", "delivered_at", "failed_at"])


def _failed(endpoint: Endpoint, tried: Tried, asked: timedelta | None) -> None:
    endpoint.failures += 1
    endpoint.failed_at, endpoint.failure = tried.at, tried.reason
    rest = max(shut_for(endpoint.failures), asked or timedelta(0))
    endpoint.rests_until = tried.at + rest if rest else None
    if tried.status == 410:
        endpoint.state = "gone"
        publish.changed()
        _tell("gone", endpoint, tried)
    elif endpoint.failures >= PAUSES_AT and endpoint.state == "on":
        endpoint.state = "paused"
        _tell("paused", endpoint, tried)
    elif tried.state == "dead":
        _tell("dead", endpoint, tried)


def _tell(what: str, endpoint: Endpoint, tried: Tried) -> None:
    english, vietnamese = _TEXTS[what]
    text = f'{{% if language == "vi" %}}{vietnamese}{{% else %}}{english}{{% endif %}}'
    effect = Notify("webhook", text, "role:administrator", is_urgent=what != "dead")
    key = key_of("webhook", what, tried.claimed.id, tried.claimed.tries)
    facts = {"endpoint": endpoint.name, "event": tried.claimed.event}
    notices.tell([Telling(effect, key, 0, None, _moment(tried), "", dict(facts))])


def _moment(tried: Tried) -> datetime:
    return tried.at
