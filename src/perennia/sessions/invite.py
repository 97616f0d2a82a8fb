"""The letters of a session with its calendar entry: to the customer and to the host, once for each change.

They stand in the outbox in the transaction of the change and leave at once, whatever workflows are on: who has just
chosen a time waits for the word that it holds. Where a workflow books, nobody waits, and the customer's letter keeps
out of quiet hours. Its words are those of the shipped workflows, so that there is one text to edit; the workflows
themselves leave out what an invitation has said (`event.invited`).
"""

from datetime import datetime
from typing import Literal

from perennia.core.calendar_entry import CalendarEntry
from perennia.core.effect import Notify
from perennia.core.event import Properties
from perennia.core.hours import zone_of
from perennia.core.letter_facts import LetterFacts, Noticed, Recipient
from perennia.core.moments import moment_in_words
from perennia.core.outcome import key_of
from perennia.customers.models import Customer
from perennia.messages import notices, rules
from perennia.messages.enqueue import Waiting, enqueue
from perennia.messages.notices import Telling
from perennia.messages.rules import House
from perennia.sessions import calendar, happened
from perennia.sessions.calendar import Words
from perennia.sessions.models import Booking
from perennia.team.models import Member

What = Literal["booked", "moved", "cancelled"]
# Which shipped text says it.
TEXTS: dict[What, tuple[str, str]] = {
    "booked": ("session_reminders", "confirmed"),
    "moved": ("session_reminders", "moved"),
    "cancelled": ("session_follow_up", "cancelled"),
}
_NAMES: dict[What, str] = {
    "booked": happened.BOOKED,
    "moved": happened.MOVED,
    "cancelled": happened.CANCELLED,
}
_METHODS: dict[What, Literal["REQUEST", "CANCEL"]] = {"booked": "REQUEST", "moved": "REQUEST", "cancelled": "CANCEL"}
_SAID = {
    "en": {"booked": "Booked", "moved": "New time", "cancelled": "Cancelled", "with": "{session} with {name}",
           "goals": "Goals", "agenda": "What we will do", "prepare": "Please have at hand", "change": "Move or cancel it",
           "reason": "Reason", "of": "of {customer}"},
    "vi": {"booked": "Đã đặt", "moved": "Giờ mới", "cancelled": "Đã hủy", "with": "{session} với {name}",
           "goals": "Mục tiêu", "agenda": "Nội dung", "prepare": "Vui lòng chuẩn bị", "change": "Đổi giờ hoặc hủy",
           "reason": "Lý do", "of": "của {customer}"},
}  # fmt: skip


def organizer(house: House) -> str:
    """The address invitations come from; it stays with a booking, since only the organiser may change an entry."""
    return rules.post("email", house).sender.address


def send(what: What, booking: Booking, at: datetime, was: Member | None = None, *, at_once: bool = True) -> None:
    """Puts the letters of a change into the outbox. `was`: who held it before and does not any more. `at_once`: to the
    customer in quiet hours too."""
    house = happened.house()
    _to_customer(what, booking, house, at, at_once=at_once)
    if was is not None and was.pk != booking.host_id:
        _to_host("cancelled", booking, was, house, at, is_only_theirs=True)
        what = "booked"
    _to_host(what, booking, booking.host, house, at)


def words(booking: Booking, house: House, language: str) -> Words:
    """What the customer's calendar says of it."""
    said, about = _SAID.get(language, _SAID["en"]), happened.about(booking, language, house)
    lines = [f"{said[name]}: {about[name]}" for name in ("goals", "agenda", "prepare") if name in about]
    lines.append(f"{said['change']}: {about['move_url']}")
    summary = said["with"].format(session=about["session"], name=house.name)
    return Words(summary, "\n\n".join(lines), _where(about), str(about.get("url", "")))


def _to_customer(what: What, booking: Booking, house: House, at: datetime, *, at_once: bool) -> None:
    workflow, template = TEXTS[what]
    entry = calendar.written(_METHODS[what], booking, words(booking, house, booking.language), house.name, at)
    event: Properties = {
        "name": _NAMES[what], "at": at.isoformat(), "properties": happened.about(booking, booking.language, house),
    }  # fmt: skip
    facts = LetterFacts(
        hours="at_once" if at_once else "any", event=event, calendar=CalendarEntry(_METHODS[what], entry.decode()),
        to=Recipient(booking.email, booking.name, booking.language, booking.zone),
    )  # fmt: skip
    enqueue(
        Waiting(
            id=key_of("session", booking.key, booking.sequence), home=booking.customer_id, contact=booking.contact_id,
            audience="customer", workflow=workflow, template=template, at=at, facts=facts,
        )
    )  # fmt: skip


def _to_host(
    what: What, booking: Booking, host: Member, house: House, at: datetime, *, is_only_theirs: bool = False
) -> None:
    said, about = _SAID.get(host.language, _SAID["en"]), happened.about(booking, host.language, house)
    summary = said["with"].format(session=about["session"], name=_named(booking, said["of"]))
    lines = [f"{said[name]}: {about[name]}" for name in ("reason", "goals") if name in about]
    lines += [f"{one['label']} {one['text']}" for one in booking.answers]
    lines += [booking.email, f"{house.url}/sessions?open={booking.pk}"]
    entry = calendar.written(
        _METHODS[what], booking, Words(summary, "\n\n".join(lines), _where(about), str(about.get("url", ""))),
        house.name, at, gone=host if is_only_theirs else None,
    )  # fmt: skip
    starts = moment_in_words(booking.starts_at, host.language, zone_of(host.zone or house.zone))
    text = f"{said[what]}: {summary}, {starts}"
    notice = Noticed(text, at.isoformat(), booking.customer_id, "session", tuple(lines[:-1]))
    facts = LetterFacts(
        member=host.pk, kind="session", notices=(notice,), calendar=CalendarEntry(_METHODS[what], entry.decode())
    )
    key = key_of("session host", booking.key, booking.sequence, host.pk)
    enqueue(Waiting(id=key, home=host.pk, template=notices.TEMPLATE, at=at, facts=facts))
    told = Notify("session", "{{ facts.text }}", f"member:{host.pk}")
    whom = (booking.customer_id, booking.contact_id)
    notices.tell([Telling(told, key, *whom, at, "", {"text": text}, is_mailed=True)])


def _named(booking: Booking, of: str) -> str:
    """Who comes, and of which company where that is another name."""
    customer = Customer.objects.filter(pk=booking.customer_id).values_list("name", flat=True).first() or ""
    is_same = customer in ("", booking.name, booking.email)
    return booking.name if is_same else f"{booking.name} {of.format(customer=customer)}"


def _where(about: Properties) -> str:
    return str(about.get("place") or about.get("url") or "")
