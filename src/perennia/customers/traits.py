"""Reads traits as callers write them: Segment's reserved names, their snake_case twins and a few in wide use."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from perennia.core.event import Value

Traits = Mapping[str, Value]
ROLES = ("primary", "billing", "champion", "sponsor")
_LONGEST = 500
_LARGEST = Decimal("99999999999999")


def text(traits: Traits, *names: str) -> str:
    """The first of these traits that is written, as one line."""
    for name in names:
        value = traits.get(name)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str) and value.strip():
            return " ".join(value.replace("\x00", "").split())[:_LONGEST]
    return ""


def amount(traits: Traits, *names: str) -> Decimal | None:
    """The first of these traits that is a number (or text that reads as one), rounded to cents."""
    for name in names:
        value = traits.get(name)
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            continue
        try:
            number = Decimal(str(value).strip().replace(",", ""))
        except InvalidOperation:
            continue
        if number.is_finite() and abs(number) <= _LARGEST:
            return number.quantize(Decimal("0.01"))
    return None


def whole(traits: Traits, *names: str) -> int | None:
    """Like `amount`, without its fraction; Segment writes employees as a number or as text."""
    number = amount(traits, *names)
    return None if number is None else int(number)


def moment(traits: Traits, *names: str) -> datetime | None:
    """The first of these traits that is a moment in ISO 8601."""
    for name in names:
        value = traits.get(name)
        if not isinstance(value, str):
            continue
        try:
            read = datetime.fromisoformat(value)
        except ValueError:
            continue
        if 1970 <= read.year <= 2100:
            return read if read.tzinfo else read.replace(tzinfo=UTC)
    return None


def domain(traits: Traits) -> str:
    """The host of the website, else of the address, without `www.`."""
    website = text(traits, "website", "domain")
    try:
        host = urlsplit(website if "//" in website else f"//{website}").hostname or ""
    except ValueError:
        host = ""
    return host.removeprefix("www.")


def person_name(traits: Traits) -> str:
    """The full name; filled from first and last name, then from the address."""
    first, last = first_name(traits), text(traits, "lastName", "last_name")
    return text(traits, "name") or f"{first} {last}".strip() or text(traits, "email", "username")


def first_name(traits: Traits) -> str:
    """The name to greet with."""
    return text(traits, "firstName", "first_name") or text(traits, "name").split(" ")[0]


def roles(traits: Traits) -> list[str]:
    """The roles a contact is said to have at their customer, the known ones."""
    said = traits.get("roles", traits.get("role"))
    words = said if isinstance(said, list) else [said]
    return sorted({word.lower() for word in words if isinstance(word, str)} & set(ROLES))
