"""Where events come from: each source has a write key, kept as a hash and shown once."""

import hmac
import secrets
import time
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock

import msgspec
from django.db import IntegrityError, connection, transaction

from perennia.core.error import Conflict, Invalid, NotFound
from perennia.core.event import HISTORICAL_AFTER
from perennia.ingest.browser import Browser

FIRST = 101  # below lie the built-in sources
REMEMBERED = 5.0  # seconds a process believes what it read of the keys
AT_LEAST = 0.01  # and this long even where a key is new to it, so that guessing costs the database next to nothing
MAX_NAME = 80
MOST = 500  # with a write key


class SourceExists(Conflict):
    """There is a source of that name. Choose another name."""

    code = "source_exists"


class TooManySources(Conflict):
    """There are 500 sources already. Use one of them again instead of making another."""

    code = "too_many_sources"


class NoSuchSource(NotFound):
    """There is no such source."""

    code = "no_such_source"


class Source(msgspec.Struct, frozen=True):
    """A source of events. `hint`: the last characters of its write key. `last_event_at` is None before its first event.

    `public_key`: the whole write key of a source in a web page, where every visitor can read it; else empty.
    """

    id: int
    name: str
    hint: str
    is_active: bool
    is_historical: bool
    made_at: datetime
    public_key: str
    browser: Browser
    events_24h: int = 0
    last_event_at: datetime | None = None


class Sender(msgspec.Struct, frozen=True):
    """A source as ingestion knows it. Older than `historical_after` its events teach the record and start nothing."""

    id: int
    is_historical: bool = False
    historical_after: timedelta = HISTORICAL_AFTER
    browser: Browser = Browser()


def create(name: str, *, is_historical: bool = False, is_in_pages: bool = False) -> tuple[Source, str]:
    """A new source and its write key. That is shown this once, but for one in web pages, where anybody can read it.

    Raises SourceExists, TooManySources, Invalid.
    """
    name = " ".join(name.split())
    if not 0 < len(name) <= MAX_NAME:
        raise Invalid(f"A source needs a name of at most {MAX_NAME} characters.", field="name")
    key = _new_key()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select count(*) from ingest_source where key_hash is not null")
            if cursor.fetchone()[0] >= MOST:
                raise TooManySources
            cursor.execute(
                "insert into ingest_source (name, key_hash, key_hint, is_historical, public_key)"
                " values (%s, %s, %s, %s, %s)"
                " returning id, name, key_hint, is_active, is_historical, made_at, public_key, browser::text",
                [name, _hash(key), key[-4:], is_historical, key if is_in_pages else ""],
            )
            row = cursor.fetchone()
    except IntegrityError as error:
        raise SourceExists(field="name") from error
    _senders.forget()
    return _source(*row), key


def add(name: str) -> int:
    """The number of a source that sends by no write key: a connection's. Raises SourceExists."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("insert into ingest_source (name) values (%s) returning id", [name])
            (id_,) = cursor.fetchone()
    except IntegrityError as error:
        raise SourceExists(field="name") from error
    return int(id_)


def retire(source: int, name: str) -> None:
    """Takes nothing more from it and frees its name; what came from it keeps saying where from."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update ingest_source set is_active = false, name = %s where id = %s", [f"{name} ({source})", source]
        )


def as_sender(source: int) -> Sender:
    """A source that was made by `add`, with what counts as the past here."""
    with connection.cursor() as cursor:
        cursor.execute("select historical_after_hours from team_organisation where id = 1")
        (hours,) = cursor.fetchone() or (None,)
    return Sender(source, historical_after=timedelta(hours=hours) if hours else HISTORICAL_AFTER)


def rotate(source: int) -> str:
    """A new write key for a source; the old one ends at once (in other processes within five seconds)."""
    key = _new_key()
    _change(
        "update ingest_source set key_hash = %s, key_hint = %s,"
        " public_key = case when public_key = '' then '' else %s end where id = %s and id >= %s",
        _hash(key), key[-4:], key, source,
    )  # fmt: skip
    return key


def switch(source: int, is_active: bool) -> None:
    """Takes a source's events, or refuses them."""
    _change("update ingest_source set is_active = %s where id = %s and id >= %s", is_active, source)


def describe(source: int, browser: Browser) -> None:
    """What its web pages are told from now on (within a minute, for they keep it that long)."""
    _change(
        "update ingest_source set browser = %s::jsonb where id = %s and id >= %s",
        msgspec.json.encode(browser).decode(), source,
    )  # fmt: skip


def every() -> list[Source]:
    """The sources with a write key, by name, with what came from them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select s.id, s.name, s.key_hint, s.is_active, s.is_historical, s.made_at, s.public_key, s.browser::text,"
            " coalesce(h.events, 0), h.last_at"
            " from ingest_source s left join ("
            "   select source, count(*) as events, max(received_at) as last_at from history"
            "   where received_at > clock_timestamp() - interval '24 hours' group by source"
            " ) h on h.source = s.id where s.id >= %s and s.key_hash is not null order by s.name",
            [FIRST],
        )
        return [_source(*row) for row in cursor.fetchall()]


def has_spoken() -> bool:
    """Whether any of them has sent an event that was worked."""
    with connection.cursor() as cursor:
        cursor.execute("select exists (select from history where source >= %s)", [FIRST])
        (found,) = cursor.fetchone()
    return bool(found)


def sender(key: str) -> Sender | None:
    """Whose write key this is; None when it is nobody's. Compared in constant time."""
    given = _hash(key)
    return _among(given, _senders.all(REMEMBERED)) or _among(given, _senders.all(AT_LEAST))


def _among(given: bytes, senders: list[tuple[bytes, Sender]]) -> Sender | None:
    found = None
    for known, one in senders:
        # Every key is compared, so that the time taken does not tell how far a guess came.
        if hmac.compare_digest(given, known):
            found = one
    return found


def _change(statement: str, *values: str | int | bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, (*values, FIRST))
        if not cursor.rowcount:
            raise NoSuchSource
    _senders.forget()


def _source(
    id_: int, name: str, hint: str, is_active: bool, is_historical: bool, made_at: datetime, public_key: str,
    browser: str, events: int = 0, last_at: datetime | None = None,
) -> Source:  # fmt: skip
    told = _browser.decode(browser)
    return Source(id_, name, hint, is_active, is_historical, made_at, public_key, told, events, last_at)


def _new_key() -> str:
    return f"wk_{secrets.token_urlsafe(24)}"


def _hash(key: str) -> bytes:
    return sha256(key.encode(errors="replace")).digest()


_browser = msgspec.json.Decoder(Browser)


class _Senders:
    """The active sources, read again after some seconds."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.known: list[tuple[bytes, Sender]] = []
        self.read_at = -REMEMBERED

    def all(self, seconds: float) -> list[tuple[bytes, Sender]]:
        """The active sources as they were at most so many seconds ago."""
        if time.monotonic() - self.read_at >= seconds:
            with self.lock:
                if time.monotonic() - self.read_at >= seconds:
                    self.known = self._read()
                    self.read_at = time.monotonic()
        return self.known

    def forget(self) -> None:
        self.read_at = -REMEMBERED

    def _read(self) -> list[tuple[bytes, Sender]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "select s.key_hash, s.id, s.is_historical, o.historical_after_hours, s.browser::text from ingest_source s"
                " left join team_organisation o on true where s.is_active and s.key_hash is not null order by s.id"
            )
            return [
                (
                    bytes(key),
                    Sender(
                        id_, is_historical, timedelta(hours=hours) if hours else HISTORICAL_AFTER, _browser.decode(told)
                    ),
                )
                for key, id_, is_historical, hours, told in cursor.fetchall()
            ]


_senders = _Senders()
