"""Asks the host, once a session is over, what became of it; nobody is counted as there or missing by guess."""

from datetime import datetime, timedelta

from django.db import transaction

from perennia.core.effect import Notify
from perennia.core.event import Properties
from perennia.core.outcome import key_of
from perennia.messages import notices
from perennia.messages.notices import Telling
from perennia.sessions.models import Booking, State

BATCH = 200
KIND = "session_settle"
# What ended longer ago than this is left to the list, as after a long standstill.
_FRESH = timedelta(days=3)
_ASKED = (
    "{{ facts.session }} with {{ facts.name }} is over. Did they come?",
    "{{ facts.session }} với {{ facts.name }} đã kết thúc. Họ có đến không?",
)


@transaction.atomic
def ask(now: datetime) -> int:
    """Asks for up to so many sessions; the row forgets that it is to be asked for in the same commit. Gives how many."""
    rows = Booking.objects.select_for_update(skip_locked=True, of=("self",)).select_related("type", "host")
    due = list(rows.filter(asked_at=None, state=State.BOOKED, ends_at__lte=now).order_by("ends_at")[:BATCH])
    notices.tell([_telling(one, now) for one in due if one.ends_at > now - _FRESH])
    Booking.objects.filter(pk__in=[one.pk for one in due]).update(asked_at=now)
    return len(due)


def _telling(booking: Booking, now: datetime) -> Telling:
    english, vietnamese = _ASKED
    text = f'{{% if language == "vi" %}}{vietnamese}{{% else %}}{english}{{% endif %}}'
    facts: Properties = {"session": booking.type.said("title", booking.host.language), "name": booking.name}
    effect = Notify(KIND, text, f"member:{booking.host_id}", is_urgent=False)
    key = key_of("session settle", booking.key, booking.sequence)
    return Telling(effect, key, booking.customer_id, booking.contact_id, now, "", facts)
