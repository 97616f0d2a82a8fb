"""Works posts that wait for somebody once more, after settings changed or the connection goes on."""

from perennia.integrations import take
from perennia.integrations.models import Connection, Received

AT_ONCE = 300
UNDECIDED = ("kept", "unclear", "waiting")


def all_again(row: Connection) -> tuple[int, int]:
    """Those that wait, the oldest first; how many were worked, and how many wait still."""
    waiting = Received.objects.filter(connection=row, state__in=UNDECIDED)
    chosen = list(waiting.order_by("at", "pk")[:AT_ONCE])
    for one in chosen:
        take.again(row, one)
    return len(chosen), waiting.count()
