"""Every engine statement names its partition, and a turn runs a fixed number of them, whatever it works."""

import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

import psycopg
import pytest

from perennia.workflows import carry, keep, move, piles, sweep, take, trouble
from tests.driving import NINE, Stream

HOT = (
    "inbox history dedupe profile daily daily_contact"
    " enrolment timer tag segment_member points stage message effect run_log trouble parked burst moved tally"
)
TABLE = re.compile(r"\b(?:from|join|into|update|delete from)\s+(" + HOT.replace(" ", "|") + r")\b", re.IGNORECASE)


def statements(*modules: ModuleType) -> list[tuple[str, str]]:
    return [
        (f"{module.__name__}.{name}", value)
        for module in modules
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str) and TABLE.search(value)
    ]


FOUND = statements(take, keep, piles, trouble, carry, move, sweep)


def test_there_are_statements_to_look_at() -> None:
    assert len(FOUND) > 40


@pytest.mark.parametrize(("name", "statement"), FOUND, ids=[name for name, _ in FOUND])
def test_a_statement_on_a_hot_table_names_its_partition(name: str, statement: str) -> None:
    assert "partition" in statement, name


def count(stream: Stream, monkeypatch: pytest.MonkeyPatch, events: int) -> int:
    stream.put(*[stream.event("Signed Up", contact=n, id=f"{events}-{n}", at=NINE) for n in range(1, events + 1)])
    seen: list[str] = []
    with monkeypatch.context() as watched:
        sound: Callable[..., psycopg.Cursor] = psycopg.Cursor.execute

        def execute(self: psycopg.Cursor, query: str, *args: Any, **kwargs: Any) -> psycopg.Cursor:
            seen.append(str(query))
            return sound(self, query, *args, **kwargs)

        watched.setattr(psycopg.Cursor, "execute", execute)
        stream.run()
    return len(seen)


def test_a_turn_of_two_hundred_events_runs_as_many_statements_as_one_of_two(
    stream: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream.workflow(
        trigger={"key": "event_seen", "names": ["Signed Up"]},
        re_entry="every_time",
        steps=[
            {"key": "add_tag", "tag": "New"},
            {"key": "add_score", "points": 1, "reason": "new"},
            {"key": "send_message", "template": "hello"},
            {"key": "wait", "for": "P400D"},
        ],
    )
    stream.put(stream.event("Warm"))
    stream.run()
    few, many = count(stream, monkeypatch, 2), count(stream, monkeypatch, 190)
    assert few == many
    assert many <= 40
