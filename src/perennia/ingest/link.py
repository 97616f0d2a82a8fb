"""Makes an address somebody writes from another name of a person we know."""

from django.db import connection

_KNOWN = "select person_id from ingest_key where kind = 'user' and key = %s"
_LINK = "insert into ingest_key (kind, key, person_id) values ('user', %s, %s) on conflict do nothing"


def is_known(key: str) -> bool:
    """Whether the key names somebody already."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [key])
        return cursor.fetchone() is not None


def link(key: str, person: int) -> bool:
    """Lets the key name this person from now on. False where it names somebody already: that stays."""
    with connection.cursor() as cursor:
        cursor.execute(_LINK, [key, person])
        return bool(cursor.rowcount)


def person_of(key: str) -> int | None:
    """Whom a user id names."""
    with connection.cursor() as cursor:
        cursor.execute("select person_id from ingest_key where kind = 'user' and key = %s", [key])
        row = cursor.fetchone()
    return int(row[0]) if row is not None and row[0] is not None else None


def names_of(person: int) -> list[str]:
    """User ids of somebody, some at most."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select key from ingest_key where kind = 'user' and person_id = %s order by key limit 50", [person]
        )
        return [str(key) for (key,) in cursor.fetchall()]
