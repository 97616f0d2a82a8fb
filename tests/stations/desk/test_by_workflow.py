"""From an event to a task through the real engine: once, however often it is tried; never for the past."""

from datetime import timedelta

from perennia.desk.models import Task
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
