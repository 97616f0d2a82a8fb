"""From an event to a task through the real engine: once, however often it is tried; never for the past."""

from datetime import timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from perennia.core.effect import CloseTask
from perennia.desk import close
from perennia.desk.finish import finish
from perennia.desk.models import State, Task
from perennia.workflows import perform
from tests.driving import NINE, Stream


def workflow(stream: Stream) -> None:
    stream.workflow(
        key="thanks", subject="contact", trigger={"key": "event_seen", "names": ["Signed Up"]},
        steps=[{"key": "create_task", "title": "Thank {{ event.plan }}", "due_in": "P3D", "priority": "high"}],
    )  # fmt: skip


def performed() -> None:
    while perform.perform():
        pass


def test_a_step_makes_its_task_once_and_the_customers_history_says_so(stream: Stream) -> None:
    workflow(stream)
    stream.put(stream.event("Signed Up", plan="Pro"), stream.event("Signed Up", plan="Pro", contact=12))
    stream.run(1)
    performed()
    assert [task.title for task in Task.objects.all()] == ["Thank Pro", "Thank Pro"]
    task = Task.objects.first()
    assert task is not None
    assert task.due_at == NINE + timedelta(days=3)
    stream.run(1)
    assert stream.rows("select count(*) from history where name = 'Task Added'") == [(2,)]


def test_what_is_historical_makes_no_task(stream: Stream) -> None:
    workflow(stream)
    stream.put(stream.event("Signed Up", plan="Pro", historical=True))
    stream.run(1)
    performed()
    assert not Task.objects.exists()


def states() -> list[tuple[str, str]]:
    return list(Task.objects.order_by("pk").values_list("title", "state"))


def test_what_was_said_by_mistake_takes_its_open_task_back_and_no_other(stream: Stream) -> None:
    stream.workflow(
        key="calls", subject="contact", trigger={"key": "event_seen", "names": ["Missed", "Back"]}, re_entry="every_time",
        steps=[
            {"key": "branch", "if": {"field": "event.name", "op": "is", "value": "Missed"},
             "then": [{"key": "create_task", "title": "Call on {{ event.about }}", "known_as": "call {{ event.about }}"}],
             "else": [{"key": "close_task", "known_as": "call {{ event.about }}"}]},
        ],
    )  # fmt: skip
    # All in one turn and one batch: what is taken back waits until what it takes back is there, and spares what follows.
    for number, (name, about) in enumerate(
        [("Missed", "a"), ("Missed", "b"), ("Back", "a"), ("Missed", "a"), ("Back", "c")]
    ):
        stream.put(stream.event(name, about=about, at=NINE + timedelta(minutes=number)))
    stream.put(stream.event("Missed", about="b", contact=12, at=NINE), stream.event("Missed", about="d", at=NINE))
    stream.run(1)
    performed()
    a_first, b, a_again, others_b, d = Task.objects.order_by("pk")
    assert [title for title, _ in states()] == [
        "Call on a", "Call on b", "Call on a", "Call on b", "Call on d",
    ]  # fmt: skip
    assert [state for _, state in states()] == ["cancelled", "open", "open", "open", "open"]
    assert (a_first.soon_at, a_first.late_at) == (None, None)  # the clock speaks of it no more
    finish(d.pk, NINE, by=None, name="Mai")
    for about in ("b", "d"):
        stream.put(stream.event("Back", about=about, at=NINE + timedelta(hours=1)))
    stream.run(1)
    performed()
    assert [Task.objects.get(pk=one.pk).state for one in (b, a_again, others_b, d)] == [
        State.CANCELLED, State.OPEN, State.OPEN, State.DONE,
    ]  # fmt: skip
    assert stream.rows("select count(*) from effect") == [(0,)]


@pytest.mark.parametrize("many", [1, 7])
def test_many_tasks_are_taken_back_by_as_many_questions_as_one(
    many: int, stream: Stream, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    asked = []
    for number in range(many):
        whose = {"customer_id": 10 + number, "contact_id": None, "workflow": "calls", "known_as": f"call {number}"}
        Task.objects.create(title="Call", origin="workflow", created_at=NINE, **whose)
        effect = CloseTask(known_as=f"call {number}")
        asked.append(close.Asked(effect, 10 + number, None, NINE + timedelta(hours=1), "calls", {}))
    with transaction.atomic(), django_assert_max_num_queries(8):
        assert close.close(asked) == many
    assert set(Task.objects.values_list("state", "finished_at")) == {("cancelled", NINE + timedelta(hours=1))}
