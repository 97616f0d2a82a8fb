"""Kinds of notices and their names: those the shipped workflows and our own stations tell, and those of workflows made here."""

from collections.abc import Callable, Iterable

_NAMES: dict[str, tuple[str, str]] = {
    "new_account": ("New accounts", "Tài khoản mới"),
    "new_user": ("New people at a customer", "Người dùng mới của khách hàng"),
    "payment_succeeded": ("Payments received", "Thanh toán thành công"),
    "payment_failed": ("Failed payments", "Thanh toán thất bại"),
    "payment_failed_again": ("Payments that failed again", "Thanh toán lại thất bại"),
    "payment": ("Payments", "Thanh toán"),
    "renewal_ahead": ("Renewals ahead", "Sắp gia hạn"),
    "subscription_churned": ("Ended subscriptions", "Gói đã kết thúc"),
    "inactive": ("Inactive contacts", "Liên hệ vắng mặt"),
    "customer_inactive": ("Inactive customers", "Khách hàng vắng mặt"),
    "returned": ("Those who came back", "Những người trở lại"),
    "unsent": ("Messages that could not be sent", "Thư chưa gửi được"),
    "webhook": ("Webhooks in trouble", "Webhook gặp sự cố"),
    "channel": ("Channels in trouble", "Kênh gửi gặp sự cố"),
    "workflow_paused": ("Workflows that pause", "Quy trình tạm dừng"),
    "feedback_negative": ("Unhappy feedback", "Phản hồi không hài lòng"),
    "happiness_shift": ("Shifts of happiness", "Thay đổi mức hài lòng"),
    "praise": ("Praise for a member", "Lời khen cho thành viên"),
    "milestone_high": ("High milestones", "Cột mốc cao"),
    "features_unused": ("Unused features", "Tính năng chưa dùng"),
    "feedback": ("Feedback", "Phản hồi"),
    "milestone": ("Milestones", "Cột mốc"),
    "task": ("Tasks", "Công việc"),
    "task_given": ("Tasks given to you", "Việc được giao cho bạn"),
    "task_soon": ("Your tasks that are due soon", "Việc của bạn sắp đến hạn"),
    "task_late": ("Your tasks that are late", "Việc của bạn đã quá hạn"),
    "session_unplanned": ("Sessions that could not be booked", "Buổi hẹn không đặt được"),
    "session": ("Sessions", "Buổi hẹn"),
    "session_settle": ("Sessions that are over", "Buổi hẹn đã kết thúc"),
    "session_missed": ("Missed sessions", "Buổi hẹn bị bỏ lỡ"),
}
_OURS = (
    "unsent", "webhook", "task_given", "task_soon", "task_late", "channel", "workflow_paused", "session", "session_settle",
    "session_unplanned",
)  # fmt: skip
_sources: list[Callable[[], Iterable[str]]] = []


def drawn_from(source: Callable[[], Iterable[str]]) -> None:
    """Names where kinds come from; the station that keeps workflows says so when it starts."""
    if source not in _sources:
        _sources.append(source)


def known() -> list[str]:
    """Every kind one may be told of, by its name."""
    found = {*_OURS, *(kind for source in _sources for kind in source())}
    return sorted(found, key=lambda kind: name(kind, "en").casefold())


def name(kind: str, language: str) -> str:
    """What a kind is called."""
    words = _NAMES.get(kind)
    if words is not None:
        return words[language == "vi"]
    return kind.replace("_", " ").capitalize()
