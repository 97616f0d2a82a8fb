"""What rehearsals say to people, in both languages."""

from datetime import datetime, tzinfo
from typing import Literal

from perennia.core.moments import moment_in_words
from perennia.messages import reasons
from perennia.workflows.rehearsal.found import Fate

_WORDS: dict[str, tuple[str, str]] = {
    "condition": ("its condition did not hold", "điều kiện không đúng"),
    "ran": ("they had been in it before", "họ đã từng ở trong quy trình"),
    "ran_within": ("they had been in it too lately", "họ vừa ở trong quy trình cách đây không lâu"),
    "guard": ("it had begun too often that day", "hôm đó quy trình đã bắt đầu quá nhiều lần"),
    "done": ("Finished", "Hoàn tất"),
    "left": ("Left early", "Rời sớm"),
    "stopped": ("Stopped", "Đã dừng"),
    "failed": ("Failed", "Thất bại"),
    "active": ("Still in it", "Vẫn đang chạy"),
    "waiting": ("Waiting when it ended", "Đang chờ khi kết thúc"),
    "AddTag": ("Tags added", "Thẻ được thêm"),
    "RemoveTag": ("Tags removed", "Thẻ được gỡ"),
    "MoveStage": ("Stages moved", "Lần chuyển giai đoạn"),
    "AddScore": ("Points given", "Lần cộng điểm"),
    "SendMessage": ("Letters asked for", "Thư được yêu cầu"),
    "Notify": ("Notices", "Thông báo"),
    "Assign": ("Owners assigned", "Lần giao người phụ trách"),
    "AddTask": ("Tasks", "Công việc"),
    "CloseTask": ("Tasks taken back", "Công việc được rút lại"),
    "PlanSession": ("Sessions booked", "Buổi hẹn được đặt"),
    "SetField": ("Fields set", "Trường được ghi"),
    "letter_sent": ("“{}” would have been sent", "“{}” sẽ được gửi"),
    "letter_held": ("“{}” would have been held back. {}", "“{}” sẽ bị giữ lại. {}"),
    "letter_waiting": ("“{}” would still be waiting. {}", "“{}” vẫn đang chờ. {}"),
    "ahead_sent": ("“{}” would be sent", "“{}” sẽ được gửi"),
    "ahead_held": ("“{}” would be held back. {}", "“{}” sẽ bị giữ lại. {}"),
    "ahead_waiting": ("“{}” would wait. {}", "“{}” sẽ phải chờ. {}"),
    "ahead_later": ("It waits first. {}", "Trước đó thư phải chờ. {}"),
    "letter_later": ("It waited first. {}", "Trước đó thư phải chờ. {}"),
    "today": (
        "Owners, consent, suppressed addresses, texts and settings are today's; they are not kept as history.",
        "Người phụ trách, sự đồng ý, địa chỉ bị chặn, nội dung và thiết lập là của hôm nay vì chúng không được lưu theo thời gian.",
    ),
    "others": (
        "Other workflows are taken as they run today, and their letters as they really left.",
        "Các quy trình khác được tính như hiện đang chạy, và thư của chúng như đã thực sự gửi.",
    ),
    "replies": (
        "What customers would have answered to these letters nobody knows: it counts as no answer.",
        "Không ai biết khách hàng sẽ trả lời những thư này thế nào: được tính là không trả lời.",
    ),
    "moved": (
        "Who has since become part of another customer is counted there.",
        "Ai sau đó đã nhập vào khách hàng khác được tính ở khách hàng đó.",
    ),
    "knows_from": (
        "The past is kept from {} on; what was before is not known.",
        "Lịch sử chỉ được lưu từ {}; trước đó không rõ.",
    ),
}  # fmt: skip


def said(code: str, language: str, *values: object) -> str:
    """A code in words; one that is not known as it is."""
    if code not in _WORDS:
        return code
    return _WORDS[code][language == "vi"].format(*values)


def fate(letter: Fate, subject: str, language: str, kind: Literal["letter", "ahead"] = "letter") -> str:
    """What would have become of a letter, or would become of one that lies ahead."""
    why = f"{reasons.words(letter.reason, language)}." if letter.reason else ""
    text = (
        said(f"{kind}_{letter.state}", language, subject, why)
        if f"{kind}_{letter.state}" in _WORDS
        else f"{subject}: {letter.state}"
    )
    parts = [text.rstrip(". ") + "."]
    if letter.deferred and letter.state != "waiting":
        parts.append(said(f"{kind}_later", language, f"{reasons.words(letter.deferred, language)}."))
    return " ".join(parts)


def notes(knows_from: datetime | None, begins_at: datetime, zone: tzinfo, language: str) -> list[str]:
    """What a rehearsal cannot know, so that nobody takes it for more than it is."""
    found = [said(code, language) for code in ("today", "others", "replies", "moved")]
    if knows_from is not None and knows_from > begins_at:
        found.insert(0, said("knows_from", language, moment_in_words(knows_from, language, zone)))
    return found
