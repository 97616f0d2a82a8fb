"""g1: a request is acknowledged with what is still open and becomes a task; what is overdue and weighs much is escalated."""

from tests.world import DAY, World, message, messages, notices, tasks

G1 = ("task_acknowledged", "task_requested_team", "task_overdue_team")


def test_a_request_is_acknowledged_and_becomes_a_task() -> None:
    world = World(*G1)
    out = world.happens("Task Requested", title="A new report", text="By region")
    assert messages(out) == [("task_acknowledged", "received")]
    assert message(out, "received").topic == "transactional"
    [task] = tasks(out)
    assert task.to == "owner"
    assert task.due_in == DAY
    assert notices(out) == [("task_requested", "owner", False)]
    assert len(world.happens("Task Requested", title="Another").messages) == 1


def overdue(world: World, priority: str, task: int = 7) -> None:
    world.happens("Task Overdue", kind="clock", contact=None, title="Call", priority=priority, task=task)


def test_what_is_overdue_and_weighs_much_is_escalated_and_again_after_two_days() -> None:
    world = World(*G1)
    world.happens("Signed In")
    for priority in ("Normal", "Low"):
        overdue(world, priority)
    assert not notices(world.everything)
    overdue(world, "High")
    overdue(world, "Urgent", task=8)
    assert notices(world.everything) == [("task_overdue", "role:head_of_cs", True)] * 2
    world.happens("Task Done", kind="person", contact=None, task=8)
    assert notices(world.passes(3 * DAY)) == [("task_overdue", "role:head_of_cs", True)]
    assert [one.state for one in world.enrolments("task_overdue_team")] == ["done", "left"]
