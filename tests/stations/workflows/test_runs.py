"""Of runs that wait and hear nothing of what happens, a turn reads no more than that they are; nothing is missed by it."""

from datetime import timedelta

from perennia.core import partition
from perennia.core.profile import CONTACT
from perennia.core.standing import Loaded
from perennia.workflows import runs
from tests.driving import NINE, Stream

SOON = NINE + timedelta(minutes=1)
LONG = [{"id": "wait", "key": "wait", "for": "P30D"}, {"key": "add_tag", "tag": "waited"}]


def known(stream: Stream, *names: str, contact: int = 11) -> Loaded:
    """What would be read of a contact where these events happen."""
    whose = (CONTACT, contact)
    loaded = {1: Loaded(1, frozenset(names))}
    asked = runs.ask(stream.connection, partition.of(1), [whose], stream.index(), frozenset(names), [False])
    asked.fill(loaded, {whose: 1})
    return loaded[1]


def states(stream: Stream) -> dict[str, str]:
    return dict(stream.rows("select workflow, state from enrolment"))


def test_a_run_is_read_whole_only_where_something_happens_that_it_hears(stream: Stream) -> None:
    stream.workflow(
        key="long",
        trigger={"key": "event_seen", "names": ["Go"]},
        exits=[{"key": "event_seen", "names": ["Left"]}],
        steps=LONG,
    )
    stream.workflow(
        key="until", trigger={"key": "event_seen", "names": ["Go"]},
        steps=[{"id": "wait", "key": "wait", "until": {"key": "event_seen", "names": ["Paid"]}, "at_most": "P30D"}],
    )  # fmt: skip
    stream.put(stream.event("Go"))
    stream.run(until=SOON)
    both = {(1, 11, "long", ""), (1, 11, "until", "")}
    for name, whole in {"Page": "", "Left": "long", "Paid": "until"}.items():
        found = known(stream, name)
        assert [key[2] for key in found.enrolments] == ([whole] if whole else [])
        assert found.ended | found.enrolments.keys() == both


def test_a_run_nobody_foresaw_to_be_needed_is_stopped_by_a_step_of_another(stream: Stream) -> None:
    stream.workflow(key="long", trigger={"key": "event_seen", "names": ["Go"]}, steps=LONG)
    stream.workflow(
        key="stops", trigger={"key": "event_seen", "names": ["Halt"]},
        steps=[{"id": "stop", "key": "stop_workflow", "workflow": "long"}],
    )  # fmt: skip
    stream.put(stream.event("Go"))
    stream.run(until=SOON)
    assert states(stream) == {"long": "waiting"}
    stream.put(stream.event("Halt", received_at=SOON), stream.event("Page", received_at=SOON))
    done = stream.run(until=SOON + timedelta(minutes=1))
    assert states(stream) == {"long": "stopped", "stops": "done"}
    assert (sum(one.events for one in done), sum(one.failures for one in done)) == (2, 0)
    assert stream.rows("select name, count(*) from history group by 1 order by 1") == [
        ("Go", 1), ("Halt", 1), ("Logged In", 1), ("Page", 1), ("Workflow Stopped", 1),
    ]  # fmt: skip


def test_who_waits_unheard_does_not_enter_again(stream: Stream) -> None:
    stream.workflow(key="long", trigger={"key": "event_seen", "names": ["Go"]}, steps=LONG)
    for minutes in range(3):
        at = NINE + timedelta(minutes=minutes)
        stream.put(stream.event("Go", at=at, received_at=at))
        stream.run(until=at + timedelta(seconds=1))
    assert stream.rows("select workflow, entry_key, entered_at from enrolment") == [("long", "", NINE)]
    assert stream.rows("select count(*) from run_log where outcome = 'not_entered'") == [(2,)]


def test_a_letter_that_could_not_leave_is_heard_by_its_run_whatever_that_waits_for(stream: Stream) -> None:
    stream.workflow(
        trigger={"key": "event_seen", "names": ["Go"]},
        steps=[
            {"id": "mail", "key": "send_message", "template": "t", "if_unsent": "stop"},
            {"id": "wait", "key": "wait", "for": "P30D"},
        ],
        templates={"t": {"en": {"subject": "S", "body": "B"}}}, audience="customer_touch",
    )  # fmt: skip
    stream.put(stream.event("Go"))
    stream.run(until=SOON)
    ((enrolment,),) = stream.rows("select id::text from enrolment where state = 'waiting'")
    said = {"enrolment": enrolment, "if_unsent": "stop", "reason": "no_address"}
    stream.put(stream.event("Message Held", kind="report", received_at=SOON, **said))
    stream.run(until=SOON + timedelta(minutes=1))
    assert stream.rows("select state, reason from enrolment") == [("stopped", "unsent:Message Held:no_address")]
