"""Who writes to us from an outside address, and when they last did."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from perennia.core.channel import medium_of
from perennia.messages.models import Correspondent


def wrote_at(asked: Iterable[tuple[str, str]]) -> dict[tuple[str, str], datetime]:
    """When somebody at each (channel, address) last wrote to us, in one statement."""
    wanted = {(channel, address) for channel, address in asked if address}
    if not wanted:
        return {}
    which = Q()
    for medium in {medium_of(channel) for channel, _ in wanted}:
        which |= Q(medium=medium, address__in=[address for channel, address in wanted if medium_of(channel) == medium])
    rows = Correspondent.objects.filter(which, wrote_at__isnull=False)
    known = {(row.medium, row.address): row.wrote_at for row in rows}
    return {
        (channel, address): at
        for channel, address in wanted
        if (at := known.get((medium_of(channel), address))) is not None
    }
