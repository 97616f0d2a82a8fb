"""Where others post what happened: an entry says whether a post is believed, and what it tells. It stores nothing.

An entry's fields are its settings, so they are its form too. Secrets are no fields: the shell keeps them encrypted, and
hands over the ones that are valid now, two of them while one takes the other's place.
"""

import binascii
import hmac
from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import ClassVar, Literal

import msgspec

from perennia.core import fold
from perennia.core.catalogue import Entry
from perennia.core.error import Denied, Invalid
from perennia.core.event import Properties, Value

AHEAD = timedelta(minutes=1)
OLDEST = timedelta(minutes=5)


class NotBelieved(Denied):
    """The post is not believed."""

    code = "not_believed"
    status = 401


class NoSignature(NotBelieved):
    """The post bears no signature. Check the secret and the header the other side sends."""

    code = "no_signature"


class WrongSignature(NotBelieved):
    """The signature is not by this connection's secret, or the body was changed on its way."""

    code = "wrong_signature"


class TooOld(NotBelieved):
    """The post was signed too long ago."""

    code = "too_old"


class TooEarly(NotBelieved):
    """The post was signed in the future. One of the two clocks is wrong."""

    code = "too_early"


class Post(msgspec.Struct, frozen=True):
    """What was posted, byte by byte. Header names are small letters."""

    headers: Mapping[str, str]
    body: bytes
    at: datetime


class Who(msgspec.Struct, frozen=True):
    """Whom something is about, as the other side knows them: by a key of its own, by our ids, or by an address.

    `traits` are said of the person where nobody knew them before. `things`: ids of payments and the like of theirs, by
    which another post may name them, the one that most posts bear first.
    """

    key: str = ""
    user: str = ""
    group: str = ""
    email: str = ""
    name: str = ""
    traits: Properties = {}
    things: tuple[str, ...] = ()


class Happening(msgspec.Struct, frozen=True):
    """One event of ours that a post tells. `key` is its message id among those of the connection; `at` None: now.

    `subscription`: the other side's id of the one it is about, so that a customer with several has left with the last.
    """

    name: str
    who: Who
    key: str
    at: datetime | None = None
    properties: Properties = {}
    traits: Properties = {}  # of the person
    group_traits: Properties = {}
    subscription: str = ""


Course = Literal["booked", "moved", "cancelled", "ended", "missed", "not_missed"]


class Appointment(msgspec.Struct, frozen=True):
    """How a booked session goes on. `formerly`: the booking that this one took the place of."""

    course: Course
    booking: str
    who: Who
    key: str
    at: datetime | None = None
    formerly: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    properties: Properties = {}


class Told(msgspec.Struct, frozen=True):
    """All that one post tells. `passed`: why it tells nothing, in English and Vietnamese; `fits`: whether a rule fits it;
    `about`: whom it names nevertheless.
    """

    type: str
    happenings: tuple[Happening, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    passed: tuple[str, str] = ("", "")
    fits: bool = True
    about: Who | None = None


class Missing(Invalid):
    """The post lacks what is needed."""

    code = "fields_missing"

    def __init__(self, names: Iterable[str], of: str) -> None:
        self.names = tuple(names)
        super().__init__(f"The post ({of}) lacks {', '.join(self.names)}. Send the provider's whole standard body.")


def need(of: str, found: Mapping[str, object]) -> None:
    """Raises Missing, naming those of a post's fields that hold nothing."""
    if lacks := [name for name, value in found.items() if not value]:
        raise Missing(lacks, of)


class Source(Entry, frozen=True):
    """A way events come in from another program."""

    about: ClassVar[str] = ""
    about_vi: ClassVar[str] = ""
    steps: ClassVar[
        tuple[tuple[str, str], ...]
    ] = ()  # how it is set up there; `{address}` and `{secret}` stand for ours
    makes_secret: ClassVar[bool] = False  # whether the other side makes it, so that it has to be brought here
    is_mapped: ClassVar[bool] = False  # whether somebody here says what its posts mean
    mapped: ClassVar[Mapping[str, str]] = {}  # their name: ours, for the docs
    passed: ClassVar[Mapping[str, tuple[str, str]]] = {}  # their name: why it is passed over, in English and Vietnamese

    def believe(self, post: Post, secrets: Sequence[str]) -> str:
        """The id the post is known by when it comes again. Raises NotBelieved."""
        raise NotImplementedError

    def read(self, post: Post) -> Told:
        """What a believed post tells. Raises Invalid where it cannot be understood."""
        raise NotImplementedError


def keyed(secret: str) -> bytes:
    """The bytes of a secret as Standard Webhooks writes it; of any other text its own bytes."""
    try:
        return (
            b64decode(secret.removeprefix("whsec_"), validate=True) if secret.startswith("whsec_") else secret.encode()
        )
    except (binascii.Error, ValueError):
        return secret.encode()


def sign(secret: bytes, text: bytes) -> bytes:
    """HMAC-SHA256."""
    return hmac.new(secret, text, sha256).digest()


def among(given: Iterable[bytes], expected: Iterable[bytes]) -> bool:
    """Whether one of the given is one of the expected; all pairs are compared, in constant time."""
    allowed = list(expected)
    return sum(hmac.compare_digest(one, other) for one in given for other in allowed) > 0


def fresh(stamp: str, now: datetime, oldest: timedelta = OLDEST) -> datetime:
    """The moment a Unix time in seconds names. Raises NotBelieved where it is no such time, too old, or ahead."""
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 11):
        raise WrongSignature
    at = datetime.fromtimestamp(int(stamp), UTC)
    if now - at > oldest:
        raise TooOld
    if at - now > AHEAD:
        raise TooEarly
    return at


def stamped(header: str, post: Post, secrets: Sequence[str], oldest: timedelta = OLDEST) -> None:
    """Believes a header of the form `t=…,v1=…[,v1=…]` over `t.body`. Raises NotBelieved."""
    parts = [part.strip().partition("=") for part in header.split(",")]
    stamps = [value for name, _, value in parts if name == "t"]
    given = [value.encode() for name, _, value in parts if name == "v1" and value]
    if not given or len(stamps) != 1:
        raise NoSignature
    text = stamps[0].encode() + b"." + post.body
    if not among(given, [sign(one.encode(), text).hex().encode() for one in secrets]):
        raise WrongSignature
    fresh(stamps[0], post.at, oldest)


def table(body: bytes) -> Properties:
    """The JSON object in a body. Raises Invalid."""
    try:
        said = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Invalid("The body is not JSON. Choose JSON for the body of the post.", field="body") from None
    if not isinstance(said, dict):
        raise Invalid("The body is not a JSON object.", field="body")
    return said


def listed(value: Value) -> list[Value]:
    """The list; an empty one where there is none."""
    return value if isinstance(value, list) else []


def part(value: Value, *names: str) -> Properties:
    """The object below these names; an empty one where there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def word(value: Value, limit: int = 500) -> str:
    """A text in one line; a number in its digits; empty for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(str(value).replace("\x00", "").split())[:limit]


def moment(value: Value) -> datetime | None:
    """The moment an ISO 8601 text or a Unix time (seconds, or milliseconds) names, or None."""
    is_digits = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 13
    found = fold.moment(int(str(value)) if is_digits else value)
    return found if found is not None and 1970 <= found.year <= 2100 else None
