"""A condition's JSON form: read with the place, reason and remedy of every mistake, and written back."""

from collections.abc import Callable, Collection
from typing import cast, get_args

from perennia.core.condition.field import SCOPES, read
from perennia.core.condition.language import All, Any, Compare, Condition, Not, Op, Scope, predicates
from perennia.core.condition.predicate import check_value
from perennia.core.error import Invalid
from perennia.core.event import Properties, Value

Entry = Callable[[Properties, str], Condition]

MAX_DEPTH = 32
MAX_PREDICATES = 500
MAX_NODES = 1_000
OPS: tuple[str, ...] = get_args(Op)

_SHAPE = 'Give {"all": [...]}, {"any": [...]}, {"not": {...}} or {"field": ..., "op": ..., "value": ...}.'


class _Reading:
    """One parse: the fields it may name, and how much of its budget is used."""

    def __init__(self, scopes: Collection[Scope], entry: Entry | None) -> None:
        self.scopes = scopes
        self.entry = entry
        self.predicates = 0
        self.nodes = 0

    def node(self, tree: object, where: str, depth: int) -> Condition:
        if depth > MAX_DEPTH:
            raise _wrong(where, f"conditions are nested at most {MAX_DEPTH} deep. Join some of them into one list.")
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise _wrong(where, f"a condition has at most {MAX_NODES} parts.")
        if not isinstance(tree, dict):
            raise _wrong(where, f"a condition is an object, not {_kind(tree)}. {_SHAPE}")
        if "all" in tree or "any" in tree or "not" in tree:
            return self.group(tree, where, depth)
        if "key" in tree and self.entry is not None:
            return self.chosen(self.entry(cast(Properties, tree), where), where)
        return self.compare(tree, where)

    def chosen(self, condition: Condition, where: str) -> Condition:
        """What a catalogue entry says counts as if it had been written out."""
        for compare in predicates(condition):
            self.count(where)
            self.check(compare, where)
        return condition

    def group(self, tree: dict[object, object], where: str, depth: int) -> Condition:
        if len(tree) != 1:
            raise _wrong(where, "all, any and not stand alone in their object. Put each into an object of its own.")
        ((word, inner),) = tree.items()
        here = f"{where}.{word}" if where else str(word)
        if word == "not":
            return Not(self.node(inner, here, depth + 1))
        if not isinstance(inner, (list, tuple)):
            raise _wrong(here, f"give a list of conditions, not {_kind(inner)}.")
        if not inner and word == "any":
            raise _wrong(here, "an empty list never holds. Add a condition or remove the group.")
        parts = tuple(self.node(part, f"{here}[{place}]", depth + 1) for place, part in enumerate(inner))
        return All(parts) if word == "all" else Any(parts)

    def count(self, where: str) -> None:
        self.predicates += 1
        if self.predicates > MAX_PREDICATES:
            raise _wrong(where, f"a condition has at most {MAX_PREDICATES} predicates.")

    def compare(self, tree: dict[object, object], where: str) -> Compare:
        self.count(where)
        unknown = [name for name in tree if name not in ("field", "op", "value")]
        if unknown:
            raise _wrong(where, f"{_named(unknown[0])} is not known here. {_SHAPE}")
        name, op = tree.get("field"), tree.get("op")
        if not isinstance(name, str):
            raise _wrong(_at(where, "field"), 'name a field, such as "customer.score".')
        if not isinstance(op, str) or op not in OPS:
            raise _wrong(_at(where, "op"), f"{_named(op)} is not an operator. Use {', '.join(OPS)}.")
        compare = Compare(name, _op(op), _value(tree.get("value"), _at(where, "value")))
        self.check(compare, where)
        return compare

    def check(self, compare: Compare, where: str) -> None:
        field = read(compare.field, _at(where, "field"))
        if field.scope not in self.scopes:
            raise _wrong(_at(where, "field"), f"{field.scope} fields cannot be used here. Use {_listed(self.scopes)}.")
        check_value(compare, field.kind, where)


def parse(
    tree: object, *, scopes: Collection[Scope] = SCOPES, entry: Entry | None = None, where: str = ""
) -> Condition:
    """The condition of a JSON tree. Raises Invalid with the path (behind `where`), the reason and the remedy.

    `entry` says what stands for {"key": ...}, a choice from the catalogue; without it there are none.
    """
    return _Reading(scopes, entry).node(tree, where, 1)


def check(condition: Condition, *, scopes: Collection[Scope] = SCOPES) -> None:
    """Holds a condition made in Python to the same rules. Raises Invalid."""
    parse(unparse(condition), scopes=scopes)


def unparse(condition: Condition) -> Properties:
    """The JSON form: `parse(unparse(c)) == c`."""
    match condition:
        case All(of):
            return {"all": [unparse(part) for part in of]}
        case Any(of):
            return {"any": [unparse(part) for part in of]}
        case Not(of):
            return {"not": unparse(of)}
        case Compare(field, op, value):
            said: Properties = {"field": field, "op": op}
            return said if value is None else {**said, "value": value}


def _op(text: str) -> Op:
    return next(op for op in get_args(Op) if op == text)


def _value(value: object, where: str) -> Value:
    """A plain value, or a list of plain values: nothing deeper has a meaning here."""
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, (list, tuple)) and all(isinstance(item, (str, bool, int, float)) for item in value):
        return list(value)
    raise _wrong(where, "give a text, a number, true, false or a list of these.")


def _at(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _kind(value: object) -> str:
    kinds = {"list": "a list", "dict": "an object", "str": "a text", "NoneType": "nothing", "bool": "true or false"}
    return kinds.get(type(value).__name__, "a number")


def _named(value: object) -> str:
    return repr(value[:80]) if isinstance(value, str) else _kind(value)


def _listed(scopes: Collection[Scope]) -> str:
    return " or ".join(f"{scope}.…" for scope in scopes)


def _wrong(where: str, reason: str) -> Invalid:
    return Invalid(f"{where}: {reason}" if where else reason[0].upper() + reason[1:], field=where or None)
