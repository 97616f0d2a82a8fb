"""Contacts and whole customers move while both partitions are busy, their timers are due, and workers are killed."""

import time

import pytest

from tests.chaos.judge import judge, nothing
from tests.chaos.rig import Event, Rig, kill, rig
from tests.chaos.stories import WELCOME, sign_ups

PEOPLE, ROUNDS, ACCOUNTS = 30, 6, 5
USED = """
select contact_id, count(*) from history where place = 0 and name = 'Feature Used' group by 1
"""
# Whoever signed up alone has one profile, one run, one letter and their points where they are now.
DOUBLED = """
select p.id, (p.state->'counts'->>'Feature Used')::int, p.score from profile p
where p.kind = 1 and ((p.state->'counts'->>'Feature Used')::int <> %s or p.score <> 15)
"""
ASTRAY = """
select p.id from profile p join ingest_contact c on c.id = p.id
where p.kind = 1 and (c.moved_to is not null or c.customer_id <> p.customer_id)
"""
RUNS = "select subject_id, count(*), min(state) from enrolment group by 1 having count(*) <> 1 or min(state) <> 'done'"
LEDGER = "select subject_id, sum(points)::int from points where kind = 1 group by 1 having sum(points) <> 15"
DISORDER = """
select contact_id, message_id from (
    select contact_id, message_id, seq, max((split_part(message_id, '-', 3))::int) over
        (partition by split_part(message_id, '-', 2) order by received_at, seq, place) as highest
    from history where name = 'Feature Used' and place = 0) h
where split_part(message_id, '-', 3)::int < highest
"""


def uses(round_: int, *, group: bool) -> list[Event]:
    return [
        {"type": "track", "event": "Feature Used", "userId": f"u{n}", "messageId": f"use-{n}-{round_}",
         "properties": {"feature": "Reports", "seconds": 1}, **({"context": {"groupId": f"a{n % ACCOUNTS}"}} if group else {})}
        for n in range(PEOPLE)
    ]  # fmt: skip


def merge(product: Rig, source: str, target: str) -> None:
    """What a member of staff orders: one account becomes part of another."""
    product.rows(
        "insert into inbox (partition, lane, customer_id, source, kind, name, message_id, message_hash, at, received_at, body)"
        " select a.partition, 0, a.id, 3, 'move', 'Move', 'merge', gen_random_uuid(), clock_timestamp(), clock_timestamp(),"
        " jsonb_build_object('properties', jsonb_build_object('from_customer', a.id, 'to_customer', b.customer_id, 'reason', 'merge'))"
        " from ingest_key k join ingest_account a on a.id = k.customer_id, ingest_key b"
        " where k.kind = 'group' and k.key = %s and b.kind = 'group' and b.key = %s returning seq",
        source,
        target,
    )


@pytest.mark.brief
@pytest.mark.number("A10", "R4")
def test_people_and_customers_move_between_busy_partitions_with_timers_due() -> None:
    with rig([WELCOME]) as product:
        workers = [product.worker(), product.worker()]
        assert product.post(sign_ups(0, PEOPLE)) == 200
        for round_ in range(ROUNDS):
            # From the third round on their account is named, so each of them moves into it, their wait of 2 s running.
            assert product.post(uses(round_, group=round_ >= 2)) == 200
            time.sleep(0.3)  # so that waits fall due among the moves; nothing is waited for
        for source, target in (("a1", "a0"), ("a2", "a0"), ("a4", "a3")):
            merge(product, source, target)
        kill(workers[0])
        product.worker()
        assert product.post(uses(ROUNDS, group=True)) == 200
        product.settle()
        judge(product)
        assert product.rows("select count(*) from profile where kind = 1") == [(PEOPLE,)]
        assert product.rows("select count(distinct customer_id) from profile") == [(2,)]
        nothing("doubled or missing sums", product.rows(DOUBLED, ROUNDS + 1))
        nothing("profiles that are not where their contact is", product.rows(ASTRAY))
        nothing("runs not done once", product.rows(RUNS))
        nothing("wrong points", product.rows(LEDGER))
        nothing("events out of order", product.rows(DISORDER))
        nothing("customers in trouble", product.rows("select * from trouble"))
        nothing("parked", product.rows("select * from parked"))
        assert product.rows("select count(*) from message where template = 'hello'") == [(PEOPLE,)]
