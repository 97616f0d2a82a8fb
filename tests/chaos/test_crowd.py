"""Very many events by HTTP while workers and web processes are killed at random: each ends once, every sum is right."""

import os
import random
import time
from pathlib import Path

import pytest

from tests.chaos.crowd import WORKFLOWS, Crowd, Senders, Sum
from tests.chaos.judge import UNENDED, nothing
from tests.chaos.ledger import remember
from tests.chaos.rig import Rig, kill, rig
from tests.chaos.sink import Post, sink

WORKERS = 3
WEB_IN = 5  # one kill in so many is the web's
ENOUGH = 20_000  # events waiting; more are sent when there are fewer, so that sending lasts as long as working
WRONG_END = """
select h.message_id, count(*), min(h.outcome) from history h where h.place = 0 and h.kind = 'track' group by 1
having count(*) <> 1 or min(h.outcome) not in ('matched', 'no_match')
"""
LOST = """
select n from generate_series(0, %s - 1) n
except select substr(message_id, 3)::bigint from history where place = 0 and kind = 'track'
"""
IS_ENOUGH = "select count(*) >= %s from (select from inbox limit 30000) as waiting"
STANDS = "select (select count(*) from inbox), (select count(*) from history where place = 0 and kind = 'track')"
SUMS = """
select k.key, (p.state->'counts'->>'Feature Used')::int, (p.state->'features'->'Reports'->>0)::int,
       (p.state->'counts'->>'Invoice Paid')::int, p.score
from ingest_key k join ingest_contact c on c.person_id = k.person_id and c.moved_to is null
join profile p on p.kind = 1 and p.id = c.id where k.kind = 'user'
"""
LEDGER = """
select p.id, p.score, sum(l.points) from profile p join points l on l.partition = p.partition and l.kind = 1 and l.subject_id = p.id
where p.kind = 1 group by 1, 2 having sum(l.points) <> p.score
"""
DAILY = """
select p.id from profile p join daily d on d.partition = p.partition and d.kind = 1 and d.subject_id = p.id
where p.kind = 1 and d.name = 'feature:Reports' group by p.id, p.state
having sum(d.seconds) <> (p.state->'features'->'Reports'->>0)::int or sum(d.count) <> (p.state->'features'->'Reports'->>1)::int
"""
RUNS = """
select workflow, count(*), count(distinct (subject_id, entry_key)), count(*) filter (where state = 'done')
from enrolment group by 1 order by 1
"""
LEFT_OVER = {
    "customers in trouble": "select customer_id, reason from trouble",
    "parked events": "select message_id from parked",
    "effects not performed": "select key, kind, error from effect",
    "timers": "select * from timer",
    "letters on their way": UNENDED,
}


@pytest.mark.chaos
@pytest.mark.number("R1", "R6", "R7", "R20", "A3")
def test_a_crowd_of_events_ends_once_each_while_processes_are_killed(tmp_path: Path) -> None:
    """CHAOS_EVENTS events; kill -9 again and again until the last of them is worked."""
    crowd = Crowd(int(os.environ.get("CHAOS_EVENTS", "20000")))
    seed = int(os.environ.get("CHAOS_SEED", str(time.time_ns() % 10_000)))
    print(f"{crowd.events:,} events of {crowd.people:,} people, seed {seed} (CHAOS_SEED repeats it)", flush=True)
    member = {"email": "ada@perennia.example", "password": "a long pass phrase of Ada's"}
    with sink(tmp_path) as post, rig(WORKFLOWS, smtp={"port": post.port}, member=member) as product:
        began = time.monotonic()
        kills, webs = send_and_kill(product, crowd, random.Random(seed))
        product.settle(600)
        print(f"{time.monotonic() - began:.0f} s, {kills} workers and {webs} web processes killed", flush=True)
        judge_events(product, crowd)
        judge_people(product, crowd)
        judge_letters(product, post, crowd)
    remember(kills + webs)


def send_and_kill(product: Rig, crowd: Crowd, chance: random.Random) -> tuple[int, int]:
    """Sends all of it; kills until nothing waits in the inbox. Gives the workers and web processes killed."""
    senders = Senders(crowd, product, chance.randrange(1 << 30))
    alive = [product.worker() for _ in range(WORKERS)]
    senders.start()
    began, kills, webs = time.monotonic(), 0, 0
    while not senders.are_done() or product.rows("select exists (select from inbox)") == [(True,)]:
        pace(product, senders, chance.uniform(1, 8))  # the moment of the kill is the random case
        if chance.randrange(WEB_IN) == 0:
            webs += product.kill_web(chance)
        else:
            nth = chance.randrange(WORKERS)
            kill(alive[nth])
            alive[nth] = product.worker()
            kills += 1
        if kills % 10 == 0:
            [(waiting, worked)] = product.rows(STANDS)
            told = f"{senders.accepted:,} accepted, {waiting:,} waiting, {worked:,} worked"
            print(f"{time.monotonic() - began:4.0f} s: {kills} + {webs} killed, {told}", flush=True)
    assert senders.accepted == crowd.events
    print(f"{senders.again:,} sent again, {senders.unanswered} requests without an answer", flush=True)
    return kills, webs


def pace(product: Rig, senders: Senders, seconds: float) -> None:
    """Goes on for so long, and lets the senders send while the workers have not enough to do."""
    until = time.monotonic() + seconds
    with product.database() as connection:
        while time.monotonic() < until:
            row = connection.execute(IS_ENOUGH, [ENOUGH]).fetchone()
            (senders.may_go_on.clear if row == (True,) else senders.may_go_on.set)()
            time.sleep(0.3)


def judge_events(product: Rig, crowd: Crowd) -> None:
    """Every accepted event is in the history once, with an outcome, and nothing is left half-way."""
    nothing("lost", product.rows(LOST, crowd.events))
    nothing("without one end", product.rows(WRONG_END))
    for what, statement in LEFT_OVER.items():
        nothing(what, product.rows(statement))


def judge_people(product: Rig, crowd: Crowd) -> None:
    """Sums, points, runs and notices are what the client's own events come to."""
    found = {str(key): Sum(*sums) for key, *sums in product.rows(SUMS)}
    expected = crowd.sums()
    nothing("wrong sums", [(who, found.get(who), one) for who, one in expected.items() if found.get(who) != one])
    assert len(found) == crowd.people
    nothing("scores that are not their points", product.rows(LEDGER))
    nothing("days that do not add up", product.rows(DAILY))
    invoices = crowd.people * 5
    assert product.rows(RUNS) == [
        ("chaos_invoices", invoices, invoices, invoices),
        ("chaos_welcome", crowd.people, crowd.people, crowd.people),
    ]
    assert product.rows("select count(*), count(distinct key) from messages_notice") == [(crowd.people, crowd.people)]


def judge_letters(product: Rig, post: Post, crowd: Crowd) -> None:
    """One letter a person: it arrived once, or it was cut off while it was sent and waits for a person as unknown."""
    received = [one.strip("<>").partition("@")[0] for one in post.received()]
    assert len(received) == len(set(received)), "a letter arrived twice"
    told = product.rows("select id::text, state, reason, contact_id from message where template = 'hello'")
    assert len(told) == crowd.people
    nothing("letters neither sent nor unknown", [one for one in told if one[1] not in ("sent", "unknown")])
    states = {str(one[0]): str(one[1]) for one in told}
    nothing(
        "sent and not received", [one for one, state in states.items() if state == "sent" and one not in set(received)]
    )
    print(f"{len(received):,} letters received, {list(states.values()).count('unknown')} unknown", flush=True)
