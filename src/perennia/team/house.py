"""Describes the organisation: name, zone, hours, language, currency, brand. Each change is noted."""

import re
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from perennia.core.error import Invalid
from perennia.core.hours import is_zone
from perennia.team import setting_log
from perennia.team.models import Language, Member, Organisation

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FIELDS = (
    "name", "zone", "language", "currency", "public_url", "brand_colour", "legal_address", "business_hours",
    "historical_after_hours", "keep_log_days", "keep_history_days",
)  # fmt: skip
LEAST_LOG, LEAST_HISTORY, MOST_DAYS = 30, 90, 3650
LARGEST_LOGO = 200 * 1024
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")
_URL = re.compile(r"https?://[^\s/?#]+")
_KINDS = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))
Hours = Mapping[str, list[list[str]]]


@transaction.atomic
def describe(said: Mapping[str, object], by: Member | None, at: datetime) -> Organisation:
    """Changes what is said and leaves the rest. Raises Invalid, naming the field."""
    Organisation.objects.get_or_create(pk=1)
    house = Organisation.objects.select_for_update().get(pk=1)
    was = {name: getattr(house, name) for name in said if name in FIELDS}
    for name, value in said.items():
        _check(name, value)
        setattr(house, name, value)
    house.save()
    setting_log.note(by, at, "organisation", _flat(was), _flat(said))
    return house


@transaction.atomic
def keep_logo(content: bytes, by: Member | None, at: datetime) -> None:
    """Keeps a picture as the logo; empty content removes it. Raises Invalid for what is no PNG, JPEG or WebP."""
    if len(content) > LARGEST_LOGO:
        raise Invalid(f"The picture has {len(content) // 1024} KB; at most {LARGEST_LOGO // 1024} KB.", field="file")
    if content and kind(content) is None:
        raise Invalid("A logo is a PNG, JPEG or WebP picture.", field="file")
    Organisation.objects.get_or_create(pk=1)
    house = Organisation.objects.select_for_update().get(pk=1)
    was = bool(house.brand_logo)
    house.brand_logo = content
    house.save(update_fields=["brand_logo"])
    setting_log.note(
        by, at, "organisation", {"logo": "a picture" if was else ""}, {"logo": "a new picture" if content else ""}
    )


def kind(content: bytes) -> str | None:
    """What a picture is by its first bytes, whatever its name says; None when it is none we show."""
    for sign, named in _KINDS:
        if content.startswith(sign):
            return named
    return "image/webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None


def _flat(values: Mapping[str, object]) -> dict[str, object]:
    return {name: _in_words(value) if name == "business_hours" else value for name, value in values.items()}


def _in_words(hours: object) -> str:
    assert isinstance(hours, Mapping)
    spans = {day: ", ".join("-".join(span) for span in hours.get(day) or []) for day in DAYS}
    return "; ".join(f"{day} {said}" for day, said in spans.items() if said)


def _check(name: str, value: object) -> None:
    text = str(value)
    match name:
        case "name" if not text.strip():
            raise Invalid("The organisation needs a name.", field="body.name")
        case "zone" if not is_zone(text):
            raise Invalid("There is no such time zone. Choose one like Europe/Oslo.", field="body.zone")
        case "language" if value not in Language.values:
            raise Invalid("The languages are en and vi.", field="body.language")
        case "currency" if not re.fullmatch(r"[A-Z]{3}", text):
            raise Invalid("A currency is its three letters, such as EUR.", field="body.currency")
        case "brand_colour" if not _COLOUR.fullmatch(text):
            raise Invalid("A colour is written like #2f7d4f.", field="body.brand_colour")
        case "public_url" if text and not _URL.fullmatch(text.rstrip("/")):
            raise Invalid(
                "Write an address like https://success.example.com, or leave it empty.", field="body.public_url"
            )
        case "keep_log_days" if not LEAST_LOG <= int(text) <= MOST_DAYS:
            raise Invalid("The log is kept from 30 days to ten years.", field="body.keep_log_days")
        case "keep_history_days" if int(text) != 0 and not LEAST_HISTORY <= int(text) <= MOST_DAYS:
            raise Invalid("Events are kept from 90 days to ten years, or for ever: 0.", field="body.keep_history_days")
        case "business_hours":
            assert isinstance(value, Mapping)
            _check_hours(value)


def _check_hours(hours: Hours) -> None:
    for day, spans in hours.items():
        if day not in DAYS:
            raise Invalid(f"The days are {', '.join(DAYS)}.", field="body.business_hours")
        end = ""
        for span in spans:
            if len(span) != 2 or not all(_CLOCK.fullmatch(clock) for clock in span):
                raise Invalid("Hours are pairs like 09:00 and 17:00.", field=f"body.business_hours.{day}")
            if span[0] >= span[1] or span[0] < end:
                told = "Each stretch ends after it begins, and begins after the one before."
                raise Invalid(told, field=f"body.business_hours.{day}")
            end = span[1]
