"""Says lines of the run log as sentences, in the reader's language, with the values that were seen."""

from datetime import datetime, timedelta

from perennia.core.catalogue import Action, discover
from perennia.core.condition.language import Seen
from perennia.core.condition.telling import asked, is_met, saw
from perennia.core.workflow import ActionNode, Plan, WaitNode
from perennia.customers.wording import title
from perennia.workflows import endings, plans
from perennia.workflows.enrolments import Enrolled
from perennia.workflows.reading import Reading, lowered, what
from perennia.workflows.run_log import Did, Line

FAR = timedelta(days=5 * 365)  # a wait this long is a wait for its event alone
_WORDS = {
    "entered": ("Began", "Bắt đầu"),
    "entered_on": ("Began on “{}”", "Bắt đầu khi “{}”"),
    "moved": ("What it waited for came", "Điều được chờ đã đến"),
    "moved_late": ("The wait was over", "Hết thời gian chờ"),
    "upgraded": ("Moved to the newest version", "Chuyển sang phiên bản mới nhất"),
    "done": ("Finished", "Hoàn tất"),
    "left": ("Left", "Đã rời"),
    "failed": ("Failed", "Thất bại"),
    "not_entered": ("Did not begin, for {}", "Không bắt đầu vì {}"),
    "waits": ("waits until {}", "chờ đến {}"),
    "waits_for": ("waits for this: {}, until {} at the latest", "chờ điều này: {}, muộn nhất đến {}"),
    "waits_ever": ("waits for this: {}", "chờ điều này: {}"),
    "day_passed": ("skipped a check-in whose day was past already", "bỏ qua một lời hỏi thăm đã qua ngày"),
    "no_date": ("skipped what belongs to a date that is not known", "bỏ qua phần thuộc về một ngày chưa biết"),
    "date_passed": ("skipped what belongs to a date that was past already", "bỏ qua phần thuộc về một ngày đã qua"),
    "no_wait": ("had nothing to wait for", "không phải chờ"),
    "put_off": ("the date was put off, waits until {}", "ngày đã được dời, chờ đến {}"),
    "way": ("went the way “{}”: {}", "đi theo hướng “{}”: {}"),
    "no_way": ("no way was open: {}", "không có hướng nào phù hợp: {}"),
    "share": ("fell into the group “{}”", "rơi vào nhóm “{}”"),
    "held_out": ("was held out for comparison", "được giữ lại để so sánh"),
    "missed": (
        "left out what was due while nothing was worked",
        "bỏ qua phần đến hạn khi hệ thống không hoạt động",
    ),
    "yes": ("so it is: {}", "đúng là: {}"),
    "no": ("not so: {}", "không đúng: {}"),
    "nothing": ("{} (it was so already)", "{} (đã như vậy từ trước)"),
    "lacks": ("could not do “{}”: the event says nothing of {}", "không thể “{}”: sự kiện không nói gì về {}"),
    "condition": ("this does not hold: {}", "điều này không đúng: {}"),
    "finished": ("finished", "hoàn tất"),
    "also": (" and ", " và "),
}
_PLAIN = ("day_passed", "missed", "no_date", "date_passed", "no_wait")  # steps that need no value
_ENDS = ("done", "left", "failed")  # an end with a reason needs no other word
# The steps people read in the stream of events: an effect and the short word for it.
EFFECTS = {
    "AddTag": "tag",
    "RemoveTag": "tag",
    "MoveStage": "stage",
    "AddScore": "score",
    "SendMessage": "message",
    "CallWebhook": "webhook",
    "Notify": "notice",
    "Assign": "assign",
    "AddTask": "task",
    "CloseTask": "task",
    "PlanSession": "session",
    "SetField": "field",
    "StartWorkflow": "workflow",
    "StopWorkflow": "workflow",
}


def said(word: str, language: str, *values: object) -> str:
    """A word of the table in a language."""
    return _WORDS[word][language == "vi"].format(*values)


def sentence(line: Line, reading: Reading) -> str:
    """The whole line: how it began, what was done, how it stands."""
    parts = [lowered(step(did, line, reading)) for did in line.detail.did]
    reason = _reason(line, reading)
    if not parts and reason and line.outcome in _ENDS:
        return f"{reason[:1].upper()}{reason[1:]}."
    if line.outcome == "not_entered":
        return said("not_entered", reading.language, reason) + "."
    if reason:
        parts.append(reason)
    if line.detail.state == "done" and line.outcome in ("entered", "moved"):
        parts.append(said("finished", reading.language))
    head = _head(line, reading.language)
    return f"{head}: {'; '.join(parts)}." if parts else f"{head}."


def _head(line: Line, language: str) -> str:
    if line.outcome == "entered" and line.detail.entry:
        return said("entered_on", language, title(line.detail.entry, language))
    if line.outcome == "moved" and line.event_seq is None:
        return said("moved_late", language)
    return said(line.outcome, language) if line.outcome in _WORDS else line.outcome


def step(did: Did, line: Line, reading: Reading) -> str:
    """One step of it."""
    language, plan = reading.language, reading.plans.get(line.detail.version)
    if did.what == "waits" and did.until is not None:
        return _waits(did.step, did.until, line.at, plan, reading)
    if did.what == "branch":
        told = predicates(did.why, reading, only_unmet=not did.took)
        return said("yes" if did.took else "no", language, told)
    if did.what in _PLAIN:
        return said(did.what, language)
    if did.what == "put_off" and did.until is not None:
        return said("put_off", language, reading.moment(did.until))
    if did.what == "split":
        return said("share", language, did.way) if did.way else said("held_out", language)
    if did.what == "choice":
        told = predicates(did.why, reading, only_unmet=not did.way)
        return said("way", language, did.way, told) if did.way else said("no_way", language, told)
    text = _action(did, plan, language)
    if did.effects and not any(effect.changed for effect in did.effects):
        return said("nothing", language, text)
    return text


def predicates(why: tuple[Seen, ...], reading: Reading, *, only_unmet: bool) -> str:
    """Predicates, or those that speak against their condition, each with what it saw."""
    told = [one for one in why if not (only_unmet and is_met(one))] or why
    language, zone = reading.language, reading.zone
    words = [f"{lowered(asked(one, language))} ({saw(one, language, zone)})" for one in told]
    return said("also", language).join(words)


def stands_at(row: Enrolled, plan: Plan | None, reading: Reading) -> str:
    """Where a running enrolment stands, without the moment it waits for."""
    node = plan.nodes[row.node] if plan is not None and row.node < len(plan.nodes) else None
    if plan is None or node is None:
        return ""
    if isinstance(node, ActionNode):
        return what(node.action, plan, reading.language, is_done=False)
    if isinstance(node, WaitNode) and node.until is not None:
        awaited = said("waits_ever", reading.language, lowered(node.until.summary(reading.language)))
        return awaited[:1].upper() + awaited[1:]
    return ""


def _reason(line: Line, reading: Reading) -> str:
    if line.detail.reason == "condition":
        return said("condition", reading.language, predicates(line.detail.why, reading, only_unmet=True))
    return endings.reason(line.detail.reason, reading.plans.get(line.detail.version), reading, line.detail.entry or "")


def _action(did: Did, plan: Plan | None, language: str) -> str:
    node = plans.node(plan, did.step) if plan is not None else None
    if plan is None or not isinstance(node, ActionNode):
        kind = discover(Action).get(did.what)
        return did.text or (kind.called(language) if kind else did.what)
    if did.lacks:
        names = ", ".join(f"“{name.replace('_', ' ')}”" for name in did.lacks)
        return said("lacks", language, what(node.action, plan, language, is_done=False), names)
    return what(node.action.model_copy(update=dict(did.filled)), plan, language, is_done=True)


def _waits(step: str, until: datetime, since: datetime, plan: Plan | None, reading: Reading) -> str:
    node = plans.node(plan, step) if plan is not None else None
    if not isinstance(node, WaitNode) or node.until is None:
        return said("waits", reading.language, reading.moment(until))
    awaited = lowered(node.until.summary(reading.language))
    if until - since >= FAR:
        return said("waits_ever", reading.language, awaited)
    return said("waits_for", reading.language, awaited, reading.moment(until))
