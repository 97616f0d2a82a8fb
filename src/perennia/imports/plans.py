"""The plan of an import: its mapping, ready, with who is on the team."""

import msgspec

from perennia.core.error import Invalid
from perennia.imports import house
from perennia.imports import mapping as mappings
from perennia.imports.mapping import Mapping, Plan
from perennia.imports.models import Import, Remembered
from perennia.team.models import Member

_NAMES = {"utf-8": "UTF-8", "cp1252": "Windows-1252", "cp1258": "Windows-1258"}


def of(one: Import, mapping: Mapping | None = None) -> Plan:
    """Ready for reading rows. Raises Invalid where the mapping does not do."""
    chosen = mapping if mapping is not None else read(one.mapping)
    headings = [str(column["name"]) for column in one.columns]
    return mappings.plan(
        one.kind, chosen, headings, encoding=_NAMES.get(one.encoding, one.encoding), members=_members(one.kind),
        there=house.house(one.kind),
    )  # fmt: skip


def read(stored: dict[str, object]) -> Mapping:
    """A mapping as it is stored."""
    try:
        return msgspec.convert(stored, Mapping)
    except msgspec.ValidationError as error:
        raise Invalid(f"The mapping cannot be read: {error}.", field="body.columns") from error


def remembered(one: Import) -> Mapping | None:
    """The mapping last used for a file with these columns."""
    row = Remembered.objects.filter(kind=one.kind, signature=one.signature).first()
    return read(row.mapping) if row else None


def remember(one: Import) -> None:
    """Keeps the mapping for the next file with these columns."""
    Remembered.objects.update_or_create(kind=one.kind, signature=one.signature, defaults={"mapping": one.mapping})


def _members(kind: str) -> dict[str, int]:
    if kind != "customers":
        return {}
    found = Member.objects.filter(is_active=True).order_by("-pk").values_list("pk", "email_folded", "name")
    return {word: pk for pk, email, name in found for word in (email, " ".join(name.casefold().split())) if word}
