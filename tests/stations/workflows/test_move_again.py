"""The mover when others have moved before it, and when one person is at both ends."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from perennia.core import partition
from perennia.ingest.row import Row, body
from tests.driving import NINE, Stream

ACME, BIRCH, CEDAR = 1, 2, 3
NEAR = next(n for n in range(4, 10_000) if partition.of(n) == partition.of(ACME))
ANN, BOB = 501, 502
REMOVED = "truncate ingest_contact, ingest_account, ingest_person, ingest_key restart identity"


@pytest.fixture
def known(stream: Stream) -> Iterator[Stream]:
    """Ann is a contact at Acme (11) and Birch (22), Bob at Acme (12)."""
    stream.connection.execute(REMOVED)
    for customer in (ACME, BIRCH, CEDAR, NEAR):
        stream.connection.execute(
            "insert into ingest_account (id, partition, kind) values (%s, %s, 'account')",
            [customer, partition.of(customer)],
        )
        stream.connection.execute(
            "insert into ingest_key (kind, key, customer_id) values ('group', %s, %s)", [f"g{customer}", customer]
        )
    for person, last in ((ANN, 22), (BOB, 12)):
        stream.connection.execute(
            "insert into ingest_person (id, is_known, last_contact_id) values (%s, true, %s)", [person, last]
        )
    for contact, person, customer in ((11, ANN, ACME), (12, BOB, ACME), (22, ANN, BIRCH)):
        joined(stream, contact, person, customer)
    yield stream
    stream.connection.execute(REMOVED)


def joined(stream: Stream, contact: int, person: int, customer: int) -> None:
    stream.connection.execute(
        "insert into ingest_contact (id, person_id, customer_id, partition) values (%s, %s, %s, %s)",
        [contact, person, customer, partition.of(customer)],
    )


def move(
    source: int, target: int, contact: int | None = None, becomes: int | None = None, reason: str = "merge"
) -> Row:
    said: dict[str, object] = {
        "from_customer": source, "from_contact": contact, "to_customer": target, "to_contact": becomes, "reason": reason,
    }  # fmt: skip
    return Row(
        customer=source, contact=contact, source=2, kind="move", name="Move", message_id=f"{source}-{target}-{contact}",
        at=NINE + timedelta(hours=1), received_at=NINE + timedelta(hours=1), body=body(said),
    )  # fmt: skip


def settle(stream: Stream) -> None:
    for _ in range(3):
        for customer in (ACME, BIRCH, CEDAR, NEAR):
            stream.run(customer)


def used(stream: Stream, customer: int, contact: int, seconds: int, **rest: object) -> Row:
    return stream.event("Feature Used", customer=customer, contact=contact, feature="Reports", seconds=seconds, **rest)  # type: ignore[arg-type]  # handed on


def seconds(stream: Stream, contact: int) -> int:
    return int(stream.state(1, contact)["features"]["Reports"][0])


@pytest.mark.number("A10", "R4")
@pytest.mark.parametrize("target", [BIRCH, NEAR], ids=["another partition", "the same partition"])
def test_a_merge_of_customers_makes_one_contact_of_somebody_at_both(known: Stream, target: int) -> None:
    if target == NEAR:
        joined(known, 33, ANN, NEAR)
    there = 33 if target == NEAR else 22
    known.put(used(known, ACME, 11, 60), used(known, ACME, 12, 5), used(known, target, there, 40), move(ACME, target))
    settle(known)
    assert seconds(known, there) == 100
    assert seconds(known, 12) == 5
    assert known.rows("select id, customer_id from profile order by kind, id") == sorted(
        [(target, target), (12, target), (there, target)], key=lambda row: (row[0] in (12, there), row[0])
    )
    assert known.rows("select moved_to from ingest_contact where id = 11") == [(there,)]
    assert known.rows("select customer_id from ingest_contact where id = 12") == [(target,)]
    assert known.rows("select customer_id from ingest_key where key = 'g1'") == [(target,)]
    known.put(used(known, ACME, 11, 1), used(known, ACME, 12, 1))
    settle(known)
    assert (seconds(known, there), seconds(known, 12)) == (101, 6)
    assert known.rows("select count(*) from inbox") == known.rows("select count(*) from parked") == [(0,)]


@pytest.mark.number("A10")
def test_a_move_whose_aim_has_moved_by_now_follows_it(known: Stream) -> None:
    joined(known, 33, ANN, CEDAR)
    known.put(used(known, ACME, 11, 60), used(known, BIRCH, 22, 40))
    settle(known)
    known.put(move(BIRCH, CEDAR, 22, 33, "staff"))
    settle(known)
    known.put(move(ACME, BIRCH, 11, 22, "staff"))
    settle(known)
    assert seconds(known, 33) == 100
    assert known.rows("select id from profile where kind = 1") == [(33,)]
    assert known.rows("select id, moved_to from ingest_contact where person_id = %s order by id", ANN) == [
        (11, 33),
        (22, 33),
        (33, None),
    ]


@pytest.mark.number("A10")
def test_of_two_orders_to_merge_one_customer_the_second_finds_nothing_left(known: Stream) -> None:
    known.put(used(known, ACME, 12, 60), move(ACME, CEDAR), move(ACME, BIRCH))
    settle(known)
    assert known.rows("select customer_id from profile where kind = 1 and id = 12") == [(CEDAR,)]
    assert known.rows("select merged_into from ingest_account where id = %s", ACME) == [(CEDAR,)]


@pytest.mark.number("R4")
def test_two_contacts_of_one_customer_become_one(known: Stream) -> None:
    known.put(used(known, ACME, 11, 60), used(known, ACME, 12, 5), move(ACME, ACME, 12, 11, "alias"))
    settle(known)
    known.put(used(known, ACME, 12, 1))
    settle(known)
    assert seconds(known, 11) == 66
    assert known.state(0, ACME)["features"]["Reports"][0] == 66
    assert known.rows("select id from profile where kind = 1") == [(11,)]


@pytest.mark.number("A10")
def test_one_who_left_a_customer_comes_back_with_a_merge(known: Stream) -> None:
    joined(known, 33, ANN, CEDAR)
    known.put(used(known, BIRCH, 22, 40), used(known, ACME, 11, 60))
    settle(known)
    known.put(move(BIRCH, CEDAR, 22, 33, "staff"))
    settle(known)
    known.put(move(ACME, BIRCH))
    settle(known)
    known.put(used(known, ACME, 11, 1), used(known, BIRCH, 11, 1))
    settle(known)
    assert (seconds(known, 11), seconds(known, 33)) == (62, 40)
    assert known.rows("select customer_id from ingest_contact where id = 11") == [(BIRCH,)]


@pytest.mark.number("A10")
def test_queued_messages_effects_and_budgets_go_along_once(known: Stream) -> None:
    known.workflow(
        trigger={"key": "event_seen", "names": ["Signed Up"]}, audience="customer_touch",
        steps=[{"key": "send_message", "template": "hello"}, {"key": "notify_team", "kind": "n", "text": "New", "to": "everybody"}],
        templates={"hello": {"subject": "Hello", "body": "Hello"}},
    )  # fmt: skip
    known.put(known.event("Signed Up", customer=ACME, contact=11, email="ann@example.com"))
    known.run(ACME)
    known.connection.execute(
        "insert into send_budget (partition, contact_id, sent_at) values (%s, 11, array[%s::timestamptz]),"
        " (%s, 22, array[%s::timestamptz])",
        [partition.of(ACME), NINE, partition.of(BIRCH), NINE],
    )
    known.put(move(ACME, BIRCH))
    settle(known)
    here = (partition.of(BIRCH), BIRCH, 22)
    assert known.rows("select partition, customer_id, contact_id from message") == [here]
    assert known.rows("select partition, customer_id, contact_id from effect where kind = 'Notify'") == [here]
    assert known.rows("select partition, contact_id, cardinality(sent_at) from send_budget") == [(here[0], 22, 2)]
    assert known.rows(
        "select count(*) from effect where kind = 'Describe' and (body->'effect'->>'id')::int in (1, 11)"
    ) == [(0,)]
