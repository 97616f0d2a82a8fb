"""The judge: compares the client's own log with the store. One difference fails the run."""

from collections.abc import Iterable

from tests.chaos.rig import Rig

LOST = "select m from unnest(%s::text[]) as t (m) where not exists (select 1 from history h where h.message_id = t.m)"
TWICE = (
    "select message_id, count(*) from history where place = 0 and kind = 'track' group by 1, source having count(*) > 1"
)
UNENDED = "select state, count(*) from message where state = 'sending' group by 1"
SENT_TWICE = (
    "select message_id, count(*) from messages_mailboxmessage where message_id <> '' group by 1 having count(*) > 1"
)
STANDING = """
select e.workflow, e.subject_id, e.state from enrolment e
where e.state = 'active' or (e.state = 'waiting' and e.due_at is not null and not exists
    (select 1 from timer t where t.partition = e.partition and t.enrolment_id = e.id and t.due_at = e.due_at))
"""


def judge(rig: Rig) -> None:
    """Every accepted event is in the store once; nothing stands half-way."""
    accepted = list(rig.accepted)
    assert accepted, "The client had nothing accepted: there is nothing to judge."
    nothing("lost", rig.rows(LOST, accepted))
    nothing("stored twice", rig.rows(TWICE))
    nothing("still sending", rig.rows(UNENDED))
    nothing("enrolments in the air", rig.rows(STANDING))


def nothing(what: str, found: Iterable[object]) -> None:
    rows = list(found)
    assert not rows, f"{len(rows)} {what}: {rows[:5]}"
