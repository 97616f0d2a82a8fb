"""What the faults are injected into: a workflow with every kind of step, and the events that start it."""

from datetime import UTC, datetime

from tests.chaos.judge import judge, nothing
from tests.chaos.rig import Event, Rig

WELCOME: dict[str, object] = {
    "key": "chaos_welcome", "label": "Welcome", "group": "chaos", "subject": "contact", "audience": "customer_touch",
    "trigger": {"key": "event_seen", "names": ["Signed Up"]},
    "steps": [
        {"key": "add_tag", "tag": "New"},
        {"key": "add_score", "points": 10, "reason": "signed up"},
        {"key": "send_message", "template": "hello", "topic": "transactional"},
        {"key": "wait", "for": "PT2S"},
        {"key": "branch", "if": {"field": "contact.tag.New", "op": "is", "value": True}, "then": [
            {"key": "move_stage", "pipeline": "Subscription & Billing", "stage": "Active Subscription"},
            {"key": "add_score", "points": 5, "reason": "welcomed"}], "else": []},
        {"key": "remove_tag", "tag": "New"},
        {"key": "set_field", "field": "welcomed", "value": True},
        {"key": "assign_owner", "role": "administrator"},
        {"key": "notify_team", "kind": "welcome", "text": "Somebody new", "to": "everybody"},
    ],
    "templates": {"hello": {"subject": "Hello", "body": "Hello {{ contact.first_name }}."}},
}  # fmt: skip
ADDED = "select subject_id, sum(points)::int from points where kind = 1 group by 1 having sum(points) <> %s"
WELCOMED = "select count(*) from profile where kind = 1 and state #>> '{traits,welcomed,0}' = 'true'"
RUNS = """
select subject_id, count(*), min(state) from enrolment where workflow = 'chaos_welcome' group by 1
having count(*) <> 1 or min(state) <> 'done'
"""
MESSAGES = """
select contact_id, count(*), min(state) from message where template = 'hello' group by 1
having count(*) <> 1 or min(state) not in ('sent', 'unknown')
"""


def sign_ups(first: int, number: int, *, copies: int = 1) -> list[Event]:
    """Sign-ups of people nobody knew yet, each with an address; `copies` repeats every message id."""
    at = datetime.now(UTC).isoformat()
    return [
        {"type": "track", "event": "Signed Up", "userId": f"u{n}", "messageId": f"signed-up-{n}", "timestamp": at,
         "properties": {"email": f"u{n}@example.com", "first_name": f"Person {n}"}}
        for n in range(first, first + number) for _ in range(copies)
    ]  # fmt: skip


def judge_welcomes(rig: Rig, people: int) -> None:
    """Each person has one run, one message and fifteen points: nothing missing, nothing twice."""
    judge(rig)
    [(runs,)] = rig.rows("select count(*) from enrolment where workflow = 'chaos_welcome'")
    assert runs == people, f"{runs} runs for {people} people"
    nothing("runs not done once", rig.rows(RUNS))
    nothing("wrong points", rig.rows(ADDED, 15))
    nothing("messages not ended once", rig.rows(MESSAGES))
    nothing("tags that should be gone", rig.rows("select * from tag where tag = 'New'"))
    [(stages,)] = rig.rows("select count(*) from stage where pipeline = 'Subscription & Billing' and kind = 1")
    assert stages == people, f"{stages} stages for {people} people"
    [(welcomed,)] = rig.rows(WELCOMED)
    assert welcomed == people, f"{welcomed} fields for {people} people"
    nothing("effects not performed", rig.rows("select kind, count(*) from effect group by 1"))
    [(messages,)] = rig.rows("select count(*) from message where template = 'hello'")
    assert messages == people, f"{messages} messages for {people} people"
