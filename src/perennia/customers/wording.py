"""What an event is called on a customer's page: a title and a line, in the reader's language."""

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from perennia.core.event import Value
from perennia.customers import saying

Kind = Literal["usage", "billing", "messages", "workflows", "people"]
_BILLING = ("Payment ", "Subscription ", "Trial ", "Renewal ")
_ICONS: dict[str, str] = {
    "usage": "activity", "billing": "credit-card", "messages": "mail", "workflows": "bolt", "people": "user",
}  # fmt: skip
# Names of the tracking plan and of what follows from them.
_VIETNAMESE = {
    "Account Created": "Tạo tài khoản",
    "Signed Up": "Đăng ký",
    "Signed In": "Đăng nhập",
    "Signed Out": "Đăng xuất",
    "Invite Sent": "Gửi lời mời",
    "Account Added User": "Thêm người dùng",
    "Account Removed User": "Xóa người dùng",
    "Feature Used": "Dùng tính năng",
    "Page Viewed": "Xem trang",
    "Screen Viewed": "Xem màn hình",
    "Identify": "Nhận diện",
    "Group": "Cập nhật công ty",
    "Payment Succeeded": "Thanh toán thành công",
    "Payment Failed": "Thanh toán thất bại",
    "Payment Refunded": "Hoàn tiền",
    "Payment Disputed": "Khiếu nại thanh toán",
    "Payment Dispute Closed": "Khiếu nại thanh toán đã xong",
    "Payment Action Required": "Cần khách xác nhận thanh toán",
    "Payment Overdue": "Quá hạn thanh toán",
    "Payment Written Off": "Không thu được tiền",
    "Subscription Started": "Bắt đầu gói",
    "Subscription Changed": "Đổi gói",
    "Subscription Cancelled": "Hủy gói",
    "Subscription Renewing": "Sắp gia hạn",
    "Feedback Given": "Gửi phản hồi",
    "Message Sent": "Đã gửi thư",
    "Message Held": "Giữ lại thư",
    "Message Failed": "Gửi thư thất bại",
    "Message Bounced": "Thư bị trả lại",
    "Message Clicked": "Mở liên kết trong thư",
    "Message Answered": "Trả lời thư",
    "Message Unsubscribed": "Hủy nhận thư",
    "Tag Added": "Thêm thẻ",
    "Tag Removed": "Gỡ thẻ",
    "Stage Moved": "Chuyển giai đoạn",
    "Segment Entered": "Vào phân khúc",
    "Segment Left": "Rời phân khúc",
    "Score Changed": "Đổi điểm",
    "Field Changed": "Thông tin thay đổi",
    "Workflow Started": "Bắt đầu quy trình",
    "Workflow Stopped": "Dừng quy trình",
    "Logged In": "Đăng nhập",
    "Tag Added By Hand": "Thêm thẻ bằng tay",
    "Tag Removed By Hand": "Gỡ thẻ bằng tay",
    "Stage Set By Hand": "Đặt giai đoạn bằng tay",
    "Stage Left By Hand": "Rời giai đoạn bằng tay",
    "Field Set By Hand": "Sửa thông tin",
    "Owner Set By Hand": "Đổi người phụ trách",
    "Enrolled By Hand": "Đưa vào quy trình bằng tay",
    "Note Written": "Ghi chú",
    "File Put": "Thêm tệp",
    "Moved To Newest Version By Hand": "Chuyển sang phiên bản mới bằng tay",
    "Task Added": "Thêm việc",
    "Task Done": "Xong việc",
    "Task Due Soon": "Việc sắp đến hạn",
    "Task Overdue": "Việc quá hạn",
    "Check-in Answered": "Trả lời hỏi thăm",
    "Message Unknown": "Không rõ thư đã đến chưa",
    "Account Deleted": "Xóa tài khoản",
    "Wait Over": "Hết thời gian chờ",
    "Customer Created": "Tạo khách hàng",
    "Contact Joined": "Tham gia tài khoản",
    "Features Unused": "Không dùng tính năng",
    "Feature Check": "Xem lại tính năng",
    "Milestone Reached": "Đạt cột mốc",
    "Score Recalculated": "Tính lại điểm",
}
_CLOCK = re.compile(r"(Inactive For|Renewal In) (\d+) Days?")
_CLOCKED = {"Inactive For": "Không hoạt động", "Renewal In": "Gia hạn sau"}
# What a line says first, if it is there; the rest of the properties follow in their own words.
_FIRST = (
    "feature",
    "tag",
    "pipeline",
    "stage",
    "to",
    "subject",
    "template",
    "amount",
    "currency",
    "plan",
    "reason",
    "name",
)
_UNSAID = frozenset(
    {
        "of",
        "message",
        "enrolment",
        "if_unsent",
        "workflow",
        "step",
        "from",
        "member_id",
        "url",
        "path",
        "rule",
        "is_first",
    }
)


# Events whose sentence leaves nothing for a title to say.
_TELL_ALL = frozenset(
    {
        "Tag Added",
        "Tag Removed",
        "Stage Moved",
        "Segment Entered",
        "Segment Left",
        "Logged In",
        "Tag Added By Hand",
        "Tag Removed By Hand",
        "Stage Set By Hand",
        "Stage Left By Hand",
        "Owner Set By Hand",
        "Field Set By Hand",
        "Enrolled By Hand",
        "File Put",
        "Moved To Newest Version By Hand",
    }
)


class Said(NamedTuple):
    """An event in words."""

    kind: Kind
    icon: str
    title: str
    text: str


def say(kind: str, name: str, properties: Mapping[str, Value], language: str) -> Said:
    """An event in words."""
    belongs = kind_of(kind, name)
    text = summary(name, properties, language)
    if text and (name in _TELL_ALL or _CLOCK.fullmatch(name)):
        return Said(belongs, _ICONS[belongs], text, "")
    return Said(belongs, _ICONS[belongs], title(name, language), text)


def title(name: str, language: str) -> str:
    """What an event is called."""
    clock = _CLOCK.fullmatch(name)
    if language == "vi":
        return f"{_CLOCKED[clock[1]]} {clock[2]} ngày" if clock else _VIETNAMESE.get(name, name)
    return f"{clock[1]} {clock[2]} Day{'' if clock[2] == '1' else 's'}" if clock else name


def kind_of(kind: str, name: str) -> Kind:
    """Which part of the timeline an event belongs to."""
    if kind == "report":
        return "messages"
    if kind == "person" or name == "Customer Created":
        return "people"
    if name.startswith(_BILLING):
        return "billing"
    return "workflows" if kind in ("derived", "clock") and name != "Logged In" else "usage"


def summary(name: str, properties: Mapping[str, Value], language: str) -> str:
    """An event as a sentence; the plain values of one that has none, on one line."""
    said = saying.sentence(name, properties, language)
    if said is not None:
        return said[:300]
    names = [name for name in _FIRST if name in properties]
    names += [name for name in properties if name not in names and name not in _UNSAID]
    parts = [_part(name, properties[name]) for name in names if _is_plain(properties[name])]
    return ", ".join(parts)[:300]


def _part(name: str, value: Value) -> str:
    if name == "seconds" and isinstance(value, (int, float)):
        return f"{round(value / 60, 1):g} min" if value >= 60 else f"{value:g} s"
    if isinstance(value, bool):
        return f"{name}: {'yes' if value else 'no'}"
    return str(value) if name in _FIRST else f"{name}: {value}"


def _is_plain(value: Value) -> bool:
    return value is not None and value != "" and not isinstance(value, (list, dict))
