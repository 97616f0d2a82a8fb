"""Conditions in SQL give the answer they give in Python, and their text is made of fixed pieces only."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from unicodedata import normalize

import msgspec
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perennia.core import condition, partition, text
from perennia.core.condition import All, Any, Compare, Condition, Not, Op, View, path
from perennia.core.condition.field import read
from perennia.core.condition.predicate import MOMENT, OPS
from perennia.core.error import Invalid
from perennia.core.event import Value
from perennia.core.profile import CONTACT, CUSTOMER, Known, Profile
from perennia.customers import condition_sql, matching
from tests.core import any_condition as made
from tests.core.any_condition import CASES, NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.database]
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]

PROFILE = """
insert into profile (partition, kind, id, customer_id, is_hidden, score, started_at, last_seen_at, renews_at, state)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)
"""
DAILY = "insert into daily (partition, kind, subject_id, name, day, count) values (%s, %s, %s, %s, %s, %s)"


def keep(*profiles: Profile) -> None:
    """Writes profiles as the engine does."""
    rows = [
        (partition.of(one.customer), one.kind, one.id, one.customer, one.is_hidden, one.score, one.started_at,
         one.last_seen_at, one.renews_at, msgspec.json.encode(one).decode())
        for one in profiles
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.executemany(PROFILE, rows)


def keep_view(view: View) -> None:
    keep(view.customer, *([view.contact] if view.contact is not None else []))
    rows = [(partition.of(1), kind, id, name, day, count) for kind, id, name, day, count in made.day_sums(view)]
    with connection.cursor() as cursor:
        cursor.executemany(DAILY, rows)


def forget() -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from profile; delete from daily")


def in_sql(asked: Sequence[Condition], view: View) -> list[object]:
    """SQL's answers, all in one statement."""
    parts = [condition_sql.where(one, view.now, view.today, view.event) for one in asked]
    told = ", ".join(part.text for part in parts)
    with connection.cursor() as cursor:
        cursor.execute(
            "select " + told + " from profile c left join profile k on k.kind = 1 where c.kind = 0",
            [param for part in parts for param in part.params],
        )
        (answers,) = cursor.fetchall()
    return list(answers)


def in_python(asked: Sequence[Condition], view: View) -> list[object]:
    return [condition.compile(one)(view) for one in asked]


@given(made.views(), st.lists(made.conditions(), min_size=3, max_size=3))
@settings(max_examples=CASES, deadline=None, suppress_health_check=SLOW)
def test_sql_and_python_give_one_answer(view: View, several: list[Condition]) -> None:
    keep_view(view)
    try:
        assert in_sql(several, view) == in_python(several, view)
    finally:
        forget()


@given(made.values, made.compares(event=False))
@settings(max_examples=CASES // 4, deadline=None, suppress_health_check=SLOW)
def test_every_operator_agrees_on_every_value(value: Value, other: Compare) -> None:
    """One trait, and all questions about it that are likely to meet its value."""
    folded = text.folded(value)
    known = {"x": Known(value, NOW)}
    customer = Profile(CUSTOMER, 1, 1, traits=known, folded={"x": folded} if folded is not None else {})
    agree("customer.trait.x", [other.value, *meeting(value)], View(customer, None, None, NOW, TODAY))


@given(made.views(), made.every_field)
@settings(max_examples=CASES // 4, deadline=None, suppress_health_check=SLOW)
def test_every_operator_agrees_on_every_field(view: View, field: str) -> None:
    (seen,) = condition.judge(Compare(field, "is_present"), view).seen
    agree(field, [*meeting(seen.seen), "2026-03-01T12:00:00.000001Z", "plan", True], view)


def agree(field: str, likely: list[Value], view: View) -> None:
    """All operators that make sense with the values, each alone and in a list."""
    wanted: list[Value] = [None, 0, 1, 7, 30, *likely, *([one] for one in likely)]
    asked = [one for op in OPS["any"] for value in wanted if sensible(one := Compare(field, op, value))]
    keep_view(view)
    try:
        assert in_sql(asked, view) == in_python(asked, view)
    finally:
        forget()


def meeting(value: Value) -> Iterator[Value]:
    """Values a question about this one is most likely to be right, or nearly right, with."""
    for part in value if isinstance(value, list) else [value]:
        yield part
        if isinstance(part, str):
            yield from (part.swapcase(), normalize("NFD", part), normalize("NFC", part.upper()), part[:1], part[1:])
        elif isinstance(part, (int, float)):
            yield from (float(part), part + 1, part - 1, -part, str(part), bool(part))


def sensible(asked: Condition) -> bool:
    try:
        condition.check(asked)
    except Invalid:
        return False
    return True


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Caracas"])
@pytest.mark.parametrize("style", ["SQL, DMY", "German", "Postgres, MDY"])
def test_the_session_s_zone_and_date_style_have_no_say(zone: str, style: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('TimeZone', %s, true), set_config('DateStyle', %s, true)", [zone, style])
    for said in ("2026-03-01", "2026-03-01T12:00", "2026-03-04T05:06:07.5+07:00"):
        known = {"x": Known(said, NOW)}
        view = View(
            Profile(CUSTOMER, 1, 1, last_login_at=NOW, traits=known, folded={"x": said}), None, None, NOW, TODAY
        )
        keep_view(view)
        asked = [
            Compare(field, "before", wanted)
            for wanted in ("2026-02-28T23:59:59.999999Z", "2026-03-01", "2026-03-01T12:00Z", "2026-03-03T22:06:07.6Z")
            for field in ("customer.trait.x", "customer.last_login_at")
        ]
        assert in_sql(asked, view) == in_python(asked, view)
        forget()


def test_customers_and_contacts_are_found_page_by_page() -> None:
    def tagged(kind: int, id: int, customer: int, score: int) -> Profile:
        return Profile(kind, id, customer, score=score, is_hidden=id == 13, tags={"vip": Known(id % 2 == 0, NOW)})

    keep(*(tagged(CUSTOMER, id, id, id) for id in range(1, 14)))
    keep(*(tagged(CONTACT, id, id % 10 + 1, 0) for id in range(1, 31)))
    vip = Compare("customer.tag.vip", "is", True)
    assert matching.count(CUSTOMER, vip, NOW, TODAY) == 6
    found = matching.page(CUSTOMER, vip, NOW, TODAY, limit=4)
    rest = matching.page(CUSTOMER, vip, NOW, TODAY, after=found[-1], limit=4)
    assert sorted(id for _, id in found + rest) == [2, 4, 6, 8, 10, 12]
    assert found + rest == sorted(found + rest)
    both = All((Compare("contact.tag.vip", "is", True), Compare("customer.score", "above", 8)))
    assert sorted(id for _, id in matching.page(CONTACT, both, NOW, TODAY)) == [8, 18, 28]
    assert matching.count(CONTACT, Not(both), NOW, TODAY) == 26
    assert matching.count(CUSTOMER, Compare("contact.score", "is_missing"), NOW, TODAY) == 12


def test_an_empty_all_is_everybody_and_an_empty_any_nobody() -> None:
    keep(Profile(CUSTOMER, 1, 1))
    assert matching.count(CUSTOMER, All(()), NOW, TODAY) == 1
    assert matching.count(CUSTOMER, Any(()), NOW, TODAY) == 0


HOSTILE = (
    "'; drop table profile; --", '"', "%s", "%(x)s", "$1", "\\", ")", "c.state", "@", "#", "{0}", "' or '1'='1", "\u2019", "/*",
)  # fmt: skip


@given(made.compares(), st.sampled_from(HOSTILE), st.sampled_from(HOSTILE))
@settings(max_examples=CASES, deadline=None, suppress_health_check=SLOW)
@pytest.mark.number("S4")
def test_the_text_of_a_statement_holds_nothing_a_caller_wrote(compare: Compare, name: str, value: str) -> None:
    sql = condition_sql.where(compare, NOW, TODAY, None)
    assert sql.text.count("%s") == len(sql.params)
    field = read(compare.field)
    if field.scope == "event":
        assert sql == condition_sql.Sql(sql.text if sql.text in ("true", "false") else "")
        return
    other = Compare(
        renamed(compare, name),
        compare.op,
        value if isinstance(compare.value, str) and compare.op not in MOMENT else compare.value,
    )
    assert condition_sql.where(other, NOW, TODAY, None).text == sql.text
    assert pieces(sql.text) <= WORDS | SIGNS


def renamed(compare: Compare, name: str) -> str:
    field = read(compare.field)
    if not field.args:
        return compare.field
    head, *more = field.noun.split(".")
    names = [name] * len(field.args)
    tail = [str(field.days)] if field.days else more
    return path(field.scope, head, *names, *tail)


# All the words a statement may be made of: none of them can come from a caller.
WORDS = {
    "case", "when", "then", "else", "end", "is", "not", "null", "and", "or", "true", "false", "coalesce", "select", "sum", "from",
    "daily", "d", "where", "c", "k", "any", "starts_with", "strpos", "jsonb_typeof", "to_jsonb", "collate", "state", "id", "score",
    "started_at", "last_seen_at", "renews_at", "partition", "kind", "subject_id", "name", "day", "count", "numeric", "text",
    "boolean", "jsonb", "date", "timestamptz", "timestamp", "at", "time", "zone",
}  # fmt: skip
SIGNS = {"%s", "@>", '"C"', *"0123", *"-().,:=<>~[]"}
TEXTS = re.compile(r"'[^']*'")
KNOWN_TEXTS = {
    "'own_score'", "'last_login_at'", "'counts'", "'features'", "'tags'", "'places'", "'stages'", "'segments'", "'traits'", "'folded'",
    "'true'", "'string'", "'array'", "'number'", "'null'", "'UTC'", f"'{text.ZONED}'",
    f"'{text.UNZONED}'",
}  # fmt: skip


def pieces(sql: str) -> set[str]:
    """The statement's words and signs; its literals must be known ones."""
    assert set(TEXTS.findall(sql)) <= KNOWN_TEXTS
    return set(re.findall(r'%s|"[^"]*"|@>|[A-Za-z_]+|[0-9]+|[^\sA-Za-z_0-9]', TEXTS.sub(" ", sql)))


@pytest.mark.parametrize(
    ("field", "op"),
    [
        ("customer.state", "is"), ("c.state", "is"), ("customer.score; drop table profile", "is"), ("customer.score", "= 1 or"),
        ("customer.score::text", "is"), ('customer."score"', "; --"), ("profile.score", "is"), ("", "is"), (".", "is"),
    ],
)  # fmt: skip
@pytest.mark.number("S4")
def test_a_field_or_operator_that_is_not_of_the_language_never_becomes_sql(field: str, op: Op) -> None:
    with pytest.raises(Invalid):
        condition_sql.where(Compare(field, op, 1), NOW, TODAY)


def test_the_answer_is_the_same_at_the_edges_of_time() -> None:
    keep(Profile(CUSTOMER, 1, 1, last_seen_at=datetime(2026, 2, 22, 12, tzinfo=UTC)))
    for op, answer in (("within_days", 0), ("more_than_days_ago", 1)):
        asked = condition.parse({"field": "customer.last_seen_at", "op": op, "value": 7})
        assert matching.count(CUSTOMER, asked, NOW, TODAY) == answer
