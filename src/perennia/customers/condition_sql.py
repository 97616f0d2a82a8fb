"""Conditions in SQL: fixed fragments and bound parameters, over `c`, a customer's profile, and `k`, a contact's.

The answer is the one core.condition gives in Python; a property test holds them to it. What a query cannot ask of
rows, the event, is known when it is asked, so predicates over it are answered first and stand as true or false.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

import msgspec

from perennia.core import text
from perennia.core.condition import All, Any, Compare, Condition, Field, Not, View, compile
from perennia.core.condition.field import read
from perennia.core.condition.predicate import MOMENT, ORDER, SPAN, number
from perennia.core.event import Event, Value
from perennia.core.profile import CUSTOMER, Profile

Param = str | int | Decimal | date | list[str] | list[Decimal] | None
NOBODY = Profile(CUSTOMER, 0, 0)

ALIASES = {"customer": "c", "contact": "k"}
SIGNS = {"above": ">", "at_least": ">=", "below": "<", "at_most": "<=", "is": "=", "before": "<", "after": ">"}

# What a field is in SQL, by noun; null where it is missing. `@` stands for the alias, `#` for its kind.
PLAIN = {
    "score": "@.score::numeric",
    "own_score": "case when @.id is not null then coalesce((@.state ->> 'own_score')::numeric, 0) end",
    "started_at": "@.started_at",
    "last_seen_at": "@.last_seen_at",
    "last_login_at": "(@.state ->> 'last_login_at')::timestamptz",
    "renews_at": "@.renews_at",
    "count": "case when @.id is not null then coalesce((@.state -> 'counts' ->> %s::text)::numeric, 0) end",
    "feature.seconds": (
        "case when @.id is not null then coalesce((@.state -> 'features' -> %s::text ->> 0)::numeric, 0) end"
    ),
    "feature.uses": (
        "case when @.id is not null then coalesce((@.state -> 'features' -> %s::text ->> 1)::numeric, 0) end"
    ),
    "feature.first_at": "(@.state -> 'features' -> %s::text ->> 2)::timestamptz",
    "feature.last_at": "(@.state -> 'features' -> %s::text ->> 3)::timestamptz",
    "recent": (
        "case when @.id is not null then (select coalesce(sum(d.count), 0)::numeric from daily d"
        " where d.partition = @.partition and d.kind = # and d.subject_id = @.id and d.name = %s::text"
        " and d.day > %s::date and d.day <= %s::date) end"
    ),
    "tag": "case when @.id is not null then coalesce(@.state -> 'tags' -> %s::text -> 0 = 'true'::jsonb, false) end",
    "segment": "case when @.id is not null then coalesce(@.state -> 'segments' -> %s::text is not null, false) end",
    "place": (
        "case when @.id is not null then coalesce(@.state -> 'places' -> %s::text -> %s::text is not null, false) end"
    ),
    "stage": (
        "(case when jsonb_typeof(@.state -> 'stages' -> %s::text -> 0) = 'string'"
        " then @.state -> 'stages' -> %s::text ->> 0 end) collate \"C\""
    ),
}
RAW = "@.state -> 'traits' -> %s::text -> 0"
KEPT = "@.state -> 'folded' -> %s::text"
WORDS = f"(case when jsonb_typeof({KEPT}) = 'string' then @.state -> 'folded' ->> %s::text end) collate \"C\""
SAID = "(@.state -> 'traits' -> %s::text ->> 0)"
WHEN = (
    f"(case when jsonb_typeof({RAW}) <> 'string' then null when {SAID} ~ '{text.ZONED}' then {SAID}::timestamptz"
    f" when {SAID} ~ '{text.UNZONED}' then {SAID}::timestamp at time zone 'UTC' end)"
)
THERE = f"coalesce(jsonb_typeof({RAW}), 'null') <> 'null'"


class Sql(msgspec.Struct, frozen=True):
    """A piece of a statement: its text and the parameters of its `%s`, in order."""

    text: str
    params: tuple[Param, ...] = ()


class _Asking(msgspec.Struct, frozen=True):
    """What is the same for every row: the moment, its day, and the event at hand."""

    now: datetime
    today: date
    event: Event | None

    def sql(self, condition: Condition) -> Sql:
        match condition:
            case Compare():
                return self.compare(condition, read(condition.field))
            case Not(of):
                inner = self.sql(of)
                return Sql(f"not {inner.text}", inner.params)
            case All(of):
                return _joined([self.sql(part) for part in of], " and ", "true")
            case Any(of):
                return _joined([self.sql(part) for part in of], " or ", "false")

    def compare(self, compare: Compare, field: Field) -> Sql:
        if field.scope == "event":
            view = View(customer=NOBODY, contact=None, event=self.event, now=self.now, today=self.today)
            return Sql("true" if compile(compare)(view) else "false")
        if compare.op in ("is_missing", "is_present"):
            there = self.there(field)
            return Sql(f"not ({there.text})", there.params) if compare.op == "is_missing" else _closed(there)
        if compare.op == "is_not":
            same = self.compare(Compare(compare.field, "is", compare.value), field)
            there = self.there(field)
            return Sql(f"(({there.text}) and not {same.text})", (*there.params, *same.params))
        return _closed(self.trait(compare, field) if field.noun == "trait" else self.plain(compare, field))

    def there(self, field: Field) -> Sql:
        if field.noun == "trait":
            return _of(field, THERE)
        found = self.found(field)
        return Sql(f"{found.text} is not null", found.params)

    def found(self, field: Field) -> Sql:
        if field.noun == "recent":
            params = (field.args[0], self.today - timedelta(days=field.days), self.today)
            return Sql(_aliased(field, PLAIN["recent"]), params)
        return _of(field, PLAIN[field.noun])

    def plain(self, compare: Compare, field: Field) -> Sql:
        found, value = self.found(field), compare.value
        if compare.op in (*MOMENT, *SPAN):
            return self.moment(found, compare)
        if field.kind == "flag":
            return _with(found, " = %s::boolean", bool(value))
        if field.kind == "name":
            return _text(found, compare.op, value)
        if compare.op == "one_of":
            return _with(
                found, " = any(%s::numeric[])", [known for item in _list(value) if (known := _number(item)) is not None]
            )
        return _with(found, f" {SIGNS[compare.op]} %s::numeric", _number(value))

    def trait(self, compare: Compare, field: Field) -> Sql:
        op, value = compare.op, compare.value
        if op in (*MOMENT, *SPAN):
            return self.moment(_of(field, WHEN), compare)
        if op == "one_of":
            return _one_of(field, _list(value))
        if op == "contains":
            return _contains(field, value)
        if isinstance(value, str):
            return _text(_of(field, WORDS), op, text.key(value))
        raw = _of(field, RAW)
        if op in ORDER:
            is_number = _of(field, f"jsonb_typeof({RAW}) = 'number' and ")
            return _with(
                Sql(is_number.text + raw.text, is_number.params + raw.params), f" {SIGNS[op]} %s::jsonb", _json(value)
            )
        return _with(raw, " = %s::jsonb", _json(value))

    def moment(self, found: Sql, compare: Compare) -> Sql:
        if compare.op in MOMENT:
            return _with(found, f" {SIGNS[compare.op]} %s::timestamptz", text.moment(str(compare.value)))
        span = timedelta(days=compare.value if isinstance(compare.value, int) else 0)
        match compare.op:
            case "within_days":
                return _between(found, self.now - span, self.now)
            case "in_next_days":
                return _between(found, self.now, self.now + span)
            case _:
                return _with(found, " <= %s::timestamptz", self.now - span)


def where(condition: Condition, now: datetime, today: date, event: Event | None = None) -> Sql:
    """The condition as an expression that is true or false, never null. Raises Invalid as `compile` does."""
    compile(condition)
    return _Asking(now, today, event).sql(condition)


def _aliased(field: Field, fragment: str) -> str:
    kind = "0" if field.scope == "customer" else "1"
    return fragment.replace("@", ALIASES[field.scope]).replace("#", kind)


def _of(field: Field, fragment: str) -> Sql:
    """A fragment with the field's names bound as often as it asks for them."""
    times = fragment.count("%s") // max(len(field.args), 1)
    return Sql(_aliased(field, fragment), field.args * times)


def _with(found: Sql, tail: str, *params: Param) -> Sql:
    return Sql(found.text + tail, (*found.params, *params))


def _closed(inner: Sql) -> Sql:
    """Unknown counts as false, so that `not` is the plain complement."""
    return Sql(f"coalesce(({inner.text}), false)", inner.params)


def _joined(parts: Sequence[Sql], word: str, empty: str) -> Sql:
    if not parts:
        return Sql(empty)
    params = tuple(param for part in parts for param in part.params)
    return Sql(f"({word.join(part.text for part in parts)})", params)


def _between(found: Sql, above: datetime, up_to: datetime) -> Sql:
    texts = f"{found.text} > %s::timestamptz and {found.text} <= %s::timestamptz"
    return Sql(texts, (*found.params, above, *found.params, up_to))


def _text(found: Sql, op: str, value: Value) -> Sql:
    match op:
        case "one_of":
            return _with(found, " = any(%s::text[])", [str(item) for item in _list(value)])
        case "contains":
            return Sql(f"strpos({found.text}, %s::text) > 0", (*found.params, str(value)))
        case "starts_with":
            return Sql(f"starts_with({found.text}, %s::text)", (*found.params, str(value)))
        case _:
            return _with(found, f" {SIGNS[op]} %s::text", str(value))


def _one_of(field: Field, choices: list[Value]) -> Sql:
    keys = [text.key(item) for item in choices if isinstance(item, str)]
    others = [_json(item) for item in choices if not isinstance(item, str)]
    return _joined(
        [_with(_of(field, WORDS), " = any(%s::text[])", keys), _with(_of(field, RAW), " = any(%s::jsonb[])", others)],
        " or ",
        "",
    )


def _contains(field: Field, value: Value) -> Sql:
    if not isinstance(value, str):
        return _with(_of(field, f"jsonb_typeof({RAW}) = 'array' and {RAW}"), " @> %s::jsonb", _json(value))
    key = text.key(value)
    listed = _with(_of(field, f"jsonb_typeof({KEPT}) = 'array' and {KEPT}"), " @> to_jsonb(%s::text)", key)
    part = _text(_of(field, WORDS), "contains", key)
    return _joined([_closed(part), _closed(listed)], " or ", "")


def _list(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []


def _number(value: Value) -> Decimal | None:
    known = number(value)
    return None if known is None else Decimal(known)


def _json(value: Value) -> str:
    return msgspec.json.encode(value).decode()
