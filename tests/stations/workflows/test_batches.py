"""Batches of 1, 7 and 2,000 events give the same effects, waits and sweeps among them, in every shipped workflow too."""

import random
from datetime import timedelta
from typing import Any

import pytest

from perennia.core import partition
from perennia.ingest.row import Row
from perennia.workflows import publish, sweep
from perennia.workflows.models import Feature, Scoring, Workflow
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


def shipped_story(stream: Stream) -> list[Row]:
    """Everything the shipped workflows listen to, with some of it late."""
    chance, rows = random.Random(11), list[Row]()
    for n in range(160):
        customer = chance.choice(CUSTOMERS)
        contact, at = customer * 10 + chance.randrange(3), NINE + timedelta(hours=5 * n)
        earlier = at - timedelta(minutes=chance.choice([0, 0, 0, 90]))
        name, said = chance.choice(HAPPENINGS)
        if name == "Feature Used":
            said = {"feature": chance.choice(["Reports", "Boards"]), "seconds": chance.choice([60, 600, 1900])}
        rows.append(
            stream.event(
                name, customer=customer, contact=contact, at=earlier, received_at=at, id=f"shipped-{n}", **said
            )
        )
    return rows


HAPPENINGS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Signed Up", {}), ("Signed In", {}), ("Feature Used", {}), ("Feature Used", {}), ("Feature Used", {}),
    ("Account Created", {"account_name": "Acme"}), ("Contact Joined", {}), ("Feedback Given", {"level": "Very Happy"}),
    ("Feedback Given", {"level": "Not Happy", "text": "Slow."}), ("Feedback Given", {"nps": 8}),
    ("Payment Failed", {"amount": 9, "currency": "EUR", "invoice": "1"}),
    ("Payment Succeeded", {"amount": 9, "currency": "EUR", "invoice": "1"}),
    ("Subscription Started", {"plan": "Team", "yearly_value": 9000, "currency": "EUR"}),
)  # fmt: skip


@pytest.mark.parametrize("limit", [1, 7, 2000])
@pytest.mark.number("batches")
def test_nor_does_it_in_any_shipped_workflow_with_the_clock_among_them(
    stream: Stream, limit: int, told: dict[str, list[tuple[object, ...]]]
) -> None:
    since = NINE - timedelta(days=1)
    publish.install(since)
    Workflow.objects.update(is_on=True, switched_on_at=since)
    for name in ("Reports", "Boards", "Forecasts"):
        Feature.objects.create(name=name, unused_days=10, first_seen_at=NINE)
    Scoring.objects.create(pk=1, high_value_amount=5000, milestones={"Starter User": 100})
    publish.changed()
    story, index = shipped_story(stream), stream.index()
    for day in range(0, 40, 2):
        begin = NINE + timedelta(days=day, minutes=-7)  # no timer falls due at the very end of a window
        until = begin + timedelta(days=2)
        with stream.connection.transaction():
            clock = list(sweep.window(stream.connection, index, until))
            rows = [*(row for row in story if begin <= row.received_at < until), *clock]
            stream.put(*sorted(rows, key=lambda row: row.received_at))
        stream.run(limit=limit, until=until)
    seen = {name: stream.rows(statement) for name, statement in LOOKED_AT.items()}
    assert {name for _, _, name, *_ in stream.rows("select 1, 1, name from history group by name")} >= {
        "Milestone Reached", "Features Unused", "Feature Check", "Logged In", "Stage Moved",
    }  # fmt: skip
    for name, rows_of in seen.items():
        shown: list[tuple[object, ...]] = [tuple(str(value) for value in row) for row in rows_of]
        assert shown == told.setdefault(f"shipped {name}", shown), name
