"""The list of events while the engine works them."""

from typing import Any

import pytest

from perennia.host.select import select
from perennia.workflows import events
from tests.driving import Stream


def test_an_event_worked_while_the_list_is_read_stands_in_it_once(
    stream: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream.put(stream.event("Signed Up"), stream.event("Paid"))

    def between(shape: Any, sql: str, params: Any) -> list[Any]:
        if "from history" in sql or "from (select * from history" in sql:
            stream.run()
        return select(shape, sql, params)

    monkeypatch.setattr("perennia.workflows.events.select", between)
    found, _ = events.page(events.Wanted(everyday=True), None, 50)
    came_in = [(one.name, one.outcome) for one in found if isinstance(one, events.Seen) and one.place == 0]
    assert came_in == [("Paid", "no_match"), ("Signed Up", "no_match")]
