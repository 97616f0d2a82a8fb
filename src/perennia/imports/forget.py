"""Lets go of files that are done with: their bytes after a month, and what was never finished after a day."""

from datetime import timedelta

from perennia.host import clock
from perennia.imports.models import ENDED, Import, Piece, State

KEPT = timedelta(days=30)
UNFINISHED = timedelta(days=1)


def forget() -> int:
    """Removes them, for a round of a worker. What came of an import stays, and it can still be taken back."""
    now = clock.now()
    Import.objects.filter(state=State.UPLOADING, made_at__lt=now - UNFINISHED).delete()
    old = Import.objects.filter(state__in=ENDED, ended_at__lt=now - KEPT, pieces__isnull=False).distinct()
    Piece.objects.filter(of__in=list(old.values_list("pk", flat=True))).delete()
    return 0
