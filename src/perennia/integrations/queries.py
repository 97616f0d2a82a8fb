"""What the screens show of connections and their posts."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec
from django.db.models import Count, Max, Q

from perennia.core.error import NotFound
from perennia.integrations.models import Connection, Meaning, Received

DAY = timedelta(hours=24)
SAMPLES = 10


class NoPost(NotFound):
    """This post is not kept any more."""

    code = "no_post"


class Numbers(msgspec.Struct, frozen=True):
    """How a connection has been doing."""

    done_24h: int = 0
    refused_24h: int = 0
    undecided: int = 0  # unclear, waiting, or fitting no rule


def numbers(at: datetime) -> dict[int, Numbers]:
    """By connection; posts are kept for a week, so counting them stays small."""
    undecided = Q(state__in=("kept", "unclear", "waiting"))
    counted = (
        Received.objects.filter(Q(at__gt=at - DAY) | undecided)
        .values("connection")
        .annotate(
            done=Count("pk", filter=Q(state__in=("done", "passed"), at__gt=at - DAY)),
            refused=Count("pk", filter=Q(state="refused", at__gt=at - DAY)),
            left=Count("pk", filter=undecided),
        )
    )
    return {row["connection"]: Numbers(row["done"], row["refused"], row["left"]) for row in counted}


def versions(ids: Iterable[int]) -> dict[int, int]:
    """The version of what posts mean, by connection."""
    rows = Meaning.objects.filter(connection__in=list(ids)).values("connection").annotate(latest=Max("version"))
    return {row["connection"]: row["latest"] for row in rows}


def posts(
    connection: Connection, states: tuple[str, ...], after: tuple[datetime, int] | None, limit: int
) -> list[Received]:
    """The latest first, without their bodies."""
    rows = Received.objects.filter(connection=connection).defer("body").order_by("-at", "-pk")
    if states:
        rows = rows.filter(state__in=states)
    if after is not None:
        at, id_ = after
        rows = rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=id_))
    return list(rows[:limit])


def post(connection: Connection, id_: int) -> Received:
    """One with its body. Raises NoPost."""
    row = Received.objects.filter(connection=connection, pk=id_).first()
    if row is None:
        raise NoPost
    return row


def samples(connection: Connection) -> list[Received]:
    """The latest believed posts, to say by what they mean."""
    return list(
        Received.objects.filter(connection=connection).exclude(state="refused").order_by("-at", "-pk")[:SAMPLES]
    )
