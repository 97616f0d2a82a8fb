"""What the clock says of tasks: due soon, late; once a due date, to the stream and to whose task it is."""

from datetime import datetime, timedelta

from perennia.desk import change, create, finish
from perennia.desk.create import New
from perennia.desk.models import Priority, Task
from perennia.desk.remind import remind
from perennia.messages.models import Notice
from perennia.team.models import Member
from tests.driving import NINE, Stream

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def a_member(name: str, role: str = "cs_staff") -> Member:
    return Member.objects.create_user(f"{name.lower()}@us.test", None, name=name, role=role)


def a_task(due_at: datetime | None, by: Member, **more: object) -> Task:
    return create.create(New(title="Call them", due_at=due_at, **more), NINE, by=by, name=by.name)  # type: ignore[arg-type]


def told() -> list[tuple[str, str]]:
    return list(Notice.objects.order_by("at", "member_id").values_list("kind", "text"))


def heard(stream: Stream) -> list[str]:
    stream.run(1)
    said = stream.rows("select name, body->'properties'->>'member' from history where kind = 'clock' order by at")
    return [f"{name} {member}" for name, member in said]


def test_a_task_is_due_soon_and_then_late_once_each(stream: Stream) -> None:
    lan, minh = a_member("Lan"), a_member("Minh")
    stream.workflow(
        key="escalate", subject="customer", trigger={"key": "event_seen", "names": ["Task Overdue"]},
        steps=[{"key": "add_tag", "tag": "Task late"}],
    )  # fmt: skip
    stream.put(stream.event("Account Created", account_name="Acme"))
    stream.run(1)
    a_task(NINE + 4 * DAY, lan, customer=1, assignee=minh.pk)
    assert told() == [("task_given", "Lan gave you a task: Call them (Acme), due 6 Mar 2026 09:00.")]
    assert [remind(NINE + 3 * DAY - HOUR), remind(NINE + 3 * DAY), remind(NINE + 3 * DAY + HOUR)] == [0, 1, 0]
    assert heard(stream) == ["Task Due Soon minh@us.test"]
    assert [remind(NINE + 4 * DAY + HOUR), remind(NINE + 4 * DAY + HOUR)] == [1, 0]
    assert heard(stream) == ["Task Due Soon minh@us.test", "Task Overdue minh@us.test"]
    assert stream.rows("select tag from tag") == [("Task late",)]
    assert [kind for kind, _ in told()] == ["task_given", "task_soon", "task_late"]


def test_a_moved_date_is_spoken_of_anew_and_a_finished_task_never(stream: Stream) -> None:
    lan = a_member("Lan")
    moved = a_task(NINE + DAY, lan, assignee=lan.pk)
    done = a_task(NINE + DAY, lan, assignee=lan.pk)
    finish.finish(done.pk, NINE, by=lan, name="Lan")
    change.change(moved.pk, {"due_at": NINE + 4 * DAY + HOUR}, NINE + HOUR, by=lan)
    assert remind(NINE + 3 * DAY) == 0
    assert remind(NINE + 3 * DAY + HOUR) == 1
    change.change(moved.pk, {"due_at": NINE + 9 * DAY}, NINE + 3 * DAY + HOUR, by=lan)
    assert (remind(NINE + 8 * DAY), remind(NINE + 9 * DAY)) == (1, 1)
    finish.reopen(done.pk, NINE + 9 * DAY)
    assert remind(NINE + 9 * DAY) == 1  # open again, and late
    assert [kind for kind, _ in told()] == ["task_soon", "task_soon", "task_late", "task_late"]


def test_what_was_missed_while_nothing_ran_is_late_and_no_longer_soon(stream: Stream) -> None:
    ops = a_member("Ops", "cs_ops")
    a_task(NINE + DAY, ops, role="cs_ops", priority=Priority.URGENT)
    assert remind(NINE + 5 * DAY) == 1
    ((kind, text, is_urgent),) = Notice.objects.values_list("kind", "text", "is_urgent")
    assert (kind, text, is_urgent) == ("task_late", "Late: Call them, due 3 Mar 2026 09:00.", True)


def test_a_short_task_is_due_soon_when_a_quarter_of_its_time_is_left(stream: Stream) -> None:
    lan = a_member("Lan")
    a_task(NINE + 4 * HOUR, lan, assignee=lan.pk)
    assert (remind(NINE + 3 * HOUR - timedelta(minutes=1)), remind(NINE + 3 * HOUR)) == (0, 1)


def test_whoever_takes_a_task_or_is_given_one_again_hears_of_it_only_from_others(stream: Stream) -> None:
    lan, minh = a_member("Lan"), a_member("Minh")
    task = a_task(None, lan, role="cs_staff")
    change.change(task.pk, {"assignee_id": minh.pk}, NINE, by=minh)
    assert told() == []
    change.change(task.pk, {"assignee_id": lan.pk}, NINE + HOUR, by=minh)
    change.change(task.pk, {"title": "Write to them"}, NINE + HOUR, by=minh)
    assert told() == [("task_given", "Minh gave you a task: Call them.")]
