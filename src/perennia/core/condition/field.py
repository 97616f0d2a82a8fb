"""The fields a condition may name: a closed table of nouns, each with its kind. Nothing else can be asked.

A field is segments joined by dots. A segment in double quotes may hold dots and (doubled) quotes:
`event.properties."cart.total"`. Where only one name follows, dots need no quotes: `customer.trait.address.city`.
"""

from functools import lru_cache
from typing import Literal, get_args

import msgspec

from perennia.core.condition.language import RollUp, Scope
from perennia.core.error import Invalid

Kind = Literal["number", "moment", "flag", "name", "any"]

MAX_FIELD = 1_000
MAX_NAME = 300
MAX_PATH = 32
MAX_RECENT = 366

SCOPES: tuple[Scope, ...] = get_args(Scope)
PLAIN: dict[str, Kind] = {
    "score": "number", "own_score": "number", "started_at": "moment", "last_seen_at": "moment",
    "last_login_at": "moment", "renews_at": "moment",
}  # fmt: skip
NAMED: dict[str, Kind] = {"trait": "any", "tag": "flag", "stage": "name", "count": "number", "segment": "flag"}
FEATURE: dict[str, Kind] = {"seconds": "number", "uses": "number", "first_at": "moment", "last_at": "moment"}
EVENT: dict[str, Kind] = {"name": "name", "kind": "name", "at": "moment"}
BODY = ("properties", "traits", "context")


class Field(msgspec.Struct, frozen=True):
    """A field that was read: `args` are the names it was given, `days` the window of `recent`."""

    scope: Scope
    noun: str
    kind: Kind
    args: tuple[str, ...] = ()
    days: int = 0

    @property
    def roll_up(self) -> RollUp | None:
        return (0 if self.scope == "customer" else 1, self.args[0]) if self.noun == "recent" else None


def path(*segments: str) -> str:
    """The field of these segments, quoted where they must be."""
    return ".".join(_quoted(segment) for segment in segments)


@lru_cache(maxsize=4096)
def read(text: str, where: str = "field") -> Field:
    """Raises Invalid that names what is unknown and what there is."""
    if len(text) > MAX_FIELD:
        raise Invalid(f"{where}: a field has at most {MAX_FIELD} characters.", field=where)
    if "\0" in text or any("\ud800" <= mark <= "\udfff" for mark in text):
        raise Invalid(f"{where}: the name holds a character that cannot be stored.", field=where)
    segments = _split(text, where)
    if any(len(segment) > MAX_NAME for segment in segments):
        raise Invalid(f"{where}: a name in a field has at most {MAX_NAME} characters.", field=where)
    scope, rest = segments[0], segments[1:]
    if scope not in SCOPES or not rest:
        raise _unknown(text, where, "A field begins with customer., contact. or event.")
    noun, names = rest[0], tuple(rest[1:])
    return _event(text, noun, names, where) if scope == "event" else _profile(text, scope, noun, names, where)


def _event(text: str, noun: str, names: tuple[str, ...], where: str) -> Field:
    if noun in EVENT and not names:
        return Field("event", noun, EVENT[noun])
    if noun in BODY and 0 < len(names) <= MAX_PATH:
        return Field("event", noun, "any", names)
    raise _unknown(text, where, "An event has name, kind, at, properties.<path>, traits.<path> and context.<path>.")


def _profile(text: str, scope: Scope, noun: str, names: tuple[str, ...], where: str) -> Field:
    if noun in PLAIN and not names:
        return Field(scope, noun, PLAIN[noun])
    if noun in NAMED and names:
        return Field(scope, noun, NAMED[noun], (_name(names, where),))
    if noun == "place" and len(names) == 2:
        return Field(scope, noun, "flag", names)
    if noun == "feature" and len(names) > 1 and names[-1] in FEATURE:
        return Field(scope, f"feature.{names[-1]}", FEATURE[names[-1]], (_name(names[:-1], where),))
    if noun == "recent" and len(names) > 1:
        return Field(scope, noun, "number", (_name(names[:-1], where),), _window(names[-1], where))
    raise _unknown(
        text, where,
        f"A {scope} has {', '.join(PLAIN)}, trait.<name>, tag.<name>, stage.<pipeline>, segment.<key>, place.<pipeline>.<stage>, "
        f"feature.<name>.<{'|'.join(FEATURE)}>, count.<event> and recent.<event>.<days>.",
    )  # fmt: skip


def _name(names: tuple[str, ...], where: str) -> str:
    name = ".".join(names)
    if not name:
        raise Invalid(f"{where}: a name is empty. Write it between the dots.", field=where)
    return name


def _window(text: str, where: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= MAX_RECENT:
        return int(text)
    raise Invalid(f"{where}: recent.<event>.<days> looks back 1 to {MAX_RECENT} days.", field=where)


def _unknown(text: str, where: str, remedy: str) -> Invalid:
    return Invalid(f"{where}: there is no field {text[:80]!r}. {remedy}", field=where)


def _quoted(segment: str) -> str:
    plain = segment and not any(mark in segment for mark in '."')
    return segment if plain else '"' + segment.replace('"', '""') + '"'


def _split(text: str, where: str) -> list[str]:
    """Segments of a field, in one pass over its text."""
    segments: list[str] = []
    place = 0
    while True:
        if text.startswith('"', place):
            segment, place = _quote(text, place + 1, where)
        else:
            end = text.find(".", place)
            end = len(text) if end < 0 else end
            segment, place = text[place:end], end
            if not segment or '"' in segment:
                raise Invalid(f"{where}: {text[:80]!r} has an empty name or a stray quote. {_RULE}", field=where)
        segments.append(segment)
        if place == len(text):
            return segments
        if text[place] != ".":
            raise Invalid(f"{where}: a dot must follow the closing quote in {text[:80]!r}. {_RULE}", field=where)
        place += 1


def _quote(text: str, place: int, where: str) -> tuple[str, int]:
    parts: list[str] = []
    while True:
        end = text.find('"', place)
        if end < 0:
            raise Invalid(f"{where}: a quote is not closed in {text[:80]!r}. {_RULE}", field=where)
        parts.append(text[place:end])
        if not text.startswith('""', end):
            return "".join(parts), end + 1
        parts.append('"')
        place = end + 2


_RULE = 'A name with dots or quotes stands in double quotes, a quote in it is doubled: "a.""b""".'
