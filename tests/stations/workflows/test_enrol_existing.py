"""Switching on counts from that moment; who is past it already is taken in only when a person says so."""

from datetime import timedelta

from perennia.workflows import queries
from perennia.workflows.enrol_existing import enrol_existing
from perennia.workflows.models import Workflow
from tests.driving import NINE, Stream

QUIET = {
    "trigger": {"key": "inactive", "days": 7},
    "re_entry": "every_time",
    "steps": [{"key": "add_tag", "tag": "Inactive"}],
}


def test_those_past_the_moment_enter_once_and_the_condition_still_decides(stream: Stream) -> None:
    now = stream.rows("select clock_timestamp()")[0][0]
    stream.put(
        *[stream.event("Signed In", contact=n, at=now - timedelta(days=9)) for n in (11, 12)],
        stream.event("Signed In", contact=13, at=now - timedelta(days=1)),
        stream.event("Vip", contact=12, at=now - timedelta(days=9)),
    )
    stream.run()
    when = {"not": {"field": "contact.count.Vip", "op": "at_least", "value": 1}}
    stream.workflow(since=now, when=when, **QUIET)
    compiled = queries.plan(queries.find("w"))
    assert compiled is not None
    assert queries.qualifying(compiled) == 2
    assert stream.rows("select count(*) from enrolment") == [(0,)]
    for _ in range(2):
        assert enrol_existing("w", now + timedelta(seconds=1)) == 2
        stream.run()
    assert stream.rows("select subject_id from tag order by 1") == [(11,)]
    [(reason,)] = stream.rows("select detail->>'reason' from run_log where outcome = 'not_entered'")
    assert reason == "condition"


def test_an_event_workflow_has_nobody_to_take_in(stream: Stream) -> None:
    stream.workflow(trigger={"key": "event_seen", "names": ["Signed Up"]}, steps=[])
    assert Workflow.objects.get().is_on
    assert enrol_existing("w", NINE) == 0
