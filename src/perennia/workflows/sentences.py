"""Says a line of the run log as a sentence, in the reader's language."""

from perennia.workflows.run_log import Did, Line

_WORDS = {
    "entered": ("Entered", "Bắt đầu"),
    "entered_on": ("Entered on {}", "Bắt đầu khi {}"),
    "moved": ("Went on", "Đi tiếp"),
    "done": ("Finished", "Hoàn tất"),
    "left": ("Left", "Đã rời"),
    "failed": ("Failed", "Thất bại"),
    "not_entered": ("Did not enter", "Không bắt đầu"),
    "condition": ("a condition does not hold", "một điều kiện không đúng"),
    "goal": ("reached its goal", "đã đạt mục tiêu"),
    "waits": ("waits until {}", "chờ đến {}"),
    "day_passed": ("skipped a day already past", "bỏ qua ngày đã qua"),
    "yes": ("condition holds", "điều kiện đúng"),
    "no": ("condition does not hold", "điều kiện không đúng"),
    "nothing": ("nothing to change", "không có gì thay đổi"),
}
# The steps people read in the stream of events: an effect and the short word for it.
EFFECTS = {
    "AddTag": "tag",
    "RemoveTag": "tag",
    "MoveStage": "stage",
    "AddScore": "score",
    "SendMessage": "message",
    "Notify": "notice",
    "Assign": "assign",
    "SetField": "field",
}


def said(word: str, language: str, *values: object) -> str:
    """A word of the table in a language."""
    english, vietnamese = _WORDS[word]
    return (vietnamese if language == "vi" else english).format(*values)


def sentence(line: Line, language: str) -> str:
    """The whole line: how it began, what was done, how it stands."""
    detail = line.detail
    if line.outcome == "entered" and detail.entry:
        head = said("entered_on", language, detail.entry)
    else:
        head = said(line.outcome, language) if line.outcome in _WORDS else line.outcome
    if detail.reason:
        reason = said(detail.reason, language) if detail.reason in ("condition", "goal") else detail.reason
        head = f"{head}: {reason}"
    steps = [step(did, language) for did in detail.did]
    return f"{head}. {'; '.join(steps)}.".replace("..", ".") if steps else f"{head}.".replace("..", ".")


def step(did: Did, language: str) -> str:
    """One step of it."""
    if did.what == "waits" and did.until is not None:
        return said("waits", language, did.until.strftime("%Y-%m-%d %H:%M UTC"))
    if did.what == "branch":
        return said("yes" if did.took else "no", language)
    if did.what == "day_passed":
        return said("day_passed", language)
    text = did.text or did.what
    if did.effects and not any(effect.changed for effect in did.effects):
        return f"{text} ({said('nothing', language)})"
    return text
