"""The mover: what a person did while alone joins their account, once, in order, with nothing doubled."""

from datetime import timedelta

import pytest

from perennia.core import partition
from perennia.ingest.row import Row, body
from perennia.workflows.move import move
from tests.driving import NINE, Stream

ALONE, ACCOUNT = 1, 2


def order(
    stream: Stream, reason: str = "first_account", from_contact: int | None = 11, to_contact: int | None = 22
) -> Row:
    said: dict[str, object] = {
        "from_customer": ALONE, "from_contact": from_contact, "to_customer": ACCOUNT, "to_contact": to_contact,
        "person": 5, "reason": reason,
    }  # fmt: skip
    return Row(
        customer=ALONE, contact=from_contact, source=2, kind="move", name="Move", message_id=f"move-{reason}",
        at=NINE + timedelta(hours=1), received_at=NINE + timedelta(hours=1), body=body(said),
    )  # fmt: skip


def both(stream: Stream) -> None:
    for _ in range(3):
        stream.run(ALONE)
        stream.run(ACCOUNT)


def test_the_partitions_differ() -> None:
    assert partition.of(ALONE) != partition.of(ACCOUNT)


@pytest.mark.number("R4", "A10")
def test_sums_traits_and_keys_go_along_and_nothing_stays(stream: Stream) -> None:
    stream.workflow(
        key="welcome", subject="customer", trigger={"key": "event_seen", "names": ["Signed Up"]},
        steps=[{"key": "add_tag", "tag": "Active SaaS"}],
    )  # fmt: skip
    stream.put(
        stream.event("Signed Up", customer=ALONE, email="an@example.com"),
        stream.event("Feature Used", customer=ALONE, feature="Reports", seconds=60),
        stream.event("Feature Used", customer=ACCOUNT, contact=22, feature="Reports", seconds=40),
        order(stream),
        stream.event("Feature Used", customer=ALONE, feature="Reports", seconds=5, at=NINE + timedelta(hours=2)),
        stream.event("Signed Up", customer=ACCOUNT, contact=22),
    )
    both(stream)
    assert stream.state(1, 22)["features"]["Reports"][0] == 105
    assert stream.state(0, ACCOUNT)["features"]["Reports"][0] == 105
    assert stream.state(1, 22)["traits"]["email"][0] == "an@example.com"
    assert stream.rows("select count(*) from profile where customer_id = %s", ALONE) == [(0,)]
    assert stream.rows("select sum(seconds)::int from daily where kind = 1") == [(105,)]
    assert stream.rows("select kind, subject_id, tag, customer_id from tag") == [(0, ACCOUNT, "Active SaaS", ACCOUNT)]
    assert stream.rows("select count(*) from enrolment where workflow = 'welcome'") == [(1,)]
    assert stream.rows("select count(*) from inbox") == [(0,)]


@pytest.mark.number("R1")
def test_a_message_id_known_before_the_move_is_known_after_it(stream: Stream) -> None:
    stream.put(stream.event("Signed In", customer=ALONE, id="same"), order(stream))
    both(stream)
    stream.put(stream.event("Signed In", customer=ACCOUNT, contact=22, id="same"))
    both(stream)
    assert stream.rows("select count from daily where kind = 1 and name = 'Signed In'") == [(1,)]


COMES_IN = """
create sequence emptied;
create function comes_in() returns trigger language plpgsql as $$ begin
    if nextval('emptied') = 2 then  -- the order itself went first, then the contact's rows
        insert into inbox (partition, lane, customer_id, contact_id, source, kind, name, message_id, message_hash, at, received_at, body)
        select h.partition, 0, h.customer_id, h.contact_id, h.source, h.kind, h.name, 'late', gen_random_uuid(), h.at, h.received_at, h.body
        from history h where h.name = 'Feature Used' limit 1;
    end if;
    return null;
end $$;
create trigger comes_in after delete on inbox for each statement execute function comes_in();
"""


@pytest.mark.number("R4", "A10")
@pytest.mark.parametrize("reason", ["first_account", "merge"])
def test_what_comes_in_while_the_mover_is_at_work_is_counted_where_its_contact_goes(
    stream: Stream, reason: str
) -> None:
    """A request commits between two of the mover's statements: here a trigger does, behind the one that takes the rows."""
    stream.put(stream.event("Feature Used", customer=ALONE, feature="Reports", seconds=60))
    stream.run(ALONE)
    ends = (11, 22) if reason == "first_account" else (None, None)
    (seq,) = stream.put(order(stream, reason, *ends))
    stream.connection.execute(COMES_IN)
    try:
        move(stream.connection, partition.of(ALONE), seq)
    finally:
        stream.connection.execute("drop trigger comes_in on inbox; drop function comes_in; drop sequence emptied")
    both(stream)
    became = 22 if reason == "first_account" else 11
    assert stream.rows("select id from profile where kind = 1") == [(became,)]
    assert stream.state(1, became)["features"]["Reports"][:2] == [120, 2]
    assert stream.state(0, ACCOUNT)["features"]["Reports"][:2] == [120, 2]
    assert stream.rows("select sum(seconds)::int from daily where kind = 1 and subject_id = %s", became) == [(120,)]


@pytest.mark.number("A10")
def test_a_waiting_timer_fires_once_at_the_new_place(stream: Stream) -> None:
    stream.workflow(
        trigger={"key": "event_seen", "names": ["Signed Up"]},
        steps=[{"key": "wait", "for": "P2D"}, {"key": "add_tag", "tag": "Late"}],
    )
    stream.put(stream.event("Signed Up", customer=ALONE))
    stream.run(ALONE, until=NINE + timedelta(minutes=1))
    stream.put(order(stream))
    stream.run(ALONE, until=NINE + timedelta(days=1))
    for customer in (ALONE, ACCOUNT):
        stream.run(customer, until=NINE + timedelta(days=3))
    assert stream.rows("select subject_id, tag, customer_id from tag") == [(22, "Late", ACCOUNT)]


@pytest.mark.number("A10")
def test_a_row_that_comes_late_for_the_old_contact_is_forwarded(stream: Stream) -> None:
    stream.put(stream.event("Signed In", customer=ALONE), order(stream))
    both(stream)
    stream.put(stream.event("Feature Used", customer=ALONE, feature="Reports", seconds=7))
    both(stream)
    assert stream.state(1, 22)["features"]["Reports"][0] == 7


@pytest.mark.number("A10")
def test_a_merge_takes_every_contact_along(stream: Stream) -> None:
    stream.put(
        stream.event("Signed In", customer=ALONE, contact=11),
        stream.event("Signed In", customer=ALONE, contact=12),
        order(stream, "merge", None, None),
    )
    both(stream)
    assert stream.rows("select id, customer_id from profile order by kind, id") == [(2, 2), (11, 2), (12, 2)]
    assert stream.rows("select count(*) from moved") == [(3,)]


def parks(stream: Stream, customer: int, *, is_parked: bool, tries: int = 3) -> None:
    stream.connection.execute(
        "insert into trouble values (%s, %s, 1, %s, 'poison', %s, %s)",
        [partition.of(customer), customer, tries, is_parked, NINE],
    )


def a_parked_event(stream: Stream) -> None:
    (seq,) = stream.put(stream.event("Signed In", customer=ALONE))
    stream.connection.execute("insert into parked select * from inbox where seq = %s", [seq])
    stream.connection.execute("delete from inbox where seq = %s", [seq])
    parks(stream, ALONE, is_parked=True)


def resumed(stream: Stream) -> None:
    stream.put(stream.event("Resume", customer=ACCOUNT, kind="resume", contact=None))
    both(stream)
    assert stream.rows("select count(*) from parked") == [(0,)]
    assert stream.rows("select count(*) from inbox") == [(0,)]
    assert stream.rows("select customer_id from history where name = 'Signed In'") == [(ACCOUNT,)]


def moved_by_hand(stream: Stream, row: Row) -> None:
    """A parked customer's move waits with the rest; this one began before they were parked."""
    stream.put(row)
    move(stream.connection, partition.of(ALONE), stream.rows("select seq from inbox where kind = 'move'")[0][0])


@pytest.mark.number("A9", "A10")
@pytest.mark.parametrize("reason", ["merge", "staff"])
@pytest.mark.parametrize("is_target_in_trouble", [True, False])
def test_what_waits_for_a_person_waits_for_them_at_the_new_place(
    stream: Stream, reason: str, is_target_in_trouble: bool
) -> None:
    a_parked_event(stream)
    if is_target_in_trouble:
        parks(stream, ACCOUNT, is_parked=False, tries=1)
    ends = (None, None) if reason == "merge" else (11, 22)
    moved_by_hand(stream, order(stream, reason, *ends))
    assert stream.rows("select reason from trouble where customer_id = %s and is_parked", ACCOUNT) == [("poison",)]
    resumed(stream)


@pytest.mark.number("A10")
def test_a_burst_of_a_contact_that_moves_goes_on_at_the_new_place(stream: Stream) -> None:
    stream.put(stream.event("Signed In", customer=ALONE))
    stream.connection.execute("update inbox set lane = 2")
    stream.connection.execute("insert into burst values (%s, %s)", [partition.of(ALONE), ALONE])
    moved_by_hand(stream, order(stream, "staff"))
    both(stream)
    assert stream.rows("select customer_id from history where name = 'Signed In'") == [(ACCOUNT,)]
    assert stream.rows("select count(*) from burst") == [(0,)]


@pytest.mark.parametrize(("historical", "many"), [(False, 1), (True, 0)])
def test_who_comes_over_from_being_alone_has_joined_the_account_unless_it_is_the_past(
    stream: Stream, historical: bool, many: int
) -> None:
    moving = order(stream)
    moving.historical = historical
    stream.put(stream.event("Signed Up", customer=ALONE), moving)
    both(stream)
    joined = stream.rows("select customer_id, contact_id from history where name = 'Contact Joined'")
    assert joined == [(ACCOUNT, 22)] * many
