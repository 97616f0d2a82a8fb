"""One workflow starts or stops another: for the same person, within the same turn, never round and round."""

import pytest

from tests.world import ANNA, BOB, DAY, World, definition, points

GO = {"key": "event_seen", "names": ["Go"]}
BY_HAND = {"key": "by_hand"}
POINT = {"id": "point", "key": "add_score", "points": 1, "reason": "there"}
WAIT = {"id": "wait", "key": "wait", "for": "P2D"}


def starter(other: str, **rest: object) -> dict[str, object]:
    return {
        "trigger": GO,
        "re_entry": "every_time",
        "steps": [{"id": "go", "key": "start_workflow", "workflow": other}],
        **rest,
    }


def test_it_starts_for_the_same_person_and_its_own_rules_decide() -> None:
    only_team = {"field": "contact.trait.plan", "op": "is", "value": "Team"}
    world = World(
        definition("first", **starter("second")), definition("second", trigger=BY_HAND, when=only_team, steps=[POINT])
    )
    assert not points(world.happens("Go"))
    world.happens("", kind="identify", traits={"plan": "Team"})
    assert points(world.happens("Go")) == [(1, "there")]
    assert not points(world.happens("Go"))  # once each
    assert [one.subject for one in world.enrolments("second")] == [ANNA]
    reasons = [log.detail["reason"] for log in world.everything.logs if log.outcome == "not_entered"]
    assert reasons == ["condition", "ran:"]


def test_one_that_is_off_says_so() -> None:
    world = World(definition("first", **starter("nowhere")))
    [said] = [log for log in world.happens("Go").logs if log.outcome == "not_entered"]
    assert (said.workflow, said.detail["reason"]) == ("nowhere", "off")


def test_a_customers_workflow_starts_a_contacts_for_whom_it_began_with() -> None:
    world = World(
        definition("first", **starter("second"), subject="customer"),
        definition("second", trigger=BY_HAND, steps=[POINT]),
    )
    world.happens("Go", contact=BOB)
    assert [one.subject for one in world.enrolments("second")] == [BOB]


@pytest.mark.number("R15")
def test_two_that_start_each_other_end_with_a_note() -> None:
    again = {"trigger": BY_HAND, "re_entry": "every_time"}
    ping = definition("ping", **{**starter("pong"), "trigger": GO})
    pong = definition("pong", **again, steps=[POINT, {"id": "go", "key": "start_workflow", "workflow": "ping"}])
    world = World(ping, pong)
    world.happens("Go")
    assert 0 < world.profile().score <= 10
    assert [log.detail["reason"] for log in world.everything.logs if log.outcome == "failed"] == ["chain:10"]
    slow = definition("pong", **again, steps=[POINT, {"id": "w", "key": "wait", "for": "PT1M"},
                                               {"id": "go", "key": "start_workflow", "workflow": "ping"}])  # fmt: skip
    world = World(ping, slow)
    world.happens("Go")
    world.passes(DAY)
    assert world.profile().score <= 10  # a wait does not make the chain forget


def test_stopping_ends_the_run_of_that_person_alone_and_says_by_whom() -> None:
    stop = definition("stop", trigger={"key": "event_seen", "names": ["Enough"]}, re_entry="every_time",
                      steps=[{"id": "stop", "key": "stop_workflow", "workflow": "long"}])  # fmt: skip
    world = World(stop, definition("long", trigger=GO, steps=[WAIT, POINT]))
    world.happens("Go")
    world.happens("Go", contact=BOB)
    world.happens("Enough")
    assert {one.subject: (one.state, one.reason) for one in world.enrolments("long")} == {
        ANNA: ("stopped", "stopped:stop"), BOB: ("waiting", ""),
    }  # fmt: skip
    world.passes(3 * DAY)
    assert [row.subject for row in world.everything.points if row.kind == 1] == [BOB]


def test_nothing_from_outside_poses_as_such_a_step() -> None:
    world = World(definition("long", trigger=BY_HAND, steps=[WAIT, POINT]))
    for name in ("Workflow Started", "Enrolled By Hand"):
        world.happens(name, workflow="long")
    assert not world.enrolments("long")
    world.happens("Enrolled By Hand", kind="person", workflow="long")
    world.happens("Workflow Stopped", workflow="long")
    assert [one.state for one in world.enrolments("long")] == ["waiting"]
