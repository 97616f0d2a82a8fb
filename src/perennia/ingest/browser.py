"""What a source in a web page is told: which pages may send with its key, consent, and what counts as which feature."""

import re
from collections.abc import Sequence
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from perennia.core.error import Invalid

MOST_ORIGINS = 50
MOST_PLACES = 200
LONGEST = 200
_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\]")


class Place(msgspec.Struct, frozen=True):
    """A feature by its address: `/reports/*` is any path below; the first that fits counts."""

    path: str
    feature: str


class Browser(msgspec.Struct, frozen=True, omit_defaults=True):
    """What holds for the pages of a source. `origins`: the only ones that may send; none means any.

    `consent`: whether pages may measure before somebody agreed. `heeds_signals`: "do not track" and "global privacy
    control" mean that nothing is kept or sent until somebody agrees.
    """

    origins: tuple[str, ...] = ()
    consent: Literal["assumed", "required"] = "assumed"
    heeds_signals: bool = True
    idle_minutes: int = 5
    pages: bool = True
    places: tuple[Place, ...] = ()

    def lets(self, origin: str) -> bool:
        """Whether a page of this origin may send; a program that names none may where any page may."""
        return not self.origins or any(_is_of(origin.lower(), allowed) for allowed in self.origins)


def sound(origins: Sequence[str], places: Sequence[Place]) -> tuple[tuple[str, ...], tuple[Place, ...]]:
    """Origins and places as they are kept: as browsers write them, each once. Raises Invalid."""
    if len(origins) > MOST_ORIGINS:
        raise Invalid(f"At most {MOST_ORIGINS} origins.", field="origins")
    if len(places) > MOST_PLACES:
        raise Invalid(f"At most {MOST_PLACES} addresses.", field="places")
    return tuple(dict.fromkeys(_origin(one) for one in origins)), tuple(_place(one) for one in places)


def _origin(text: str) -> str:
    """An origin as browsers write it. A path or a slash behind it is refused rather than dropped in silence."""
    try:
        parts = urlsplit(text.strip().lower())
        port = parts.port
    except ValueError as error:
        raise _no_origin(text) from error
    host = parts.netloc.rpartition("@")[2]
    host = host if port is None else host.removesuffix(f":{port}")
    is_plain = parts.path in ("", "/") and not parts.query and not parts.fragment and "@" not in parts.netloc
    if parts.scheme not in _PORTS or not is_plain or not _HOST.fullmatch(host) or len(text) > LONGEST:
        raise _no_origin(text)
    return f"{parts.scheme}://{host}" + ("" if port in (None, _PORTS[parts.scheme]) else f":{port}")


def _no_origin(text: str) -> Invalid:
    return Invalid(
        f"{text[:80]!r} is no origin. Write scheme and host, as in https://app.example.com or https://*.example.com.",
        field="origins",
    )


def _place(given: Place) -> Place:
    path, feature = given.path.strip(), " ".join(given.feature.split())
    if not path.startswith(("/", "*")) or len(path) > LONGEST:
        raise Invalid("An address begins with / and has at most 200 characters, as in /reports/*.", field="places")
    if not 0 < len(feature) <= LONGEST:
        raise Invalid("Name the feature of each address, in at most 200 characters.", field="places")
    return Place(path, feature)


def _is_of(origin: str, allowed: str) -> bool:
    if "://*." not in allowed:
        return origin == allowed
    scheme, _, rest = allowed.partition("://*")
    return origin.startswith(f"{scheme}://") and origin.endswith(rest) and len(origin) > len(scheme) + 3 + len(rest)
