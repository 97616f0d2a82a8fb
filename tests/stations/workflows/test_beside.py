"""Which workflows a rehearsal runs along: those whose doings are asked about by name, and what they ask about in turn."""

from datetime import UTC, datetime

import pytest

from perennia.core.index import Index, Live
from perennia.core.workflow import Definition, compile_plan
from perennia.workflows.rehearsal import beside
from tests.world import definition

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
PAID = {"key": "event_seen", "names": ["Paid"]}


def does(key: str, *steps: dict[str, object], **parts: object) -> Definition:
    return definition(key, **{"trigger": PAID, "steps": list(steps), **parts})


OTHERS = [
    does("tags_vip", {"key": "add_tag", "tag": "VIP"}),
    does("tags_other", {"key": "add_tag", "tag": "Other"}),
    does("tags_any", {"key": "add_tag", "tag": "Active on {{ event.feature }}"}),
    does("moves_billing", {"key": "move_stage", "pipeline": "Subscription & Billing", "stage": "Active Subscription"}),
    does("moves_mood", {"key": "move_stage", "pipeline": "User Happiness Level", "stage": "Happy"}),
    does("scores", {"key": "add_score", "points": 1, "reason": "x"}),
    does("fills", {"key": "set_field", "field": "nps", "value": 9}),
    does("fills_if_vip", {"key": "set_field", "field": "level", "value": 9},
         when={"field": "contact.tag.VIP", "op": "is", "value": True}),
    does("starts", {"key": "start_workflow", "workflow": "rehearsed"}),
]  # fmt: skip
ASKED: list[tuple[dict[str, object], set[str]]] = [
    ({"trigger": PAID}, {"starts"}),
    ({"trigger": {"key": "first_seen"}}, {"starts"}),
    ({"trigger": {"key": "tag_added", "tag": "VIP"}}, {"tags_vip", "tags_any", "starts"}),
    ({"trigger": {"key": "stage_moved", "pipeline": "Subscription & Billing"}}, {"moves_billing", "starts"}),
    ({"trigger": {"key": "happiness_shifted"}}, {"moves_mood", "starts"}),
    ({"trigger": {"key": "field_becomes", "field": "trait.nps", "op": "at_least", "value": 9}}, {one.key for one in OTHERS}),
    ({"trigger": {"key": "field_becomes", "field": "score", "op": "at_least", "value": 9}}, {"scores", "starts"}),
    ({"trigger": PAID, "when": {"field": "contact.trait.level", "op": "is_present"}},
     {"fills_if_vip", "tags_vip", "tags_any", "starts"}),
    ({"trigger": {"key": "segment_entered", "segment": "any"}}, {one.key for one in OTHERS}),
]  # fmt: skip


@pytest.mark.parametrize(("asks", "along"), ASKED, ids=[str(number) for number in range(len(ASKED))])
def test_those_run_along_whose_doings_are_asked_about(asks: dict[str, object], along: set[str]) -> None:
    plans = [compile_plan(one, number) for number, one in enumerate(OTHERS, 1)]
    index = Index([Live(plan, SINCE) for plan in plans], plans, UTC)
    rehearsed = compile_plan(does("rehearsed", {"key": "add_tag", "tag": "New"}, **asks), 99)
    found = beside.stage(rehearsed, index, SINCE)
    assert {live.plan.key for live in found.live} - {"rehearsed"} == along
