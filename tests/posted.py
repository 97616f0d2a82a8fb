"""Posts as other programs send them: their recorded shapes, signed as they sign."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime

Headers = dict[str, str]
DAY = 86_400


def signed(secret: bytes, text: bytes) -> str:
    return hmac.new(secret, text, hashlib.sha256).hexdigest()


def stripe_headers(secret: str, body: bytes, at: datetime) -> Headers:
    stamp = int(at.timestamp())
    return {"Stripe-Signature": f"t={stamp},v1={signed(secret.encode(), f'{stamp}.'.encode() + body)}"}


def calendly_headers(secret: str, body: bytes, at: datetime) -> Headers:
    return {"Calendly-Webhook-Signature": stripe_headers(secret, body, at)["Stripe-Signature"]}


def calcom_headers(secret: str, body: bytes, at: datetime) -> Headers:
    return {"X-Cal-Signature-256": signed(secret.encode(), body)}


def standard_headers(secret: str, body: bytes, at: datetime, id: str = "msg_1") -> Headers:
    stamp, key = str(int(at.timestamp())), base64.b64decode(secret.removeprefix("whsec_"))
    mac = base64.b64encode(hmac.new(key, f"{id}.{stamp}.".encode() + body, hashlib.sha256).digest()).decode()
    return {"webhook-id": id, "webhook-timestamp": stamp, "webhook-signature": f"v1,{mac}"}


def as_bytes(said: Mapping[str, object]) -> bytes:
    return json.dumps(said).encode()


def stripe_event(
    id: str, type: str, at: datetime, about: Mapping[str, object], before: Mapping[str, object] | None = None
) -> bytes:
    data: dict[str, object] = {"object": about, **({"previous_attributes": before} if before else {})}
    said = {
        "id": id,
        "object": "event",
        "api_version": "2026-06-24",
        "created": int(at.timestamp()),
        "type": type,
        "data": data,
        "livemode": True,
    }
    return as_bytes(said)


def stripe_invoice(cus: str, number: str, **more: object) -> dict[str, object]:
    """An invoice in the present shape: its subscription stands below `parent`."""
    return {
        "id": f"in_{number}", "object": "invoice", "number": number, "customer": cus, "customer_email": "anna@acme.test",
        "customer_name": "Acme", "currency": "eur", "amount_due": 9900, "amount_paid": 9900, "amount_remaining": 0,
        "attempt_count": 1, "parent": {"subscription_details": {"subscription": "sub_1", "metadata": {}}}, **more,
    }  # fmt: skip


def stripe_subscription(cus: str, ends: datetime, **more: object) -> dict[str, object]:
    """A subscription in the present shape: its period ends on the items."""
    price = {
        "id": "price_1",
        "nickname": "Team",
        "unit_amount": 9900,
        "currency": "eur",
        "recurring": {"interval": "month", "interval_count": 1},
    }
    item = {"id": "si_1", "quantity": 3, "current_period_end": int(ends.timestamp()), "price": price}
    return {
        "id": "sub_1", "object": "subscription", "customer": cus, "currency": "eur", "status": "active",
        "cancel_at_period_end": False, "cancel_at": None, "items": {"object": "list", "data": [item]}, "metadata": {}, **more,
    }  # fmt: skip


def calcom_event(trigger: str, at: datetime, uid: str, starts: datetime, ends: datetime, **more: object) -> bytes:
    payload = {
        "type": "walkthrough", "title": "Walkthrough between Mai and Anna", "eventTitle": "Walkthrough", "startTime": starts.isoformat(),
        "endTime": ends.isoformat(), "organizer": {"name": "Mai", "email": "mai@house.test", "timeZone": "UTC", "utcOffset": 0},
        "attendees": [{"email": "anna@acme.test", "name": "Anna Berg", "timeZone": "Europe/Oslo"}], "uid": uid, "bookingId": 7,
        "eventTypeId": 1, "status": "ACCEPTED", "location": "integrations:daily", "metadata": {"videoCallUrl": "https://cal.test/v/1"},
        "responses": {}, "length": 30, "price": 0, **more,
    }  # fmt: skip
    return as_bytes({"triggerEvent": trigger, "createdAt": at.isoformat(), "payload": payload})


def calcom_no_show(at: datetime, uid: str, is_missed: bool) -> bytes:
    payload = {
        "message": "x",
        "bookingUid": uid,
        "bookingId": 7,
        "attendees": [{"email": "anna@acme.test", "noShow": is_missed}],
    }
    return as_bytes({"triggerEvent": "BOOKING_NO_SHOW_UPDATED", "createdAt": at.isoformat(), "payload": payload})


def calendly_event(name: str, at: datetime, uri: str, starts: datetime, ends: datetime, **more: object) -> bytes:
    payload = {
        "uri": f"https://api.calendly.com/scheduled_events/E/invitees/{uri}", "email": "anna@acme.test", "name": "Anna Berg",
        "status": "active", "timezone": "Europe/Oslo", "rescheduled": False, "cancel_url": "https://calendly.com/c/1",
        "reschedule_url": "https://calendly.com/r/1", "old_invitee": None, "new_invitee": None,
        "questions_and_answers": [{"question": "What for?", "answer": "Reports"}], "tracking": {"utm_content": None},
        "scheduled_event": {
            "uri": "https://api.calendly.com/scheduled_events/E", "name": "Success session", "start_time": starts.isoformat(),
            "end_time": ends.isoformat(), "location": {"type": "zoom", "join_url": "https://zoom.test/1"},
            "event_memberships": [{"user": "https://api.calendly.com/users/U", "user_email": "mai@house.test"}],
        }, **more,
    }  # fmt: skip
    return as_bytes({"event": name, "created_at": at.isoformat(), "payload": payload})


def invitee(uri: str) -> str:
    return f"https://api.calendly.com/scheduled_events/E/invitees/{uri}"
