"""Batches of 1, 7 and 2,000 events give the same effects, waits and sweeps among them."""

import random
from datetime import timedelta

import pytest

from perennia.core import partition
from perennia.ingest.row import Row
from tests.driving import NINE, Stream

CUSTOMERS = [n for n in range(1, 5000) if partition.of(n) == partition.of(1)][:4]
LOOKED_AT = {
    "profiles": "select kind, id, score, last_seen_at, state - 'latest_at' from profile order by 1, 2",
    "tags": "select kind, subject_id, tag, at from tag order by 1, 2, 3",
    "stages": "select kind, subject_id, pipeline, stage, since from stage order by 1, 2, 3, 4",
    "points": "select kind, subject_id, key, points, at from points order by 1, 2, 3",
    "messages": "select id, customer_id, contact_id, template, asked_at, expires_at from message order by 1",
    "enrolments": "select id, state, node, entered_at, moved_at, reason from enrolment order by 1",
    "timers": "select due_at, enrolment_id, node from timer order by 1, 2",
    "effects": "select key, kind, at, body from effect where kind <> 'Describe' order by 1",
    "logs": "select at, workflow, enrolment_id, outcome, detail - 'version' from run_log order by 1, 2, 3, 4, 5::text",
    "history": "select received_at, message_id, place, name, late, outcome from history order by 1, 2, 3",
    "sums": "select kind, subject_id, name, day, count, seconds from daily order by 1, 2, 3, 4",
}


def workflows(stream: Stream) -> None:
    stream.workflow(
        key="welcome", trigger={"key": "event_seen", "names": ["Signed Up"]},
        exits=[{"key": "event_seen", "names": ["Left"]}],
        steps=[
            {"key": "send_message", "template": "hello"},
            {"key": "wait", "for": "PT3H"},
            {"key": "branch", "if": {"field": "contact.feature.Reports.uses", "op": "at_least", "value": 3},
             "then": [{"key": "add_tag", "tag": "Quick"}], "else": [{"key": "add_tag", "tag": "Slow"}]},
            {"key": "wait", "until": {"key": "event_seen", "names": ["Invite Sent"]}, "at_most": "PT8H",
             "else": [{"key": "add_score", "points": -5, "reason": "alone"}]},
            {"key": "add_score", "points": 10, "reason": "welcomed"},
        ],
    )  # fmt: skip
    stream.workflow(
        key="thanks", subject="customer", re_entry="every_time", trigger={"key": "event_seen", "names": ["Tag Added"]},
        steps=[{"key": "add_score", "points": 3, "reason": "a tag"}],
    )  # fmt: skip


def story(stream: Stream) -> list[Row]:
    chance = random.Random(7)
    rows: list[Row] = []
    for n in range(240):
        names = [
            "Signed Up",
            "Feature Used",
            "Feature Used",
            "Invite Sent",
            "Signed In",
            *(["Left"] if n % 4 == 0 else []),
        ]
        customer = chance.choice(CUSTOMERS)
        at = NINE + timedelta(minutes=6 * n)
        earlier = at - timedelta(minutes=chance.choice([0, 0, 0, 90]))
        rows.append(
            stream.event(chance.choice(names), customer=customer, contact=customer * 10 + chance.randrange(3), at=earlier,
                         received_at=at, id=f"story-{n}", feature="Reports", seconds=60)
        )  # fmt: skip
    return rows


@pytest.fixture(scope="module")
def told() -> dict[str, list[tuple[object, ...]]]:
    return {}


@pytest.mark.parametrize("limit", [1, 7, 2000])
@pytest.mark.number("batches")
def test_the_size_of_a_batch_changes_nothing(
    stream: Stream, limit: int, told: dict[str, list[tuple[object, ...]]]
) -> None:
    workflows(stream)
    stream.put(*story(stream))
    stream.run(limit=limit, until=NINE + timedelta(days=3))
    seen = {name: stream.rows(statement) for name, statement in LOOKED_AT.items()}
    assert len(seen["messages"]) >= 8
    assert len(seen["points"]) > 10
    assert {tag for _, _, tag, _ in seen["tags"]} == {"Quick", "Slow"}
    for name, rows in seen.items():
        rows = [tuple(str(value) for value in row) for row in rows]
        assert rows == told.setdefault(name, rows), name
