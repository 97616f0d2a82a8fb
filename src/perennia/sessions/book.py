"""Books a session: finds who holds it, whose it is, and has the invitations leave."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import msgspec
from django.db import IntegrityError, transaction
from psycopg.types.range import TimestamptzRange

from perennia.catalogue.channels.email import is_address
from perennia.core import typed
from perennia.core.error import Conflict, Invalid
from perennia.core.hours import is_zone
from perennia.customers.models import Customer
from perennia.sessions import free, happened, invite, questions
from perennia.sessions.free import Host
from perennia.sessions.models import Booking, SessionType, State
from perennia.sessions.who import Visitor, Whose, learn_phone, whose
from perennia.team.models import fold_address

MOST_AHEAD = 5  # sessions one address may have booked
LONGEST_NAME = 120
TWICE = timedelta(minutes=1)
LONGEST_GOALS = 1000


class SlotTaken(Conflict):
    """Somebody was quicker: this time has just been taken. Choose another one."""

    code = "slot_taken"


class TooManyBooked(Conflict):
    """There are five sessions booked for this address already. Move or cancel one of them by the link in its letter."""

    code = "too_many_booked"


class LinkInName(Invalid):
    """Leave the web address out of your name."""

    code = "link_in_name"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants to book. `whose` is known where a letter's link or a member says so. `by`: the member who books
    for them, who may name the `host` and is not asked what visitors are.
    """

    starts_at: datetime
    name: str
    email: str
    zone: str
    language: str
    answers: Mapping[str, str] = {}
    goals: str = ""
    whose: Whose | None = None
    host: int | None = None
    by: str = ""
    is_planned: bool = False  # by a workflow: nobody waits for the word, so that it may wait for the morning


@transaction.atomic
def book(kind: SessionType, wanted: Wanted, now: datetime) -> Booking:
    """Books it and tells everybody. Raises Invalid, SlotTaken, TooManyBooked."""
    visitor = _checked(wanted)
    asked = questions.of(kind.questions) if not wanted.by else []
    answers = questions.take(asked, wanted.answers, wanted.language)
    starts_at = wanted.starts_at.astimezone(UTC)
    held_by = hosts(kind)
    if (twice := _just_booked(kind, visitor, starts_at, answers.kept, now)) is not None:
        return twice
    able = able_at(kind, held_by, starts_at, now, is_staff=bool(wanted.by))
    able = [host for host in able if wanted.host in (None, host.member.pk)]
    if not able:
        raise SlotTaken
    _refuse_many(visitor.email, now)
    found = wanted.whose or whose(visitor._replace(phone=answers.phone), now)
    if wanted.whose is not None:
        learn_phone(found, answers.phone, now)
    host = free.choose(able, now, _owner(kind, found.customer))
    booking = Booking(
        type=kind, host=host.member, customer_id=found.customer, contact_id=found.contact, **times(kind, starts_at),
        name=visitor.name, email=visitor.email, email_folded=fold_address(visitor.email), zone=visitor.zone,
        language=visitor.language, goals=wanted.goals[:LONGEST_GOALS], answers=answers.kept,
        organizer=invite.organizer(happened.house()), made_by=wanted.by, made_at=now, changed_at=now,
    )  # fmt: skip
    keep(booking)
    more = {"by": wanted.by, "phone": answers.phone}
    happened.tell(happened.BOOKED, booking, now, is_themselves=wanted.whose is not None and not wanted.by, **more)
    invite.send("booked", booking, now, at_once=not wanted.is_planned)
    return booking


def hosts(kind: SessionType) -> list[Host]:
    """Who holds it; whoever else books with one of them waits for our commit."""
    held_by = free.hosts(kind)
    free.lock(held_by)
    return held_by


def able_at(
    kind: SessionType, held_by: Sequence[Host], starts_at: datetime, now: datetime, but: Booking | None = None,
    *, is_staff: bool = False,
) -> list[Host]:  # fmt: skip
    """Which of them can hold it then."""
    until = starts_at + timedelta(seconds=1)
    return free.free(kind, held_by, now, starts_at, until, but, is_staff=is_staff).get(starts_at, [])


def times(kind: SessionType, starts_at: datetime) -> dict[str, object]:
    """From when until when it is, and what of the host's time it takes."""
    terms = kind.terms()
    ends_at = starts_at + terms.length
    blocked = TimestamptzRange(starts_at - terms.before, ends_at + terms.after)
    return {"starts_at": starts_at, "ends_at": ends_at, "blocked": blocked}


def keep(booking: Booking) -> None:
    """Stores it. The database itself refuses what would book a host twice. Raises SlotTaken."""
    try:
        with transaction.atomic():
            booking.save()
    except IntegrityError as error:
        raise SlotTaken from error


def _checked(wanted: Wanted) -> Visitor:
    # Whom we know by a longer name need not be told to shorten it.
    name = typed.line(wanted.name, LONGEST_NAME if wanted.whose is not None else None)
    email = wanted.email.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise Invalid(f"Tell us your name, in at most {LONGEST_NAME} characters.", field="name")
    if not wanted.by and wanted.whose is None and typed.has_link(name):
        raise LinkInName(field="name")
    if not is_address(email):
        raise Invalid("That is no e-mail address.", field="email")
    if not is_zone(wanted.zone):
        raise Invalid("There is no such time zone.", field="zone")
    return Visitor(name, email, wanted.zone, wanted.language)


def _just_booked(
    kind: SessionType, visitor: Visitor, starts_at: datetime, answers: list[dict[str, str]], now: datetime
) -> Booking | None:
    """The booking a form sent twice by one press has made already: the same in every word, and not a minute old."""
    rows = Booking.objects.select_related("type", "host").filter(
        type=kind, starts_at=starts_at, email_folded=fold_address(visitor.email), name=visitor.name, zone=visitor.zone,
        state=State.BOOKED, made_at__gt=now - TWICE, answers=answers,
    )  # fmt: skip
    return rows.first()


def _refuse_many(email: str, now: datetime) -> None:
    ahead = Booking.objects.filter(email_folded=fold_address(email), starts_at__gt=now, state=State.BOOKED)
    if ahead.count() >= MOST_AHEAD:
        raise TooManyBooked


def _owner(kind: SessionType, customer: int) -> int | None:
    if not kind.owner_first:
        return None
    return Customer.objects.filter(pk=customer).values_list("owner_id", flat=True).first()
