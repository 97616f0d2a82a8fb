"""Keeps posts for a short while: a week, those nobody could place a month. Sessions a year after they were, whose a payment
was as long as it can be disputed, and that a form was sent until its page is surely closed."""

from datetime import datetime, timedelta

from perennia.integrations.models import Received, SentRequest, Session, Thing

KEPT, UNDECIDED, SESSIONS = timedelta(days=7), timedelta(days=30), timedelta(days=365)
THINGS, SENDINGS = timedelta(days=550), timedelta(days=7)
BATCH = 2000


def forget(now: datetime) -> int:
    """Removes what is past its time, in batches. Gives how many posts."""
    removed = 0
    for rows in (
        Received.objects.filter(at__lt=now - KEPT, state__in=("done", "passed", "refused")),
        Received.objects.filter(at__lt=now - UNDECIDED),
    ):
        while ids := list(rows.values_list("pk", flat=True)[:BATCH]):
            Received.objects.filter(pk__in=ids).delete()
            removed += len(ids)
    Session.objects.filter(told_at__lt=now - SESSIONS).delete()
    Thing.objects.filter(at__lt=now - THINGS).delete()
    SentRequest.objects.filter(at__lt=now - SENDINGS).delete()
    return removed
