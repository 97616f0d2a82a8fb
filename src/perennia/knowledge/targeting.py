"""For whom an item is: a condition of the language segments are made of, about a contact and their customer."""

from perennia.core.condition import Condition, Scope, check, compile, parse, unparse
from perennia.core.condition.field import read as read_field
from perennia.core.condition.judge import Answer
from perennia.core.condition.language import predicates
from perennia.core.error import Invalid
from perennia.core.event import Properties
from perennia.customers.models import Segment

SCOPES: tuple[Scope, ...] = ("contact", "customer")


def read(tree: object) -> Properties:
    """The condition as it is kept; empty where it asks nothing. Raises Invalid.

    Counts of the last days are not at hand when a page asks; a segment knows them, and it can be asked about.
    """
    if tree in ({}, None):
        return {}
    condition = parse(tree, scopes=SCOPES, where="condition")
    check(condition, scopes=SCOPES)
    fields = [read_field(one.field) for one in predicates(condition)]
    if any(field.noun == "recent" for field in fields):
        raise Invalid(
            "Guidance cannot count the last days by itself. Make a segment of it, and ask whether they are in it.",
            field="condition",
        )
    _check_segments({(field.scope, field.args[0]) for field in fields if field.noun == "segment"})
    return unparse(condition) if fields else {}


def answer(stored: Properties) -> Answer | None:
    """The condition ready to be asked; None where it is for everybody. Raises Invalid for one of an older language."""
    return compile(parse(stored, scopes=SCOPES)) if stored else None


def condition(stored: Properties) -> Condition:
    """The condition itself."""
    return parse(stored, scopes=SCOPES) if stored else parse({"all": []})


def _check_segments(asked: set[tuple[str, str]]) -> None:
    if not asked:
        return
    there = dict(Segment.objects.filter(archived_at=None).values_list("key", "kind"))
    for scope, key in sorted(asked):
        if there.get(key) != (1 if scope == "contact" else 0):
            raise Invalid(f"There is no segment “{key}” of {scope}s. Choose one that is there.", field="condition")
