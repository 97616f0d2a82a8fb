"""Books a session for somebody because a workflow says so: the first good time that is free, with the calendar entries.

Who has one of that kind ahead is left alone, so that a step reached twice, or by two workflows, is one session.
"""

from datetime import datetime, time
from uuid import UUID

import msgspec

from perennia.core.effect import Notify, PlanSession
from perennia.core.error import Invalid
from perennia.core.hours import Window, is_open, is_zone
from perennia.core.outcome import key_of
from perennia.customers.models import Contact, Customer
from perennia.messages import notices, rules
from perennia.messages.notices import Telling
from perennia.sessions import free
from perennia.sessions.book import MOST_AHEAD, SlotTaken, TooManyBooked, Wanted, book
from perennia.sessions.free import Free
from perennia.sessions.models import Booking, SessionType, State
from perennia.sessions.who import Whose
from perennia.team.models import fold_address, organisation

TRIES = 5
DAYTIME = Window(time(9), time(18))
_UNPLANNED = (
    '{% if language == "vi" %}Không đặt được buổi hẹn cho {{ contact.name | default: customer.name }}: {{ facts.why_vi }}'
    " Hãy tự đặt với họ.{% else %}No session could be booked for {{ contact.name | default: customer.name }}:"
    " {{ facts.why }} Book one with them yourself.{% endif %}"
)
_NOBODY = ("nobody at this customer has an address.", "không ai ở khách hàng này có địa chỉ.")
_NO_MAIL = ("nothing may be sent to their address.", "không được gửi thư tới địa chỉ của họ.")
_TOO_MANY = (f"{MOST_AHEAD} sessions are booked for them already.", f"họ đã được đặt {MOST_AHEAD} buổi.")
_NO_KIND = ("this kind of session cannot be booked any more.", "loại buổi hẹn này không đặt được nữa.")
_NO_TIME = ("no time is free.", "không còn giờ trống.")


class Asked(msgspec.Struct, frozen=True):
    """One session to book, for whom, and which workflow says so."""

    effect: PlanSession
    key: UUID
    customer: int
    contact: int | None
    at: datetime
    workflow: str
    name: str  # of the workflow, as the team reads it


def plan(asked: Asked, now: datetime) -> None:
    """Books it, in the caller's transaction; where that cannot be, the owner is told why."""
    kind = SessionType.objects.filter(slug=asked.effect.session, is_active=True).first()
    who = _who(asked)
    why: tuple[str, str] | None
    if kind is None:
        why = _NO_KIND
    elif who is None:
        why = _NOBODY
    elif Booking.objects.filter(type=kind, contact_id=who.pk, starts_at__gt=now, state=State.BOOKED).exists():
        why = None
    elif rules.suppressed([fold_address(who.email)], now):
        why = _NO_MAIL  # they would never hear of it, and the host would wait for nobody
    else:
        why = _booked(asked, kind, who, now)
    if why is not None:
        _tell(asked, why)


def _booked(asked: Asked, kind: SessionType, who: Contact, now: datetime) -> tuple[str, str] | None:
    """Books the best time that is still free when it is taken. Gives why it could not."""
    house = organisation()
    owner = Customer.objects.filter(pk=who.customer_id).values_list("owner_id", flat=True).first()
    zone = who.zone if is_zone(who.zone) else house.zone
    language = who.language if who.language in ("en", "vi") else house.language
    until = now + kind.terms().ahead
    found = free.free(kind, free.hosts(kind), now, now + asked.effect.after, until, is_staff=True)
    for starts_at in _best(found, owner if kind.owner_first else None, zone)[:TRIES]:
        wanted = Wanted(
            starts_at=starts_at, name=who.name or who.email, email=who.email, zone=zone, language=language,
            whose=Whose(who.customer_id, who.pk), by=asked.name[:120] or asked.workflow, is_planned=True,
        )  # fmt: skip
        try:
            book(kind, wanted, now)
        except SlotTaken:
            continue
        except TooManyBooked:
            return _TOO_MANY
        except Invalid:
            return _NO_MAIL  # what is kept as their address is none
        return None
    return _NO_TIME


def _who(asked: Asked) -> Contact | None:
    """The contact it is about, else the customer's primary one with an address."""
    reachable = Contact.objects.exclude(email="")
    if asked.contact is not None:
        return reachable.filter(pk=asked.contact).first()
    rows = reachable.filter(customer_id=asked.customer)
    return rows.filter(roles__contains=["primary"]).first() or rows.order_by("pk").first()


def _best(found: Free, owner: int | None, zone: str) -> list[datetime]:
    """With their owner and by day where they are, before anything sooner."""

    def rank(starts_at: datetime) -> tuple[bool, bool, datetime]:
        with_owner = owner is None or any(host.member.pk == owner for host in found[starts_at])
        return not is_open(DAYTIME, starts_at, zone), not with_owner, starts_at

    return sorted(found, key=rank)


def _tell(asked: Asked, why: tuple[str, str]) -> None:
    effect = Notify("session_unplanned", _UNPLANNED, "owner")
    key = key_of("session_unplanned", asked.key)
    said = {"why": why[0], "why_vi": why[1]}
    notices.tell([Telling(effect, key, asked.customer, asked.contact, asked.at, asked.workflow, dict(said))])
