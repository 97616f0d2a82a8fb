"""Mail providers by their own interfaces, through the library that speaks to them all; its every call is guarded."""

import importlib
import warnings
from collections.abc import Mapping
from datetime import datetime
from email.mime.text import MIMEText
from io import BytesIO
from typing import Protocol, cast

from anymail.exceptions import AnymailError, AnymailInsecureWebhookWarning, AnymailRecipientsRefused
from anymail.exceptions import AnymailWebhookValidationFailure as NotTheirs
from anymail.message import AnymailMessage
from anymail.signals import EventType, RejectReason
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest
from django.http.multipartparser import MultiPartParserError
from standardwebhooks import Webhook, WebhookVerificationError

from perennia.core.channel import Answer, Channel, Heard, Incoming, Mark, Parts, Told
from perennia.core.error import Denied, Invalid
from perennia.core.mail_service import MailService
from perennia.host import fetch_session

_MARKS: dict[str, Mark] = {
    EventType.DELIVERED: "delivered", EventType.OPENED: "opened", EventType.CLICKED: "clicked",
    EventType.BOUNCED: "bounced", EventType.COMPLAINED: "complained", EventType.UNSUBSCRIBED: "unsubscribed",
    EventType.REJECTED: "failed", EventType.FAILED: "failed",
}  # fmt: skip
_ID = "perennia"
# What the library raises at a body it does not expect, one of ten thousand brackets among them.
_UNREADABLE = (
    ValueError, LookupError, TypeError, AttributeError, ArithmeticError, OSError, RecursionError, MultiPartParserError,
    SuspiciousOperation,
)  # fmt: skip
_PASSING = ("softbounce", "soft_bounce", "soft bounce", "temporary", "transient")


class NotTheProviders(Denied):
    """This post is not signed by the provider. Check its signing key, or its password, under Channels."""

    code = "not_the_providers"
    status = 401


class _Event(Protocol):
    """What the library makes of a report."""

    event_type: str
    timestamp: datetime | None
    event_id: str | None
    message_id: str | None
    metadata: Mapping[str, str]
    recipient: str | None
    reject_reason: str | None
    click_url: str | None
    description: str | None
    mta_response: str | None
    esp_event: object


def send(entry: Channel | None, parts: Parts) -> Answer:
    """Hands a letter to a provider, once. Says what it answered, whatever that was."""
    assert isinstance(entry, MailService)
    backend = importlib.import_module(f"anymail.backends.{entry.service}").EmailBackend(**entry.options())
    backend.session = fetch_session.session()
    # The one header by which these providers know a letter that comes twice; the others leave it unread.
    backend.session.headers["Idempotency-Key"] = str(parts.id)
    mail = _mail(parts)
    try:
        backend.send_messages([mail])
    except AnymailRecipientsRefused as refused:
        return Answer("recipient", 550, f"the provider refuses this recipient: {_said(refused)}")
    except AnymailError as failed:
        if isinstance(failed, fetch_session.CutOff):
            return Answer("cut_off")
        if failed.status_code is None and getattr(failed, "response", None) is None:
            is_ours = not isinstance(failed, OSError)  # requests' own errors are; the library's are not
            return Answer("content", 500, str(failed)[:300]) if is_ours else Answer("connect", 0, "no answer")
        return Answer("answered", failed.status_code or 500, _said(failed))
    status = int(mail.anymail_status.esp_response.status_code)
    if status >= 300:  # a refusal in words the library does not know
        return Answer("answered", status, str(mail.anymail_status.esp_response.text)[:300])
    return Answer("answered", status, "", id=str(mail.anymail_status.message_id or ""))


def hear(entry: MailService, incoming: Incoming) -> Heard:
    """What a provider reports on our letters. Raises NotTheProviders, and Invalid where it makes no sense."""
    keys = entry.hook()
    if not keys:
        raise NotTheProviders
    request = _request(incoming)
    if (signing := keys.pop("signing_secret", "")) and not _is_signed(incoming, signing):
        raise NotTheProviders
    kind = next(
        thing
        for name, thing in vars(importlib.import_module(f"anymail.webhooks.{entry.service}")).items()
        if name.lower() == f"{entry.service}trackingwebhookview"
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", AnymailInsecureWebhookWarning)  # it does not know that we have checked
            view = kind(**keys)
        view.run_validators(request)
    except (NotTheirs, *_UNREADABLE):  # the library reads the signature out of the body: a body without sense has none
        raise NotTheProviders from None
    try:
        found = [_told(cast(_Event, one), incoming) for one in view.parse_events(request)]
    except _UNREADABLE as wrong:
        raise Invalid("The report cannot be read.", field="body") from wrong
    return Heard(tuple(told for told in found if told is not None))


def _mail(parts: Parts) -> AnymailMessage:
    letter, sender = parts.letter, parts.sender
    mail = AnymailMessage(
        subject=" ".join(letter.subject.split())[:300], body=letter.text, to=[_named(letter.to_name, letter.to)],
        from_email=_named(sender.name, sender.address), headers=dict(letter.headers),
        reply_to=[sender.reply_to] if sender.reply_to else None, metadata={_ID: letter.name or str(parts.id)},
    )  # fmt: skip
    mail.attach_alternative(letter.html, "text/html")
    if (entry := letter.calendar) is not None:
        # As a file: not every one of these providers takes a third way to read a letter.
        part = MIMEText(entry.content, "calendar", "utf-8")
        part.set_param("method", entry.method)
        part.add_header("Content-Disposition", "attachment", filename="invite.ics")
        mail.attach(part)
    return mail


def _named(name: str, address: str) -> str:
    plain = "".join(sign for sign in name if sign.isprintable() and sign not in '"\\').strip()[:120]
    return f'"{plain}" <{address}>' if plain else address


def _said(failed: AnymailError) -> str:
    response = getattr(failed, "response", None)
    return str(response.text)[:300] if response is not None else str(failed)[:300]


def _request(incoming: Incoming) -> WSGIRequest:
    named = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in incoming.headers.items()}
    return WSGIRequest(
        {
            **named, "REQUEST_METHOD": "POST", "CONTENT_TYPE": incoming.headers.get("content-type", ""),
            "CONTENT_LENGTH": str(len(incoming.body)), "wsgi.input": BytesIO(incoming.body), "PATH_INFO": "/",
        }
    )  # fmt: skip


def _is_signed(incoming: Incoming, secret: str) -> bool:
    """Svix's way is that of the Standard Webhooks under other names."""
    named = {f"webhook-{part}": incoming.headers.get(f"svix-{part}", "") for part in ("id", "timestamp", "signature")}
    try:
        Webhook(secret).verify(incoming.body, named)
    except (WebhookVerificationError, *_UNREADABLE):
        return False
    return True


def _told(event: _Event, incoming: Incoming) -> Told | None:
    mark = _MARKS.get(event.event_type)
    if mark is None:
        return None
    at = event.timestamp or incoming.at
    ours, outside = str((event.metadata or {}).get(_ID, "")), str(event.message_id or "")
    said = event.click_url if mark == "clicked" else event.mta_response or event.description or event.reject_reason
    passing = str(getattr(event, "esp_event", "")).lower()
    is_final = mark != "bounced" or (
        event.reject_reason in (RejectReason.BOUNCED, RejectReason.INVALID)
        and not any(word in passing for word in _PASSING)
    )
    key = event.event_id or f"{at.isoformat()}:{event.click_url or ''}"
    return Told(mark, at, str(key)[:200], ours, outside, event.recipient or "", str(said or "")[:300], is_final)
