"""What a company says the posts of a program of its own mean: rules from fields of a JSON body to events of ours."""

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from perennia.core.error import Invalid
from perennia.core.event import Properties, Value
from perennia.core.pick import As, made, pick, steps
from perennia.core.source import Happening, Told, Who, moment, word

MOST_RULES, MOST_FIELDS, MOST_TESTS = 50, 100, 10
LONGEST_NAME, LONGEST_ID = 200, 900
_PASSED = ("A rule of yours passes it over.", "Một quy tắc của bạn bỏ qua bài này.")
NOTHING = Told("", fits=False)
Op = Literal["is", "is_not", "is_present", "is_missing"]


class Test(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing a body must say for a rule to fit."""

    __test__ = False  # no test of pytest's

    path: str
    op: Op = "is"
    value: str = ""


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A property or trait: from where, or always this text, and as what."""

    name: str
    path: str = ""
    text: str = ""
    kind: As = "as_is"


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a post that fits becomes. `event` is its name always, `event_path` where its name stands; whom it is about is told
    by the paths `user`, `group`, `email` and `name`, when by `time`, and what it is known by again by `id`."""

    when: tuple[Test, ...] = ()
    is_passed: bool = False
    event: str = ""
    event_path: str = ""
    user: str = ""
    group: str = ""
    email: str = ""
    name: str = ""
    time: str = ""
    id: str = ""
    properties: tuple[Field, ...] = ()
    traits: tuple[Field, ...] = ()
    group_traits: tuple[Field, ...] = ()


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rules in order; the first that fits says what a post means."""

    rules: tuple[Rule, ...] = ()


class Fault(msgspec.Struct, frozen=True):
    """What is wrong with one field of a rule, like `rules.0.user`."""

    field: str
    message: str


class Read(msgspec.Struct, frozen=True):
    """What a mapping makes of a body: which rule fits, what it tells, and what is amiss."""

    rule: int | None
    told: Told
    faults: tuple[Fault, ...] = ()


def read(text: str) -> Mapping:
    """A mapping as it is kept. Raises Invalid."""
    try:
        return msgspec.json.decode(text or "{}", type=Mapping)
    except msgspec.DecodeError as wrong:
        raise Invalid(f"The mapping cannot be read: {wrong}", field="rules") from None


def check(mapping: Mapping) -> list[Fault]:
    """What keeps it from being used, by field."""
    faults = [Fault("rules", f"A mapping has at most {MOST_RULES} rules.")] if len(mapping.rules) > MOST_RULES else []
    for place, rule in enumerate(mapping.rules):
        faults += [Fault(f"rules.{place}.{one.field}", one.message) for one in _check(rule)]
    return faults


def apply(mapping: Mapping, body: Value, id: str) -> Read:
    """What the first rule that fits makes of a body. `id`: what the post itself is known by."""
    for place, rule in enumerate(mapping.rules):
        if all(_holds(test, body) for test in rule.when):
            if rule.is_passed:
                return Read(place, Told("", passed=_PASSED))
            happening, faults = _made(rule, body, id)
            shown = tuple(Fault(f"rules.{place}.{one.field}", one.message) for one in faults)
            return Read(place, Told(happening.name, (happening,)), shown)
    return Read(None, NOTHING)


def _holds(test: Test, body: Value) -> bool:
    found = pick(body, test.path)
    match test.op:
        case "is_present":
            return found is not None
        case "is_missing":
            return found is None
        case "is":
            return _plain(found) == test.value.strip()
    return _plain(found) != test.value.strip()


def _plain(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else word(value)


def _made(rule: Rule, body: Value, id: str) -> tuple[Happening, list[Fault]]:
    faults: list[Fault] = []

    def at(field: str, path: str, limit: int = 255) -> str:
        found = word(pick(body, path), limit) if path else ""
        if path and not found and field not in ("name", "email"):
            faults.append(Fault(field, f"There is nothing at {path} in this post."))
        return found

    name = at("event_path", rule.event_path, LONGEST_NAME) if rule.event_path else rule.event.strip()
    who = Who(
        user=at("user", rule.user),
        group=at("group", rule.group),
        email=at("email", rule.email),
        name=at("name", rule.name),
    )
    if not (who.user or who.group or who.email):
        faults.append(
            Fault("user", "The post names nobody: neither a person, an account nor an address is found in it.")
        )
    when = moment(pick(body, rule.time)) if rule.time else None
    if rule.time and when is None:
        faults.append(Fault("time", f"What stands at {rule.time} is no time. Send ISO 8601, or a Unix time."))
    properties = _fields(rule.properties, "properties", body, faults)
    traits, group_traits = (
        _fields(rule.traits, "traits", body, faults),
        _fields(rule.group_traits, "group_traits", body, faults),
    )
    return Happening(name, who, at("id", rule.id, LONGEST_ID) or id, when, properties, traits, group_traits), faults


def _fields(fields: Sequence[Field], of: str, body: Value, faults: list[Fault]) -> Properties:
    said: Properties = {}
    for place, one in enumerate(fields):
        found = pick(body, one.path) if one.path else one.text
        value = made(found, one.kind)
        if found is not None and value is None:
            faults.append(
                Fault(f"{of}.{place}.kind", f"What stands at {one.path} cannot be read so: {word(found, 60)}")
            )
        if value is not None:
            said[one.name.strip()] = value
    return said


def _check(rule: Rule) -> Iterator[Fault]:
    yield from _paths(rule)
    if rule.is_passed:
        return
    if not rule.event.strip() and not rule.event_path:
        yield Fault("event", "Name the event, or choose where its name stands.")
    if len(rule.event) > LONGEST_NAME:
        yield Fault("event", f"A name has at most {LONGEST_NAME} characters.")
    if not (rule.user or rule.group or rule.email):
        yield Fault("user", "Choose what names the person, the account, or an e-mail address.")
    for of in ("properties", "traits", "group_traits"):
        fields: tuple[Field, ...] = getattr(rule, of)
        if len(fields) > MOST_FIELDS:
            yield Fault(of, f"At most {MOST_FIELDS} fields.")
        names = [one.name.strip() for one in fields]
        for place, name in enumerate(names):
            if not name or len(name) > LONGEST_NAME or "\x00" in name:
                yield Fault(f"{of}.{place}.name", f"A name has 1 to {LONGEST_NAME} characters.")
            elif name in names[:place]:
                yield Fault(f"{of}.{place}.name", "This name is taken by a field above.")


def _paths(rule: Rule) -> Iterator[Fault]:
    if len(rule.when) > MOST_TESTS:
        yield Fault("when", f"At most {MOST_TESTS} conditions.")
    placed = [(f"when.{place}.path", one.path, True) for place, one in enumerate(rule.when)]
    placed += [
        (name, getattr(rule, name), False) for name in ("event_path", "user", "group", "email", "name", "time", "id")
    ]
    for of in ("properties", "traits", "group_traits"):
        placed += [(f"{of}.{place}.path", one.path, not one.text) for place, one in enumerate(getattr(rule, of))]
    for field, path, is_needed in placed:
        try:
            if path or is_needed:
                steps(path)
        except Invalid as wrong:
            yield Fault(field, wrong.detail)
