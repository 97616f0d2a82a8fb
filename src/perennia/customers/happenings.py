"""What people did, in a line: who came, whom they asked, what they answered, what a colleague changed."""

from collections.abc import Callable, Mapping

from perennia.core.event import Value

Said = Mapping[str, Value]
Phrase = Callable[[Said, bool], str]

_CHOICES = {
    "going_well": ("Going well", "Tốt đẹp"),
    "have_a_question": ("Has a question", "Có câu hỏi"),
    "need_help": ("Needs help", "Cần giúp đỡ"),
}
_REASONS = {
    "insufficient_funds": ("not enough money on the account", "không đủ tiền trong tài khoản"),
    "expired_card": ("the card has expired", "thẻ đã hết hạn"),
    "card_declined": ("the card was declined", "thẻ bị từ chối"),
    "payment_failed": ("the payment failed", "thanh toán thất bại"),
    "too_expensive": ("too expensive", "quá đắt"),
    "renewed": ("renewed", "gia hạn"),
    "upgraded": ("upgraded", "nâng gói"),
    "downgraded": ("downgraded", "hạ gói"),
}


def word(code: Value, *, is_vi: bool) -> str:
    """A code of billing in words; any other text without its underscores."""
    return _REASONS.get(str(code), (str(code).replace("_", " "),) * 2)[is_vi]


def _names(*names: str) -> Phrase:
    """The plain values of these, joined by commas."""

    def phrase(said: Said, is_vi: bool) -> str:
        return ", ".join(str(said[name]) for name in names if is_sayable(said.get(name)))

    return phrase


def is_sayable(value: Value) -> bool:
    """Whether it is one plain value with something to read."""
    return isinstance(value, (str, int, float)) and not isinstance(value, bool) and bool(str(value).strip())


def _invite(said: Said, is_vi: bool) -> str:
    whom = _names("invitee_name", "invitee_email")(said, is_vi)
    return f"{'Mời' if is_vi else 'Invited'} {whom}" if whom else ""


def _joined(said: Said, is_vi: bool) -> str:
    role = said.get("role")
    return f"{'Vai trò' if is_vi else 'Role'}: {role}" if is_sayable(role) else ""


def _answer(said: Said, is_vi: bool) -> str:
    choice = str(said.get("choice") or "")
    words = [_CHOICES.get(choice, (choice.replace("_", " "),) * 2)[is_vi], *_quoted(said.get("text"))]
    return ": ".join(word for word in words if word)


def _feedback(said: Said, is_vi: bool) -> str:
    score = [f"NPS {said['nps']}"] if is_sayable(said.get("nps")) else []
    level = [str(said["level"])] if is_sayable(said.get("level")) else []
    return ": ".join(part for part in (", ".join([*level, *score]), *_quoted(said.get("text"))) if part)


def _quoted(text: Value) -> list[str]:
    return [f"“{str(text).strip()}”"] if is_sayable(text) else []


def _times(said: Said, is_vi: bool) -> str:
    many = said.get("count")
    return f"{many} {'lần' if is_vi else 'times'}" if isinstance(many, int) and many > 1 else ""


def _owner(said: Said, is_vi: bool) -> str:
    owner = said.get("owner")
    if said.get("member") is None:
        text = "Không còn ai phụ trách" if is_vi else "Nobody owns it now"
    elif is_sayable(owner):
        text = f"{owner} phụ trách từ nay" if is_vi else f"{owner} owns it now"
    else:
        text = "Một thành viên không còn ở đây" if is_vi else "A member who is no longer here"
    return text + _by(said, is_vi)


def _field(said: Said, is_vi: bool) -> str:
    field, value = str(said.get("label") or said.get("field", "")).replace("_", " "), said.get("value")
    shown = f"“{value}”" if is_sayable(value) else ("trống" if is_vi else "nothing")
    return (f"Đặt “{field}” thành {shown}" if is_vi else f"Set “{field}” to {shown}") + _by(said, is_vi)


def _note(said: Said, is_vi: bool) -> str:
    words = str(said.get("note_words") or "").strip()
    if not words:
        return ("Đã gỡ" if is_vi else "It was removed since") + _by(said, is_vi)
    return f"“{words}”" + _by(said, is_vi)


def _file(said: Said, is_vi: bool) -> str:
    name = said.get("file_name") or ("tệp đã gỡ" if is_vi else "a file removed since")
    return (f"Thêm tệp {name}" if is_vi else f"Put the file {name} here") + _by(said, is_vi)


def _enrolled(said: Said, is_vi: bool) -> str:
    name = said.get("workflow_name") or said.get("workflow") or ""
    return (f"Đưa vào “{name}”" if is_vi else f"Put into “{name}”") + _by(said, is_vi)


def _enrolled_newer(said: Said, is_vi: bool) -> str:
    name = said.get("workflow_name") or said.get("workflow") or ""
    return (f"“{name}” theo phiên bản mới nhất" if is_vi else f"“{name}” by its newest version") + _by(said, is_vi)


def _by(said: Said, is_vi: bool) -> str:
    by = said.get("by")
    return f", {'bởi' if is_vi else 'by'} {by}" if is_sayable(by) else ""


def _task(said: Said, is_vi: bool) -> str:
    words = _quoted(said.get("title"))
    if not is_sayable(said.get("by")) and is_sayable(said.get("workflow_name")):
        words.append(f"{'từ' if is_vi else 'from'} {said['workflow_name']}")
    return ", ".join(words) + _by(said, is_vi)


def _task_due(said: Said, is_vi: bool) -> str:
    whose = said.get("assignee_name")
    of = [f"{'của' if is_vi else 'of'} {whose}"] if is_sayable(whose) else []
    return ", ".join([*_quoted(said.get("title")), *of])


def by_hand(phrase: Phrase) -> Phrase:
    """The same with who did it."""
    return lambda said, is_vi: phrase(said, is_vi) + _by(said, is_vi)


def message(said: Said, is_vi: bool) -> str:
    """A message by its subject, with what kept it or what became of it."""
    name = said.get("subject") or str(said.get("template") or "").replace("_", " ")
    reason = said.get("reason")
    parts = _quoted(name) + ([str(reason).rstrip(".")] if is_sayable(reason) else [])
    return ": ".join(parts)


def _topic(said: Said, is_vi: bool) -> str:
    topic = said.get("topic")
    return (f"Không nhận {topic} nữa" if is_vi else f"No more {topic}") if is_sayable(topic) else ""


def _topic_again(said: Said, is_vi: bool) -> str:
    topic = said.get("topic")
    return (f"Lại nhận {topic}" if is_vi else f"Wants {topic} again") if is_sayable(topic) else ""


def _clicked(said: Said, is_vi: bool) -> str:
    url = said.get("url")
    target = f" → {str(url).partition('://')[2] or url}" if is_sayable(url) else ""
    return message({**said, "reason": None}, is_vi) + target


def _unused(said: Said, is_vi: bool) -> str:
    features = said.get("features")
    return ", ".join(map(str, features)) if isinstance(features, list) else ""


def _milestone(said: Said, is_vi: bool) -> str:
    return f"{said.get('milestone', '')} ({said.get('score', '')} {'điểm' if is_vi else 'points'})"


def _recalculated(said: Said, is_vi: bool) -> str:
    corrections = said.get("corrections")
    lines = [one for one in corrections if isinstance(one, dict)] if isinstance(corrections, list) else []
    points = sum(many for one in lines if isinstance(many := one.get("points"), int))
    return f"{points:+} {'điểm' if is_vi else 'points'}" + _by(said, is_vi)


SESSIONS = tuple(f"Session {what}" for what in ("Booked", "Moved", "Cancelled", "Attended", "Missed", "Reopened"))
PHRASES: dict[str, Phrase] = {
    "Features Unused": _unused, "Milestone Reached": _milestone, "Score Recalculated": _recalculated,
    "Identify": _names("name", "title", "email"), "Group": _names("name", "plan", "website"),
    "Signed Up": _names("first_name", "last_name", "email"), "Signed In": _names("username"),
    "Account Created": _names("account_name", "plan"), "Customer Created": _names("name", "plan"),
    "Page Viewed": _names("name", "title"), "Screen Viewed": _names("name"), "Goal Reached": _names("goal"),
    "Project Handed Over": _names("project"), "Trial Started": _names("trial_plan_name", "trial_end_date"),
    "Trial Ended": _names("trial_plan_name"), "Task Requested": _names("title"),
    **dict.fromkeys(SESSIONS, _names("session", "host", "reason")),
    "Invite Sent": _invite, "Account Added User": _joined, "Feedback Given": _feedback, "Check-in Answered": _answer,
    "Task Added": _task, "Task Done": _task, "Task Due Soon": _task_due, "Task Overdue": _task_due,
    "Owner Set By Hand": _owner, "Field Set By Hand": _field, "Enrolled By Hand": _enrolled,
    "Note Written": _note, "File Put": _file,
    "Moved To Newest Version By Hand": _enrolled_newer,
    "Message Sent": message, "Message Held": message, "Message Failed": message, "Message Unknown": message,
    "Message Bounced": message, "Message Clicked": _clicked, "Message Unsubscribed": _topic,
    "Message Subscribed": _topic_again,
}  # fmt: skip


def times(said: Said, is_vi: bool) -> str | None:
    """An event that carries nothing but how often it happened; None where it carries more."""
    return _times(said, is_vi) if set(said) == {"count"} else None
