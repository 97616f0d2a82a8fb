"""Sessions of the demo company: some that lie ahead, booked in its last hours, and a few that are over."""

from datetime import datetime, timedelta
from random import Random

from perennia.customers.models import Contact
from perennia.sessions import book, free, queries
from perennia.sessions.book import Wanted
from perennia.sessions.models import Booking, OpenHours, SessionType, State
from perennia.sessions.who import Whose
from perennia.simulate import staff
from perennia.team.models import Member, fold_address

AHEAD, OVER = 9, 5
_SPAN = timedelta(days=8)
_GOALS = (
    "Close the month without the spreadsheet", "Share reports with the branch offices", "Invite the new colleagues",
    "Set up the approval of invoices", "",
)  # fmt: skip
_FATES = (State.BOOKED, State.ATTENDED, State.ATTENDED, State.MISSED, State.ATTENDED)


def fill(seed: int, end: datetime) -> None:
    """Books them with whoever looks after customers; one of the team has hours of their own."""
    rng = Random(f"{seed}/sessions")
    for member in Member.objects.filter(pk__in=staff.owners()):
        room = f"https://meet.{staff.DOMAIN}/{member.name.split()[0].lower()}"
        week = {day: [["09:00", "12:00"], ["13:00", "16:30"]] for day in ("mon", "tue", "wed", "thu")}
        OpenHours.objects.create(member=member, week=week | {"fri": [["09:00", "12:00"]]}, room_url=room)
    people = list(Contact.objects.exclude(email="").select_related("customer").order_by("-pk")[:200])
    guests = iter(rng.sample(people, min(len(people), AHEAD + OVER)))
    for kind in queries.open_types():
        half = (AHEAD + 1) // 2
        for at in _times(kind, end, end, end + _SPAN, half, rng):
            if (guest := next(guests, None)) is not None:
                book.book(kind, _wanted(guest, at, rng.choice(_GOALS)), end - timedelta(minutes=rng.randrange(5, 300)))
    kind = queries.open_types()[0]
    past = _times(kind, end - 2 * _SPAN, end - _SPAN, end - timedelta(hours=2), OVER, rng)
    for at, guest, fate in zip(reversed(past), guests, _FATES, strict=False):
        _over(kind, guest, at, fate, end)


def _times(
    kind: SessionType, now: datetime, first: datetime, until: datetime, many: int, rng: Random
) -> list[datetime]:
    """Some of the free times, no two of them touching."""
    found = list(free.free(kind, free.hosts(kind), now, first, until))[::3]
    return sorted(rng.sample(found, min(many, len(found))))


def _wanted(guest: Contact, at: datetime, goals: str) -> Wanted:
    return Wanted(
        starts_at=at, name=guest.name or guest.email, email=guest.email, zone=guest.zone or staff.ZONE, language="en",
        goals=goals, whose=Whose(guest.customer_id, guest.pk),
    )  # fmt: skip


def _over(kind: SessionType, guest: Contact, at: datetime, fate: State, end: datetime) -> None:
    """What is over stands in the list; its letters are long read."""
    able = free.free(kind, free.hosts(kind), at - timedelta(days=3), at, at + timedelta(seconds=1))[at]
    wanted = _wanted(guest, at, "")
    Booking.objects.create(
        type=kind, host=able[0].member, customer_id=guest.customer_id, contact_id=guest.pk, **book.times(kind, at),
        state=fate, name=wanted.name, email=wanted.email, email_folded=fold_address(wanted.email), zone=wanted.zone,
        language="en", organizer=f"success@{staff.DOMAIN}", made_at=at - timedelta(days=3), changed_at=min(at, end), asked_at=at,
    )  # fmt: skip
