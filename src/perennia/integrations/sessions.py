"""Sessions booked elsewhere: how each goes on, decided by what is known of it and by when each word was said."""

from datetime import datetime, timedelta
from hashlib import blake2b

import msgspec
from django.db import transaction

from perennia.core.error import Invalid
from perennia.core.event import Properties
from perennia.core.source import Appointment
from perennia.integrations import connect
from perennia.integrations.models import Connection, Session
from perennia.integrations.put import put
from perennia.integrations.whose import Call, Named, named

REOPENED = "Session Reopened"
NOTHING_NEW = (
    "Nothing new: a later word about this session is known.",
    "Không có gì mới: đã biết tin sau đó về buổi hẹn này.",
)
NOTHING_BACK = (
    "Nothing was said of this session that could be taken back.",
    "Chưa có gì về buổi hẹn này để rút lại.",
)
ENDED = (
    "It counts as attended unless a no-show is marked in time.",
    "Được tính là đã tham gia nếu không bị đánh dấu vắng kịp thời.",
)
AT_ONCE = 100
_NAMES = {
    "booked": "Session Booked",
    "moved": "Session Moved",
    "cancelled": "Session Cancelled",
    "missed": "Session Missed",
}
_STATES = {"booked": "booked", "moved": "booked", "cancelled": "cancelled", "missed": "missed", "not_missed": "booked"}


class Made(msgspec.Struct, frozen=True):
    """The calls that tell how it goes on, and the names of their events."""

    calls: list[Call] = []
    names: list[str] = []
    why: tuple[str, str] = ("", "")  # where there are none


def go_on(connection: Connection, told: Appointment, now: datetime) -> Made:
    """Notes what is told. An older word than the one known changes nothing, nor one about a booking moved away since."""
    at = told.at or now
    who = named(connection.kind, told.who)
    row, is_new = _session(connection, told, who, at)
    if not is_new and (at < row.told_at or _is_nothing_new(row, told)):
        return Made(why=NOTHING_NEW)
    if is_new and not who.user:
        raise Invalid("No booking with this id is known; it was made before the connection was.")
    if is_new and told.course == "not_missed":
        return Made(why=NOTHING_BACK)
    names = _names(row, told)
    row.told_at, row.state = at, _STATES.get(told.course, row.state)
    if told.course in ("booked", "moved"):
        row.current, row.starts_at, row.ends_at = told.booking, told.starts_at, told.ends_at
    row.properties = {**row.properties, **told.properties}
    row.user = who.user or row.user
    row.due_at = _due(row, connection, told, at)
    row.save()
    calls = [
        {**who.call(), **call, "timestamp": at.isoformat(), "messageId": _id(f"{told.key}:w{n}")}
        for n, call in enumerate(who.before)
    ]
    was = {"missed": "Session Attended", "not_missed": "Session Missed"}.get(told.course, "")
    calls += [_call(row, name, f"{told.key}:{name}", at, {"was": was} if name == REOPENED else {}) for name in names]
    return Made(calls, names, ("", "") if names else ENDED)


def attend(now: datetime) -> int:
    """Sessions that ended, their time of grace too, with nobody marked missing: they took place. Gives how many."""
    done = 0
    while done < AT_ONCE:
        with transaction.atomic():
            row = (
                Session.objects.select_for_update(skip_locked=True, of=("self",))
                .filter(due_at__lte=now).select_related("connection").order_by("due_at").first()
            )  # fmt: skip
            if row is None:
                break
            # It is known from then on: a grace of days would else make it the past, which starts nothing.
            at = row.due_at or now
            put(
                row.connection,
                [_call(row, "Session Attended", f"attended:{row.root}:{row.told_at.isoformat()}", at, {})],
                now,
            )
            row.state, row.due_at = "attended", None
            row.save(update_fields=["state", "due_at"])
        done += 1
    return done


def _session(connection: Connection, told: Appointment, who: Named, at: datetime) -> tuple[Session, bool]:
    """The row of the session a booking belongs to, held; made where it is new."""
    sought = Session.objects.select_for_update()
    own = sought.filter(connection=connection, booking=told.booking).first()
    root = own.root if own is not None else told.booking
    if own is None and told.formerly:
        before = Session.objects.filter(connection=connection, booking=told.formerly).first()
        root = before.root if before is not None else told.formerly
    defaults = {"root": root, "current": told.booking, "told_at": at, "user": who.user}
    row, is_new = sought.get_or_create(connection=connection, booking=root, defaults=defaults)
    if root != told.booking and own is None:
        Session.objects.get_or_create(connection=connection, booking=told.booking, defaults=defaults)
    return row, is_new


def _is_nothing_new(row: Session, told: Appointment) -> bool:
    if told.course in ("cancelled", "ended") and row.current != told.booking:
        return True  # it was moved away from that booking
    if told.course == "booked":
        return row.state != "cancelled"
    if told.course == "ended":
        return row.state != "booked"
    if told.course == "not_missed":
        return row.state != "missed"
    return row.state == told.course


def _names(row: Session, told: Appointment) -> list[str]:
    if told.course == "not_missed":
        return [REOPENED]
    if told.course == "ended":
        return []
    corrected = [REOPENED] if told.course == "missed" and row.state == "attended" else []
    return [*corrected, _NAMES[told.course]]


def _due(row: Session, connection: Connection, told: Appointment, at: datetime) -> datetime | None:
    """When it counts as attended: its time of grace over, and never before what was said of it last."""
    if row.state != "booked":
        return None
    ends = at if told.course == "ended" else row.ends_at
    minutes = getattr(connect.entry_of(connection), "grace_minutes", 120)
    return max(ends + timedelta(minutes=minutes), at) if ends is not None else row.due_at


def _call(row: Session, name: str, key: str, at: datetime, more: Properties) -> Call:
    said: Properties = {**row.properties, "booking": _short(row.root), **more}
    if row.starts_at is not None:
        said["starts_at"] = row.starts_at.isoformat()
    if row.ends_at is not None:
        said["ends_at"] = row.ends_at.isoformat()
    return {
        **Named(row.user, "").call(type="track", event=name, properties=said),
        "timestamp": at.isoformat(),
        "messageId": _id(key),
    }


def _short(booking: str) -> str:
    return booking.rstrip("/").rpartition("/")[2][:100]


def _id(key: str) -> str:
    return key if len(key) <= 100 else blake2b(key.encode(), digest_size=16).hexdigest()
