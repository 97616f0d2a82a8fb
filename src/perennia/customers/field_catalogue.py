"""What a condition may ask of customers or contacts, in the reader's words, with the operators and values that fit.

The closed nouns of the language are always there; traits, tags, features and events are those seen lately.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from perennia.core import called
from perennia.core.condition import Op, Scope, path
from perennia.core.condition.describe import trait_in_words, words_of
from perennia.core.condition.field import read
from perennia.customers import boards
from perennia.customers.models import CustomField, Segment
from perennia.customers.own_fields import SHAPES
from perennia.host.select import select

Shape = Literal["number", "moment", "flag", "text", "choice", "list"]
Widget = Literal["none", "number", "days", "moment", "text", "texts", "choice", "choices", "flag"]
LATEST = 400  # profiles looked at
MOST = 200
VALUES = 40
DAYS = (7, 30, 90)

OPS: dict[Shape, tuple[Op, ...]] = {
    "number": ("at_least", "at_most", "above", "below", "is", "is_not", "is_present", "is_missing"),
    "moment": ("more_than_days_ago", "within_days", "in_next_days", "before", "after", "is_present", "is_missing"),
    "flag": ("is",),
    "text": ("is", "is_not", "one_of", "contains", "starts_with", "is_present", "is_missing"),
    "choice": ("is", "is_not", "one_of", "is_present", "is_missing"),
    "list": ("contains", "is_present", "is_missing"),
}
_WIDGETS: dict[str, Widget] = {
    "more_than_days_ago": "days", "within_days": "days", "in_next_days": "days", "before": "moment", "after": "moment",
    "is_present": "none", "is_missing": "none",
}  # fmt: skip
_GROUPS = {
    "about": ("What is known", "Thông tin"), "activity": ("Activity", "Hoạt động"), "score": ("Score", "Điểm"),
    "tag": ("Tags", "Thẻ"), "stage": ("Stages", "Giai đoạn"), "feature": ("Features", "Tính năng"),
    "event": ("Events", "Sự kiện"), "field": ("Own fields", "Trường riêng"), "segment": ("Segments", "Phân khúc"),
    "whose": ("Their customer", "Khách hàng của họ"),
}  # fmt: skip
_PLAIN: tuple[tuple[str, str, Shape, str, str], ...] = (
    ("last_seen_at", "activity", "moment", "Last activity", "Hoạt động gần nhất"),
    ("last_login_at", "activity", "moment", "Last login", "Đăng nhập gần nhất"),
    ("started_at", "activity", "moment", "First activity", "Hoạt động đầu tiên"),
    ("renews_at", "activity", "moment", "Renewal", "Ngày gia hạn"),
    ("score", "score", "number", "Score", "Điểm"),
    ("own_score", "score", "number", "Own score", "Điểm riêng"),
)
_FEATURES = {
    "uses": ("number", "Uses of “{}”", "Số lần dùng “{}”"),
    "seconds": ("number", "Seconds in “{}”", "Số giây dùng “{}”"),
    "last_at": ("moment", "Last use of “{}”", "Lần gần nhất dùng “{}”"),
}


class Operator(msgspec.Struct, frozen=True):
    """One operator: what stands before its value, and behind it."""

    op: Op
    before: str
    after: str
    widget: Widget


class Asked(msgspec.Struct, frozen=True):
    """One field one may ask about. `choices` are values seen; any other is allowed too unless it is a choice."""

    field: str
    label: str
    group: str
    shape: Shape
    operators: list[Operator]
    choices: list[str] = []
    called: dict[str, str] = {}  # what people read of a choice, where it differs


class _Seen(msgspec.Struct, frozen=True):
    kind: str
    name: str
    shape: str | None
    values: list[str] | None


def fields(
    subject: Literal["customer", "contact"], language: str, *, with_customer: bool = False
) -> list[Asked]:  # fmt: skip
    """All of them, grouped, in the order they are offered; of a contact those of their customer too where asked for."""
    is_vi = language[:2] == "vi"
    found = list(_found(subject, language, is_vi=is_vi))
    if subject == "contact" and with_customer:
        whose = _GROUPS["whose"][is_vi]
        found += [
            (field, f"{whose}: {label}", "whose", shape, choices)
            for field, label, _, shape, choices in _found("customer", language, is_vi=is_vi)
            if not field.startswith("customer.recent.")
        ]
    return [
        Asked(
            field,
            label,
            _GROUPS[group][is_vi],
            shape,
            operators(shape, language),
            list(choices),
            _called(field, choices),
        )
        for field, label, group, shape, choices in found
    ]


def _called(field: str, choices: Sequence[str]) -> dict[str, str]:
    """The names of stages, where they were given others."""
    asked = read(field)
    names = {key: called.stage(asked.args[0], key) for key in choices} if asked.noun == "stage" else {}
    return {key: name for key, name in names.items() if name != key}


def operators(shape: Shape, language: str) -> list[Operator]:
    """The operators of a shape, in words."""
    said = words_of(language).ops
    found = []
    for op in OPS[shape]:
        before, _, after = said[op].partition("{value}")
        found.append(Operator(op, before.strip(), after.strip(), _widget(shape, op)))
    return found


def _widget(shape: Shape, op: Op) -> Widget:
    if op in _WIDGETS:
        return _WIDGETS[op]
    if op == "one_of":
        return "choices" if shape == "choice" else "texts"
    return {"number": "number", "flag": "flag", "choice": "choice"}.get(shape, "text")  # type: ignore[return-value]


_Row = tuple[str, str, str, Shape, Sequence[str]]


def _found(subject: Literal["customer", "contact"], language: str, *, is_vi: bool) -> Iterator[_Row]:
    seen = select(
        _Seen, _SEEN, {"kind": 0 if subject == "customer" else 1, "latest": LATEST, "most": MOST, "values": VALUES}
    )
    own = {each.key: each for each in CustomField.objects.filter(subject=subject, archived_at=None)}
    for key, mine in own.items():
        yield path(subject, "trait", key), mine.label, "field", SHAPES[mine.kind], mine.choices
    for each in seen:
        if each.kind == "trait" and each.name not in own:
            shape = _shape(each)
            yield (
                path(subject, "trait", each.name),
                trait_in_words(each.name, language),
                "about",
                shape,
                each.values or [],
            )
    for noun, group, shape, english, vietnamese in _PLAIN:
        yield f"{subject}.{noun}", vietnamese if is_vi else english, group, shape, ()
    for each in seen:
        if each.kind == "tag":
            yield path(subject, "tag", each.name), f"{'Thẻ' if is_vi else 'Tag'} “{each.name}”", "tag", "flag", ()
    for board in boards.every():
        if board.subject == subject and not board.has_several and not board.is_archived:
            yield path(subject, "stage", board.key), board.name, "stage", "choice", [one.key for one in board.shown]
    kind = 0 if subject == "customer" else 1
    for segment in Segment.objects.filter(kind=kind, archived_at=None):
        name = (is_vi and segment.name_vi) or segment.name
        yield (
            path(subject, "segment", segment.key),
            f"{'Phân khúc' if is_vi else 'Segment'} “{name}”",
            "segment",
            "flag",
            (),
        )
    yield from _used(subject, seen, is_vi=is_vi)


def _used(subject: Scope, seen: Sequence[_Seen], *, is_vi: bool) -> Iterator[_Row]:
    for each in seen:
        if each.kind == "feature":
            for part, (shape, english, vietnamese) in _FEATURES.items():
                label = (vietnamese if is_vi else english).format(each.name)
                yield path(subject, "feature", each.name, part), label, "feature", shape, ()  # type: ignore[misc]  # as the table says
    for each in seen:
        if each.kind == "event":
            label = ("Số lần “{}”" if is_vi else "Times “{}”").format(each.name)
            yield path(subject, "count", each.name), label, "event", "number", ()
            for days in DAYS:
                words = "Số lần “{}” trong {} ngày qua" if is_vi else "Times “{}” in the last {} days"
                yield (
                    path(subject, "recent", each.name, str(days)),
                    words.format(each.name, days),
                    "event",
                    "number",
                    (),
                )


def _shape(seen: _Seen) -> Shape:
    match seen.shape:
        case "number":
            return "number"
        case "boolean":
            return "flag"
        case "array":
            return "list"
        case "moment":
            return "moment"
    return "text"


# Of those seen last: which names there are, of what type, and the commonest short values.
_SEEN = """
with latest as (
    select state from profile where kind = %(kind)s and not is_hidden
    order by seen_quarter desc nulls last limit %(latest)s
), said as (
    select t.key as name, t.value -> 0 as value from latest l, jsonb_each(l.state -> 'traits') t
    where jsonb_typeof(t.value -> 0) in ('string', 'number', 'boolean', 'array')
), traits as (
    select name, case when mode() within group (order by jsonb_typeof(value)) = 'string'
                       and bool_and(value #>> '{}' ~ '^\\d{4}-\\d{2}-\\d{2}') then 'moment'
                      else mode() within group (order by jsonb_typeof(value)) end as shape, count(*) as number
    from said group by name
), valued as (
    select name, array_agg(value order by number desc, value) filter (where place <= %(values)s) as values from (
        select name, value #>> '{}' as value, count(*) as number,
               row_number() over (partition by name order by count(*) desc, value #>> '{}') as place
        from said where jsonb_typeof(value) = 'string' and length(value #>> '{}') <= 80 group by 1, 2) v
    group by name having count(*) <= 100
)
select 'trait', t.name, t.shape, case when t.shape = 'string' then v.values end
from (select * from traits order by number desc, name limit %(most)s) t left join valued v using (name)
union all
(select 'tag', tag, null, null from (select distinct tag from tag where kind = %(kind)s) d order by tag limit %(most)s)
union all
(select 'feature', f, null, null from (
    select distinct jsonb_object_keys(state -> 'features') as f from latest) d order by f limit %(most)s)
union all
(select 'event', c, null, null from (
    select distinct jsonb_object_keys(state -> 'counts') as c from latest) d order by c limit %(most)s)
"""
