"""What somebody is called: put together from what was told of their name, and never made poorer."""

from perennia.core import text
from perennia.core.event import Value
from perennia.core.profile import Known, Profile

PARTS = ("first_name", "last_name")


def joined(person: Profile) -> Known | None:
    """First and last name as one, true since the later of the two; None where neither is known."""
    parts = [known for part in PARTS if (known := person.traits.get(part)) is not None and is_text(known.value)]
    if not parts:
        return None
    newest = max(parts, key=lambda known: (known.at, known.by))
    return Known(" ".join(str(known.value).strip() for known in parts), newest.at, newest.by)


def is_part(part: Value, whole: Value) -> bool:
    """Whether a name says nothing that a fuller one does not say too: Mai, of Trần Thị Mai."""
    few, many = _words(part), _words(whole)
    return bool(few) and len(few) < len(many) and set(few) <= set(many)


def shown(person: Profile) -> str:
    """What a list shows: the name, else the address; empty where neither is known."""
    full = joined(person)
    for value in (person.trait("name"), full.value if full else None, person.trait("email"), person.trait("username")):
        if is_text(value):
            return str(value).strip()
    return ""


def is_text(value: Value) -> bool:
    """Whether there is anything to read in it."""
    return isinstance(value, str) and bool(value.strip())


def _words(name: Value) -> list[str]:
    folded = text.folded(name)
    return folded.split() if isinstance(folded, str) else []
