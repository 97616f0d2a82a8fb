"""One switch stops all sending; what waits stays where it is and leaves when sending is released."""

from datetime import datetime

from django.db import connection, transaction

from perennia.messages.models import SendingStop

_RELEASED = "update message set reason = '' where state = 'queued' and reason = 'stop_all'"


@transaction.atomic
def stop(at: datetime, by: int | None) -> None:
    """Stops all sending, of every channel and audience; stopping twice is stopping once."""
    SendingStop.objects.bulk_create([SendingStop(started_at=at, started_by=by)], ignore_conflicts=True)


@transaction.atomic
def release(at: datetime, by: int | None) -> None:
    """Lets everything that waits go on; the time stopped does not count in any span."""
    SendingStop.objects.filter(ended_at=None).update(ended_at=at, ended_by=by)
    with connection.cursor() as cursor:
        cursor.execute(_RELEASED)
