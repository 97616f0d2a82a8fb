"""Segments on real PostgreSQL: who is in one lies in a table, is the same as SQL says, and survives rebuilds and moves."""

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest

from perennia.core import partition
from perennia.core.condition import parse
from perennia.core.error import Invalid
from perennia.core.profile import CONTACT, CUSTOMER, Kind
from perennia.customers import matching
from perennia.customers.models import Segment
from perennia.host import clock
from perennia.ingest.row import Row, body
from perennia.workflows import recount, segments
from perennia.workflows.segments import Draft
from tests.driving import NINE, Stream

DAY = timedelta(days=1)
PRO = {"field": "customer.trait.plan", "op": "is", "value": "pro"}
QUIET = {"field": "contact.last_seen_at", "op": "more_than_days_ago", "value": 3}


def defined(name: str, subject: segments.Subject, condition: object) -> Segment:
    return segments.define(Draft(name=name, subject=subject, condition=condition), None, NINE)


def members(stream: Stream, key: str) -> list[int]:
    found = stream.rows("select subject_id from segment_member where segment = %s order by 1", key)
    return [subject for (subject,) in found]


def plan(stream: Stream, name: str, at: timedelta = timedelta(), customer: int = 1) -> Row:
    return stream.event("Group", kind="group", customer=customer, contact=None, at=NINE + at, plan=name)


def test_members_follow_what_happens(stream: Stream) -> None:
    segment = defined("Pro plan", "customer", PRO)
    assert segment.key == "pro_plan"
    stream.put(plan(stream, "pro"))
    stream.run()
    assert members(stream, "pro_plan") == [1]
    stream.put(plan(stream, "free", DAY))
    stream.run()
    assert members(stream, "pro_plan") == []
    assert stream.rows("select name from history where kind = 'derived' order by received_at") == [
        ("Segment Entered",), ("Segment Left",),
    ]  # fmt: skip


def test_time_alone_moves_people_by_a_timer(stream: Stream) -> None:
    defined("Quiet", "contact", QUIET)
    stream.put(stream.event("Signed In"))
    stream.run(until=NINE + 3 * DAY - timedelta(seconds=1))
    assert (members(stream, "quiet"), stream.rows("select node from timer")) == ([], [(-1,)])
    stream.run(until=NINE + 3 * DAY + timedelta(seconds=1))
    assert members(stream, "quiet") == [11]
    assert stream.rows("select count(*) from timer") == [(0,)]


@pytest.fixture
def next_day(stream: Stream) -> Iterator[None]:
    """The clock shows the day after."""
    clock.move(NINE + DAY - clock.now())
    yield
    clock.set_ahead(timedelta())


@pytest.mark.usefixtures("next_day")
@pytest.mark.number("R13")
def test_a_rebuild_moves_people_loses_no_step_and_lets_nobody_in_again(stream: Stream) -> None:
    segment = defined("Pro", "customer", PRO)
    stream.workflow(
        key="greet", subject="customer", re_entry="every_time", trigger={"key": "segment_entered", "segment": "pro"},
        exits=[{"key": "segment_left", "segment": "pro"}],
        steps=[{"key": "wait", "for": "P2D"}, {"key": "add_tag", "tag": "Greeted"}],
    )  # fmt: skip
    stream.put(plan(stream, "pro"))
    stream.run(until=NINE + timedelta(hours=1))
    runs = stream.rows("select state, count(*) from enrolment group by 1")
    assert runs == [("waiting", 1)]
    for _ in range(2):  # the same meaning again, and an outage in between: run twice
        Segment.objects.filter(pk=segment.pk).update(counted=0)
        recount.recount(segment.pk)
        recount.recount(segment.pk)
        stream.run(until=NINE + DAY + timedelta(minutes=5))
    assert stream.rows("select state, count(*) from enrolment group by 1") == [("waiting", 1)]
    # A meaning under which nobody is in it, and back: nobody left, nobody entered, for nothing happened.
    for condition in ({"field": "customer.trait.plan", "op": "is", "value": "none"}, PRO):
        segments.change("pro", NINE + DAY, condition=condition)
        recount.recount(segment.pk)
        stream.run(until=NINE + DAY + timedelta(minutes=5))
    assert members(stream, "pro") == [1]
    assert stream.rows("select state, count(*) from enrolment group by 1") == [("waiting", 1)]
    stream.run(until=NINE + 3 * DAY)
    assert stream.rows("select tag from tag") == [("Greeted",)]


@pytest.mark.usefixtures("next_day")
def test_an_archived_segment_has_nobody_and_comes_back(stream: Stream) -> None:
    segment = defined("Pro", "customer", PRO)
    stream.put(plan(stream, "pro"))
    stream.run()
    for is_archived, expected in ((True, []), (False, [1])):
        segments.change("pro", NINE, is_archived=is_archived)
        recount.recount(segment.pk)
        stream.run(until=NINE + DAY + timedelta(minutes=5))
        assert members(stream, "pro") == expected


@pytest.mark.number("A10")
def test_a_customer_that_became_another_is_judged_anew(stream: Stream) -> None:
    defined("Pro", "customer", PRO)
    stream.put(plan(stream, "pro"), stream.event("Signed In"), stream.event("Signed In", customer=2, contact=22))
    stream.put(plan(stream, "free", DAY, customer=2))
    for customer in (1, 2):
        stream.run(customer)
    assert members(stream, "pro") == [1]
    said: dict[str, object] = {
        "from_customer": 1, "from_contact": 11, "to_customer": 2, "to_contact": 22, "person": 5, "reason": "first_account",
    }  # fmt: skip
    stream.put(Row(customer=1, contact=11, source=2, kind="move", name="Move", message_id="m", at=NINE + DAY,
                   received_at=NINE + DAY, body=body(said)))  # fmt: skip
    for customer in (1, 2, 1, 2):
        stream.run(customer, until=NINE + 2 * DAY)
    assert members(stream, "pro") == []
    assert stream.rows("select count(*) from timer where node < 0 and due_at <= %s", NINE + 2 * DAY) == [(0,)]


@pytest.mark.parametrize("limit", [1, 7, 2000])
def test_the_table_says_what_sql_says_whatever_the_batch(stream: Stream, limit: int) -> None:
    conditions: dict[str, tuple[segments.Subject, object]] = {
        "busy": ("contact", {"field": "contact.recent.Signed In.2", "op": "at_least", "value": 3}),
        "quiet": ("contact", {"field": "contact.last_seen_at", "op": "more_than_days_ago", "value": 1}),
        "mixed": ("customer", {"any": [PRO, {"all": [
            {"field": "customer.feature.Reports.uses", "op": "at_least", "value": 4},
            {"not": {"field": "customer.last_seen_at", "op": "within_days", "value": 1}}]}]}),
    }  # fmt: skip
    for name, (subject, condition) in conditions.items():
        defined(name, subject, condition)
    chance = random.Random(5)
    rows: list[Row] = []
    for number in range(150):
        at = NINE + timedelta(minutes=41 * number)
        contact = 11 + chance.randrange(4)
        name = chance.choice(["Signed In", "Feature Used"])
        rows.append(stream.event(name, contact=contact, at=at, id=f"x{number}", feature="Reports", seconds=5))
        if number % 20 == 0:
            rows.append(plan(stream, chance.choice(["pro", "free"]), timedelta(minutes=41 * number)))
    stream.put(*rows)
    end = NINE + timedelta(days=5, hours=3)
    stream.run(limit=limit, until=end)
    for name, (subject, condition) in conditions.items():
        kind: Kind = CONTACT if subject == "contact" else CUSTOMER
        expected = [id_ for _, id_ in matching.page(kind, parse(condition), end, end.date())]
        assert members(stream, name) == sorted(expected), name


def test_a_segment_of_contacts_asks_about_their_customer_and_all_of_them_follow_it(stream: Stream) -> None:
    defined("Pro people", "contact", {"all": [PRO, {"field": "contact.count.Signed In", "op": "at_least", "value": 1}]})
    stream.workflow(
        key="hello", trigger={"key": "segment_entered", "segment": "pro_people"}, re_entry="every_time",
        steps=[{"key": "add_tag", "tag": "Heard"}],
    )  # fmt: skip
    stream.put(
        stream.event("Signed In", contact=11), stream.event("Signed In", contact=12), stream.event("Seen", contact=13)
    )
    stream.run()
    assert members(stream, "pro_people") == []
    stream.put(plan(stream, "pro", DAY))  # none of them is at hand: they follow in the next turn
    stream.run(), stream.run()
    assert members(stream, "pro_people") == [11, 12]
    assert stream.rows("select subject_id from tag order by 1") == [(11,), (12,)]
    stream.put(stream.event("Signed In", contact=13, at=NINE + 2 * DAY))
    stream.run()
    assert members(stream, "pro_people") == [11, 12, 13]
    stream.put(plan(stream, "free", 3 * DAY))
    stream.run(), stream.run()
    assert (members(stream, "pro_people"), stream.rows("select count(*) from timer")) == ([], [(0,)])


def test_what_time_does_to_their_customer_moves_contacts_too(stream: Stream) -> None:
    renewing = {"field": "customer.renews_at", "op": "in_next_days", "value": 2}
    defined("Renewing soon", "contact", renewing)
    late, soon = ((NINE + days * DAY).isoformat() for days in (30, 10))
    stream.put(stream.event("Signed In"), renews(stream, late))
    stream.run(until=NINE + DAY)
    stream.put(renews(stream, soon, DAY))  # the answer stays, its moment comes sooner
    stream.run(until=NINE + DAY + timedelta(seconds=1))
    stream.run(until=NINE + 8 * DAY - timedelta(seconds=1))
    assert members(stream, "renewing_soon") == []
    stream.run(until=NINE + 8 * DAY + timedelta(seconds=1))
    assert members(stream, "renewing_soon") == [11]


def renews(stream: Stream, at: str, after: timedelta = timedelta()) -> Row:
    return stream.event("Subscription Renewing", contact=None, at=NINE + after, renews_at=at)


def test_a_segment_asks_about_another_which_is_judged_before_it(stream: Stream) -> None:
    defined("Zebra", "customer", PRO)
    inside = {"field": "customer.segment.zebra", "op": "is", "value": True}
    defined("Among them", "customer", {"not": inside})
    defined("Their people", "contact", inside)
    stream.put(stream.event("Signed In"))
    stream.run()
    assert (members(stream, "zebra"), members(stream, "among_them"), members(stream, "their_people")) == ([], [1], [])
    stream.put(plan(stream, "pro", DAY))
    stream.run(), stream.run()
    assert (members(stream, "zebra"), members(stream, "among_them"), members(stream, "their_people")) == ([1], [], [11])
    zebra, people = Segment.objects.get(key="zebra"), Segment.objects.get(key="their_people")
    now = clock.now()
    assert matching.page(CONTACT, parse(people.condition), now, now.date()) == [(partition.of(1), 11)]
    with pytest.raises(Invalid, match="Zebra → Among them → Zebra"):
        segments.change(zebra.key, NINE, condition={"field": "customer.segment.among_them", "op": "is", "value": True})
    with pytest.raises(Invalid, match="no segment “nowhere”"):
        defined("Lost", "customer", {"field": "customer.segment.nowhere", "op": "is", "value": True})
    with pytest.raises(segments.SegmentAsked, match="Among them, Their people"):
        segments.change(zebra.key, NINE, is_archived=True)
    with pytest.raises(Invalid):  # of customers only about themselves
        defined("Other way", "customer", {"field": "contact.segment.their_people", "op": "is", "value": True})


def test_a_workflow_asks_who_is_in_a_segment(stream: Stream) -> None:
    defined("Pro plan", "customer", PRO)
    stream.workflow(
        key="w", subject="contact", trigger={"key": "event_seen", "names": ["Opened"]}, re_entry="every_time",
        when={"field": "customer.segment.pro_plan", "op": "is", "value": True}, steps=[{"key": "add_tag", "tag": "Heard"}],
    )  # fmt: skip
    stream.put(stream.event("Opened"), plan(stream, "pro", DAY))
    stream.run()
    assert stream.rows("select tag from tag") == []
    stream.put(stream.event("Opened", at=NINE + 2 * DAY))
    stream.run()
    assert stream.rows("select tag from tag") == [("Heard",)]
