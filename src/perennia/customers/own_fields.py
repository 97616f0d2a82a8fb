"""Fields of one's own: what each kind takes, and how a value is checked before it becomes a trait."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Literal

from django.db import transaction
from django.db.models import Max

from perennia.core.error import Conflict, Invalid, NotFound
from perennia.core.event import Value
from perennia.core.fold import DESCRIBED
from perennia.customers.fold_text import fold_text
from perennia.customers.models import CustomField

Kind = Literal["text", "number", "money", "date", "choice", "yes_no"]
Subject = Literal["customer", "contact"]
Plain = str | int | float | bool | None
SHAPES: dict[str, Literal["text", "number", "moment", "choice", "flag"]] = {
    "text": "text", "number": "number", "money": "number", "date": "moment", "choice": "choice", "yes_no": "flag",
}  # fmt: skip
MOST, MOST_CHOICES, LONGEST, LARGEST = 100, 100, 2000, 10**15
# What the record shows by itself, and what the product says of itself, is not redefined.
TAKEN = DESCRIBED | {"email", "value", "domain", "created_at", "owner", "score", "payment_status", "interval"}


class NoField(NotFound):
    """There is no field of that name here. It may have been archived."""

    code = "no_field"


class TooManyFields(Conflict):
    """There are 100 fields already. Archive one that nobody uses."""

    code = "too_many_fields"


@transaction.atomic
def define(
    subject: Subject, label: str, kind: Kind, at: datetime, *, choices: list[str] | None = None, currency: str = "",
    about: str = "",
) -> CustomField:  # fmt: skip
    """Makes a field. Its key comes from its label and never changes, for texts and conditions name it."""
    there = CustomField.objects.filter(subject=subject)
    if there.filter(archived_at=None).count() >= MOST:
        raise TooManyFields
    place = (there.aggregate(last=Max("place"))["last"] or 0) + 1
    return CustomField.objects.create(
        subject=subject, key=_key(subject, label), label=label, kind=kind, choices=_choices(kind, choices or []),
        currency=_currency(kind, currency), about=about, place=place, created_at=at,
    )  # fmt: skip


@transaction.atomic
def change(
    id_: int, at: datetime, *, label: str | None = None, about: str | None = None, choices: list[str] | None = None,
    is_archived: bool | None = None, place: int | None = None,
) -> CustomField:  # fmt: skip
    """Changes what is given; a field's kind stays, since values of it are there."""
    field = CustomField.objects.select_for_update().filter(pk=id_).first()
    if field is None:
        raise NoField
    field.label = label if label is not None else field.label
    field.about = about if about is not None else field.about
    field.choices = _choices(field.kind, choices) if choices is not None else field.choices
    field.place = place if place is not None else field.place
    if is_archived is not None:
        field.archived_at = (field.archived_at or at) if is_archived else None
    field.save()
    return field


def fields_of(subject: str) -> list[CustomField]:
    """Those in use, in their order."""
    return list(CustomField.objects.filter(subject=subject, archived_at=None))


def value_of(field: CustomField, given: Value, where: str) -> Plain:
    """The value as it is kept; None empties the field. Raises Invalid that says what the field takes."""
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    match field.kind:
        case "number" | "money":
            return _number(field, given, where)
        case "date":
            return _date(field, given, where)
        case "yes_no":
            if isinstance(given, bool):
                return given
            raise Invalid(f"“{field.label}” is yes or no: give true or false.", field=where)
        case "choice":
            if isinstance(given, str) and given in field.choices:
                return given
            raise Invalid(f"“{field.label}” is one of: {', '.join(field.choices)}.", field=where)
        case _:
            return _text(field, given, where)


def _text(field: CustomField, given: Value, where: str) -> str:
    if not isinstance(given, str):
        raise Invalid(f"“{field.label}” is a text.", field=where)
    if len(given) > LONGEST or "\x00" in given or any("\ud800" <= sign <= "\udfff" for sign in given):
        raise Invalid(f"“{field.label}” has at most {LONGEST} characters, none of them NUL.", field=where)
    return given.strip()


def _number(field: CustomField, given: Value, where: str) -> int | float:
    wrong = Invalid(f"“{field.label}” is a number, such as 1200 or 12.5.", field=where)
    if isinstance(given, bool) or not isinstance(given, (int, float, str)):
        raise wrong
    try:
        number = Decimal(str(given).strip())
    except InvalidOperation as error:
        raise wrong from error
    if not number.is_finite() or abs(number) > LARGEST:
        raise Invalid(f"“{field.label}” lies between -10^15 and 10^15.", field=where)
    if field.kind == "money":
        number = number.quantize(Decimal("0.01"))
    return int(number) if number == number.to_integral_value() else float(number)


def _date(field: CustomField, given: Value, where: str) -> str:
    try:
        day = (
            date.fromisoformat(str(given).strip()[:10]) if re.match(r"^\d{4}-\d{2}-\d{2}", str(given).strip()) else None
        )
    except ValueError:
        day = None
    if day is None or not 1000 <= day.year <= 2999:
        raise Invalid(f"“{field.label}” is a day, such as 2026-03-01.", field=where)
    return day.isoformat()


def _choices(kind: str, choices: list[str]) -> list[str]:
    found = list(dict.fromkeys(choice.strip() for choice in choices if choice.strip()))
    if kind != "choice":
        return []
    if not 1 <= len(found) <= MOST_CHOICES or any(len(choice) > 100 for choice in found):
        raise Invalid("Give 1 to 100 choices of at most 100 characters.", field="choices")
    return found


def _currency(kind: str, currency: str) -> str:
    if kind != "money":
        return ""
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise Invalid("Give the currency by its three letters, such as EUR.", field="currency")
    return currency


def _key(subject: str, label: str) -> str:
    words = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in fold_text(label))
    base = "_".join(word for word in words.split("_") if word)[:50] or "field"
    taken = set(CustomField.objects.filter(subject=subject, key__startswith=base).values_list("key", flat=True)) | TAKEN
    return next(key for n in range(1, 10_000) if (key := base if n == 1 else f"{base}_{n}") not in taken)
