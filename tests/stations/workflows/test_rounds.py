"""Workflows on a schedule: everybody they are for enters when it comes round, once a round, whatever happens meanwhile."""

from datetime import UTC, datetime, timedelta

import pytest

from perennia.core.index import Index
from perennia.core.partition import of
from perennia.core.replay import Replay
from perennia.core.stream import Arrived
from perennia.workflows import queries
from perennia.workflows import rounds as scheduled
from perennia.workflows.models import Workflow
from perennia.workflows.rehearsal import rehearse
from perennia.workflows.rounds import rounds
from tests.driving import NINE, Stream
from tests.world import ANNA, BOB, World, definition

WEEK = timedelta(days=7)
MONDAYS = {"key": "schedule", "every": "week", "weekdays": ["mon"], "at": "10:00"}
TEN = NINE + timedelta(hours=1)  # on a Monday
PLUS = {"key": "add_score", "points": 1, "reason": "came round"}


def weekly(stream: Stream, **given: object) -> None:
    given = {"when": {"field": "contact.tag.vip", "op": "is", "value": True}, **given}
    stream.workflow(trigger=MONDAYS, re_entry="every_time", steps=[PLUS], since=NINE, **given)


def entered(stream: Stream) -> list[tuple[int, datetime]]:
    for customer in (1, 2):
        stream.run(customer)
    return stream.rows("select subject_id, entered_at from enrolment order by entered_at, subject_id")


def known(stream: Stream) -> None:
    """Contacts 11 and 12 of customer 1 and 21 of customer 2; 11 and 21 have the tag."""
    for customer, contact in ((1, 11), (1, 12), (2, 21)):
        stream.put(stream.event("Signed In", customer=customer, contact=contact))
        if contact != 12:
            stream.put(stream.event("Tag Added By Hand", customer=customer, contact=contact, kind="person", tag="vip"))
        stream.run(customer)


def test_whom_the_condition_holds_for_enters_once_a_round(stream: Stream) -> None:
    known(stream)
    weekly(stream)
    assert rounds(stream.connection, stream.index(), TEN - timedelta(seconds=1)) == 0
    assert rounds(stream.connection, stream.index(), TEN + timedelta(seconds=9)) == 2
    assert rounds(stream.connection, stream.index(), TEN + timedelta(minutes=5)) == 0
    assert [who for who, _ in entered(stream)] == [11, 21]
    # After three weeks without a worker the last round is made up for, not each of them.
    assert rounds(stream.connection, stream.index(), TEN + 3 * WEEK + timedelta(hours=1)) == 2
    assert [who for who, _ in entered(stream)] == [11, 21, 11, 21]


def test_a_round_cut_off_halfway_goes_on_and_lets_nobody_in_twice(
    stream: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(stream)
    weekly(stream)
    first, second = sorted((of(1), of(2)))
    real = scheduled._proposed

    def cut_off(*given: object) -> list[object]:
        if given[-1] == (second, second):
            raise ConnectionError
        return real(*given)  # type: ignore[arg-type,return-value]

    monkeypatch.setattr(scheduled, "_proposed", cut_off)
    with pytest.raises(ConnectionError):
        rounds(stream.connection, stream.index(), TEN)
    assert stream.rows("select partition from engine_round") == [(second,)]
    assert first < second
    monkeypatch.undo()
    assert rounds(stream.connection, stream.index(), TEN + timedelta(minutes=1)) == 1
    assert sorted(who for who, _ in entered(stream)) == [11, 21]


def test_switched_off_meanwhile_a_round_is_over_and_on_again_it_counts_from_then(stream: Stream) -> None:
    known(stream)
    weekly(stream)
    Workflow.objects.update(is_on=False)
    assert rounds(stream.connection, stream.index(), TEN + timedelta(days=1)) == 0
    Workflow.objects.update(is_on=True, switched_on_at=TEN + timedelta(days=2))
    assert rounds(stream.connection, stream.index(), TEN + timedelta(days=3)) == 0
    assert rounds(stream.connection, stream.index(), TEN + WEEK) == 2


def test_a_million_others_are_not_proposed_and_the_engine_judges_again(stream: Stream) -> None:
    known(stream)
    weekly(stream)
    rounds(stream.connection, stream.index(), TEN)
    stream.put(
        stream.event("Tag Removed By Hand", at=TEN, received_at=TEN, contact=11, kind="person", tag="vip"),
    )
    assert [who for who, _ in entered(stream)] == [21]
    ((detail,),) = stream.rows("select detail->>'reason' from run_log where outcome = 'not_entered'")
    assert detail == "condition"
    assert stream.rows("select count(*) from history where name = 'Schedule Came Round'") == [(2,)]


def test_on_the_virtual_clock_every_round_happens_at_its_own_moment(stream: Stream) -> None:
    known(stream)
    weekly(stream, subject="contact")
    rows = list(scheduled.window(stream.connection, stream.index(), TEN + 2 * WEEK))
    assert [(row.contact, row.received_at) for row in rows if row.contact == 11] == [
        (11, TEN + week * WEEK) for week in range(3)
    ]
    assert list(scheduled.window(stream.connection, stream.index(), TEN + 2 * WEEK + timedelta(days=1))) == []


def test_a_rehearsal_lets_the_same_people_in_at_the_same_moments() -> None:
    world = World(definition(trigger=MONDAYS, re_entry="every_time", steps=[PLUS]))
    index: Index = world.index
    replay = Replay(1, index)
    for who, at in ((ANNA, NINE - timedelta(days=1)), (BOB, NINE + timedelta(days=9))):
        replay.happens(Arrived(world.event("Signed In", at, contact=who, received_at=at).event))
    replay.until(TEN + 2 * WEEK + timedelta(days=1))
    found = sorted((one.entered_at, one.subject) for one in replay.of("tried"))
    assert found == [
        (TEN, ANNA), (TEN + WEEK, ANNA), (TEN + 2 * WEEK, ANNA), (TEN + 2 * WEEK, BOB),
    ]  # fmt: skip
    assert found[0][0].tzinfo is UTC


def test_rehearsed_over_the_weeks_in_which_it_ran_it_lets_in_those_it_let_in(stream: Stream) -> None:
    known(stream)
    weekly(stream)
    for week in range(3):
        rounds(stream.connection, stream.index(), TEN + week * WEEK)
        let_in = entered(stream)
    assert len(let_in) == 6
    now = TEN + 2 * WEEK + timedelta(hours=1)
    row = rehearse.ask(queries.find("w").definition, 30, "Mai", now)
    while rehearse.work(row.pk):
        pass
    row.refresh_from_db()
    [(_, sums)] = rehearse.sides(row)
    assert row.failure == ""
    assert sum(sums.entered.values()) == 6
