"""Profiles and conditions at random, drawn from few names and awkward values so that they often meet."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from unicodedata import normalize
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from perennia.core import text
from perennia.core.condition import All, Any, Compare, Condition, Days, Not, View, path
from perennia.core.condition.field import EVENT, FEATURE, PLAIN, Field, read
from perennia.core.condition.predicate import MOMENT, OPS, ORDER, PART, SPAN, THERE
from perennia.core.event import Event, Value
from perennia.core.profile import CONTACT, CUSTOMER, FeatureUse, Known, Profile

CASES = int(os.environ.get("CASES", "1000"))  # how many cases a property is tried with; 10,000 before a release

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TODAY = NOW.astimezone(ZONE).date()
INSTANT, DAY = timedelta(microseconds=1), timedelta(days=1)

NAMES = ("plan", "a.b", 'q"', "Đã gọi", "%s", "'; drop table profile; --", "0", "$.x", "\\", "@#", "{}")
WORDS = (
    "", "a", "A", "pro", "Pro plan", "straße", "STRASSE", "İstanbul", "istanbul", "I", "\u0131", "i", "Nguyễn Đức", "nguyễn",
    "café", "ﬁne", "ΣΊΣΥΦΟΣ", "ς", "ͅα", "ǰ", "👩‍👩‍👧", "🇻🇳", "東京", "ﬀ", "ŉ", "1", "1.0", "true", "null", "\\", "%", "_", "'", '"',
    "{}", "[]", "\U0001e900", "\ufffd", "\uffff", "\U00010000",
)  # fmt: skip
TIMES = (
    "2026-03-01", "2026-03-01T12:00:00Z", "2026-03-01T12:00", "2026-03-01t11:59:59.999999z", "2026-03-01 19:00:00+07:00",
    "2026-02-22T12:00:00Z", "2026-02-22T12:00:00.000001Z", "2026-03-08T12:00:00+00:00", "2024-02-29", "2023-02-29",
    "2000-02-29T23:59", "1900-02-29", "1000-01-01T00:00+14:00", "2999-12-31T23:59:59.999999-13:59", "2026-02-30", "0999-01-01",
    "2026-03-01T24:00", "2026-03-01T12:00:60Z", "2026-03-01T12", "2026-3-1", "20260301", "2026-03-01Z", "2026-04-31",
    "2026-03-01T12:00:00.0000001Z", "2026-03-01T12:00:00+14:30", "2026-03-01\n", "infinity", "now", "epoch", "2026-03-01 BC",
)  # fmt: skip
NUMBERS = (
    0, -0.0, 1, 1.0, -1, 0.1, 0.3, 0.1 + 0.2, 7, 300, 2**31, 2**53, 2**53 + 1, float(2**53), 2**63 - 1, -(2**63), float(2**63),
    1e16, 1e22, 1e23, 1e300, -1e300, 1.7976931348623157e308, 5e-324, 1e-7, 2.5, 123456789.12345679,
)  # fmt: skip

letters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
SHAPES: tuple[Callable[[str], str], ...] = (str, str.upper, str.lower, str.title, str.casefold, str.swapcase)
FORMS: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")


@st.composite
def texts(draw: st.DrawFn) -> str:
    base = draw(st.one_of(st.sampled_from(WORDS), st.sampled_from(TIMES), st.text(letters, max_size=4)))
    shaped = normalize(draw(st.sampled_from(FORMS)), draw(st.sampled_from(SHAPES))(base))
    return shaped if draw(st.integers(0, 3)) else shaped + draw(st.sampled_from(WORDS))


names = st.one_of(st.just(NAMES[0]), st.sampled_from(NAMES))
numbers = st.one_of(
    st.sampled_from(NUMBERS),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(-1000, 1000, places=2, allow_nan=False).map(float),
)
scalars = st.one_of(texts(), numbers, st.booleans())
edges = st.sampled_from([NOW + n * DAY for n in (-30, -7, -1, 0, 1, 7, 30)])
moments = st.one_of(
    edges,
    st.tuples(edges, st.sampled_from([-INSTANT, INSTANT])).map(lambda parts: parts[0] + parts[1]),
    st.integers(0, 130 * 365 * 86_400 * 10**6).map(lambda micro: datetime(1970, 1, 1, tzinfo=UTC) + micro * INSTANT),
)
items: st.SearchStrategy[Value] = st.one_of(scalars, st.none(), st.lists(scalars, max_size=1).map(list[Value]))
values: st.SearchStrategy[Value] = st.one_of(
    scalars,
    st.none(),
    moments.map(text.iso),
    st.lists(items, max_size=3).map(list[Value]),
    st.dictionaries(st.sampled_from(("x", "a.b")), scalars, max_size=1).map(dict[str, Value]),
)
known = values.map(lambda value: Known(value, NOW))
uses = st.tuples(st.integers(0, 400), st.integers(0, 9), moments, moments).map(lambda parts: FeatureUse(*parts))


@st.composite
def profiles(draw: st.DrawFn, kind: int = CUSTOMER, id: int = 1, customer: int = 1) -> Profile:
    traits = draw(st.dictionaries(names, known, max_size=4))
    maybe = st.one_of(moments, moments, st.none())
    return Profile(
        kind, id, customer,
        score=draw(st.integers(-1, 301)), own_score=draw(st.sampled_from((0, 1, 300))), started_at=draw(maybe),
        last_seen_at=draw(maybe), last_login_at=draw(maybe), renews_at=draw(maybe), traits=traits,
        folded={name: key for name, one in traits.items() if (key := text.folded(one.value)) is not None},
        tags=draw(st.dictionaries(names, st.booleans().map(lambda on: Known(on, NOW)), min_size=1, max_size=2)),
        stages=draw(st.dictionaries(names, st.one_of(names, st.none()).map(lambda at: Known(at, NOW)), min_size=1, max_size=2)),
        places=draw(st.dictionaries(names, st.dictionaries(names, moments, max_size=2), min_size=1, max_size=1)),
        features=draw(st.dictionaries(names, uses, min_size=1, max_size=2)),
        counts=draw(st.dictionaries(names, st.integers(0, 9), min_size=1, max_size=2)),
        segments=draw(st.dictionaries(names, moments, max_size=2)),
    )  # fmt: skip


days = st.dictionaries(
    st.integers(-9, 2).map(lambda n: TODAY + n * DAY), st.integers(0, 3).map(lambda n: (n, 0)), max_size=3
)


@st.composite
def events(draw: st.DrawFn) -> Event:
    body = st.dictionaries(names, st.one_of(values, st.dictionaries(names, values, max_size=2)), max_size=3)
    return Event(
        seq=1, id="m", name=draw(names), kind=draw(st.sampled_from(("track", "page"))), customer=1, contact=None, at=draw(moments),
        received_at=NOW, source=101, properties=draw(body), traits=draw(body), context=draw(body),
    )  # fmt: skip


@st.composite
def views(draw: st.DrawFn) -> View:
    contact = draw(st.one_of(st.none(), profiles(CONTACT, 2)))
    sums: dict[tuple[int, int, str], Days] = {
        (kind, id, name): draw(days) for kind, id in ((CUSTOMER, 1), (CONTACT, 2)) for name in {NAMES[0], draw(names)}
    }
    return View(draw(profiles()), contact, draw(st.one_of(st.none(), events())), NOW, TODAY, sums)


@st.composite
def fields(draw: st.DrawFn, event: bool) -> str:
    scope = draw(st.sampled_from(("customer", "contact", "event") if event else ("customer", "contact")))
    if scope == "event":
        noun = draw(st.sampled_from((*EVENT, "properties", "traits", "context")))
        return path(scope, noun) if noun in EVENT else path(scope, noun, *draw(st.lists(names, min_size=1, max_size=2)))
    noun = draw(
        st.sampled_from(
            (*PLAIN, *["trait"] * 8, "tag", "stage", "segment", "count", "place", "feature", "recent", "recent")
        )
    )
    if noun in PLAIN:
        return path(scope, noun)
    more = {"place": names, "feature": st.sampled_from(tuple(FEATURE)), "recent": st.sampled_from(("1", "7"))}
    return path(scope, noun, draw(names), *([draw(more[noun])] if noun in more else []))


# Each field a profile has, evenly: what `fields` draws leans to a few.
every_field = st.sampled_from([
    path(scope, *rest)
    for scope in ("customer", "contact")
    for rest in (
        *((noun,) for noun in PLAIN), *((noun, NAMES[0]) for noun in ("trait", "tag", "stage", "segment", "count")),
        *(("feature", NAMES[0], part) for part in FEATURE), *(("place", NAMES[0], name) for name in NAMES[:2]),
        *(("recent", NAMES[0], days) for days in ("1", "2", "7", "8")),
    )
])  # fmt: skip


@st.composite
def compares(draw: st.DrawFn, event: bool = True) -> Compare:
    field = draw(fields(event))
    op = draw(st.sampled_from(OPS[read(field).kind]))
    return Compare(field, op, draw(_wanted(read(field), op)))


def conditions(event: bool = True) -> st.SearchStrategy[Condition]:
    """Trees of predicates; `event` says whether any may ask for the event at hand."""
    return st.recursive(
        compares(event),
        lambda inner: st.one_of(
            inner.map(Not),
            st.lists(inner, max_size=3).map(lambda parts: All(tuple(parts))),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: Any(tuple(parts))),
        ),
        max_leaves=5,
    )


def _wanted(field: Field, op: str) -> st.SearchStrategy[Value]:
    if op in THERE:
        return st.none()
    if op in SPAN:
        return st.sampled_from((0, 1, 7, 30, 36_500))
    if op in MOMENT:
        return st.one_of(st.sampled_from([time for time in TIMES if text.moment(time)]), moments.map(text.iso))
    one = _scalar(field, op)
    if op == "one_of":
        return st.lists(one, min_size=1, max_size=3).map(list[Value])
    return one


def _scalar(field: Field, op: str) -> st.SearchStrategy[Value]:
    if field.kind == "flag":
        return st.booleans()
    if field.kind == "number":
        return st.one_of(st.integers(0, 6), st.sampled_from(NUMBERS))
    if field.kind == "name" or op == "starts_with":
        return st.one_of(names, texts()).filter(bool)
    if op in ORDER:
        return st.one_of(texts(), numbers)
    return scalars.filter(lambda value: value != "") if op in PART else scalars


def day_sums(view: View) -> list[tuple[int, int, str, date, int]]:
    """The view's daily sums as rows: kind, subject, name, day, count."""
    return [(*key, day, count) for key, sums in view.days.items() for day, (count, _) in sums.items()]
