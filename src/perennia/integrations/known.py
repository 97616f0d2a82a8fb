"""What posts teach of whose something is at the other side, and posts that wait until another one teaches it."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import connection
from msgspec.structs import replace

from perennia.core.error import Invalid
from perennia.core.source import Told, Who
from perennia.ingest import link
from perennia.integrations.models import Connection, Received, Thing

MOST = 100  # posts settled by one other
_LOCK = """
select pg_advisory_xact_lock(2713, key) from (select distinct hashtext(unnest(%s::text[])) as key order by 1) as keys
"""


class NobodyYet(Invalid):
    """The post is about somebody not known yet. It is worked by itself once another one says who they are."""

    code = "nobody_yet"

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__()


def keys_of(told: Told) -> set[str]:
    """By what the other side names those a post is about."""
    abouts = [one.who for one in told.happenings] + ([told.about] if told.about is not None else [])
    return {key for who in abouts for key in (who.key, *who.things) if key}


def alone(row: Connection, keys: Collection[str]) -> None:
    """No other post about the same goes on until the commit: who waits for a word must not miss it by a moment."""
    if not keys:
        return
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [[f"{row.pk}:{key}" for key in keys]])


def learn(row: Connection, who: Who, at: datetime) -> None:
    """Remembers whose these things are."""
    if who.key or who.email:
        email = "" if who.key else who.email[:254]
        Thing.objects.bulk_create(
            [Thing(connection=row, key=key, holder=who.key, email=email, at=at) for key in who.things],
            ignore_conflicts=True,
        )


def placed(row: Connection, who: Who) -> Who:
    """Whom it is about, with the name another post gave them. Raises NobodyYet."""
    if not (who.key or who.user or who.group or who.email):
        if not who.things:
            return who
        thing = Thing.objects.filter(connection=row, key__in=who.things).order_by("pk").first()
        if thing is None:
            raise NobodyYet(who.things[0])
        who = replace(who, key=thing.holder, email=thing.email)
    if not (who.user or who.group or who.email or who.name) and link.person_of(f"{row.kind}:{who.key}"[:255]) is None:
        raise NobodyYet(who.key)
    return who


def waiting(row: Connection, keys: Iterable[str]) -> list[Received]:
    """Posts that wait for one of these, the oldest first, held."""
    rows = Received.objects.select_for_update().filter(connection=row, state="unclear", waits_for__in=set(keys) - {""})
    return list(rows.order_by("pk")[:MOST])
