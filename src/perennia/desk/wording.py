"""Rows of the queue in words: what it is, and why it is here, in English and Vietnamese."""

from datetime import datetime

from perennia.core.moments import MONTHS
from perennia.desk.queue import Item

DAY = 86_400
_WHAT = {
    "unknown": ("Did it arrive?", "Thư đã đến chưa?"),
    "parked": ("Its events wait", "Sự kiện đang chờ"),
    "payment": ("Payment failed", "Thanh toán thất bại"),
    "quiet": ("Gone quiet", "Vắng mặt"),
    "new": ("New customer", "Khách hàng mới"),
    "unwritten": ("Nobody to write to", "Không có ai để viết"),
    "session": ("Did they come?", "Họ có đến không?"),
}
_WHY = {
    "unknown": (
        "The connection broke while the message was sent, {ago}. It is not sent again by itself.",
        "Kết nối bị ngắt khi đang gửi, {ago}. Thư không tự gửi lại.",
    ),
    "payment": (
        "The last payment failed {ago}, and none has succeeded since.",
        "Lần thanh toán gần nhất thất bại {ago}, sau đó chưa thành công.",
    ),
    "quiet": ("Nobody there was seen for {span}.", "Không ai ở đó hoạt động trong {span}."),
    "new": ("They began {ago}. A first word from a person counts most now.", "Họ bắt đầu {ago}. Lời chào từ một người lúc này quý nhất."),
    "session": ("Your session with {n} ended {ago}.", "Buổi hẹn của bạn với {n} đã kết thúc {ago}."),
    "unwritten": ("{n} messages of this week were held: no address is known.", "{n} thư tuần này bị giữ: không biết địa chỉ nào."),
}  # fmt: skip
_TASK = {
    "late": ("It was due {ago}.", "Đã đến hạn {ago}."),
    "due": ("It is due {ago}.", "Đến hạn {ago}."),
    "none": ("It has no due date.", "Không có hạn."),
    "role": ("Nobody has taken it yet.", "Chưa ai nhận."),
    "workflow": ("From {name}.", "Từ {name}."),
    "asked": ("{name} asked for it.", "{name} giao việc này."),
}


def what(item: Item, language: str) -> str:
    """What it is, in two or three words; a task by its title."""
    return item.task.title if item.task is not None else _WHAT[item.kind][language == "vi"]


def why(item: Item, now: datetime, language: str, workflow: str = "") -> str:
    """Why it is here, with the values behind it."""
    is_vi = language == "vi"
    if item.task is not None:
        return _task(item, now, is_vi, workflow)
    many = item.about.rpartition(":")[2]
    days = (now - item.at).days if item.at is not None else 0
    span = f"{days} ngày" if is_vi else f"{days} days"
    said = _WHY[item.kind][is_vi].format(ago=ago(item.at, now, is_vi=is_vi), n=many, span=span)
    return said.replace("1 messages of this week were", "1 message of this week was", 1) if many == "1" else said


def ago(at: datetime | None, now: datetime, *, is_vi: bool) -> str:
    """How long ago, or how soon: 3 days ago, in 2 hours; a day far away by its date."""
    if at is None:
        return ""
    seconds = (now - at).total_seconds()
    size = abs(seconds)
    if size > 60 * DAY:
        return f"{at:%d/%m/%Y}" if is_vi else f"on {at.day} {MONTHS[at.month - 1]} {at.year}"
    units = ((DAY, "day", "ngày"), (3600, "hour", "giờ"), (60, "minute", "phút"))
    unit = next((each for each in units if size >= each[0]), None)
    if unit is None:
        return "vừa xong" if is_vi else "just now"
    many = int(size // unit[0])
    if is_vi:
        return f"{many} {unit[2]} {'trước' if seconds > 0 else 'nữa'}"
    words = f"{many} {unit[1]}{'' if many == 1 else 's'}"
    return f"{words} ago" if seconds > 0 else f"in {words}"


def _task(item: Item, now: datetime, is_vi: bool, workflow: str) -> str:
    task = item.task
    assert task is not None
    key = "none" if task.due_at is None else "late" if task.due_at < now else "due"
    parts = [_TASK[key][is_vi].format(ago=ago(task.due_at, now, is_vi=is_vi))]
    if task.assignee_id is None:
        parts.append(_TASK["role"][is_vi])
    if task.workflow:
        parts.append(_TASK["workflow"][is_vi].format(name=workflow or task.workflow))
    elif task.created_by is not None and task.created_by_id != task.assignee_id:
        parts.append(_TASK["asked"][is_vi].format(name=task.created_by.name))
    return " ".join(parts)
