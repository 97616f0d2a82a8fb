"""The segments every installation begins with: how closely a customer is looked after, and where a look pays."""

from typing import Any, NamedTuple

from perennia.core.event import Properties


class Shipped(NamedTuple):
    """A segment of customers as it ships."""

    key: str
    name: str
    name_vi: str
    about: str
    about_vi: str
    condition: Properties


def _is(field: str, op: str, value: Any = None) -> Properties:
    return {"field": field, "op": op} | ({} if value is None else {"value": value})


_LARGE: Properties = {
    "any": [
        _is("customer.trait.plan", "contains", "enterprise"),
        _is("customer.trait.yearly_value", "at_least", 10_000),
    ]
}
_SMALL: Properties = {
    "any": [
        _is("customer.trait.plan", "one_of", ["Free", "Freemium", "Trial", "Starter"]),
        _is("customer.trait.yearly_value", "below", 500),
        {"all": [_is("customer.trait.plan", "is_missing"), _is("customer.trait.yearly_value", "is_missing")]},
    ]
}

SHIPPED = (
    Shipped(
        "high_touch", "High touch", "Chăm sóc sát sao",
        "Enterprise customers: a person of their own, regular reviews.",
        "Khách hàng doanh nghiệp lớn: có người phụ trách riêng, họp định kỳ.", _LARGE,
    ),
    Shipped(
        "tech_touch", "Tech touch", "Chăm sóc qua công cụ",
        "Smaller companies: mostly by messages and guidance, a person when it matters.",
        "Công ty vừa và nhỏ: chủ yếu qua thư và hướng dẫn, có người khi cần.",
        {"all": [{"not": _LARGE}, {"not": _SMALL}]},
    ),
    Shipped(
        "automated", "Automated", "Tự động",
        "Free and starter plans: self-service and automatic help.",
        "Gói miễn phí và khởi đầu: tự phục vụ và hỗ trợ tự động.", {"all": [_SMALL, {"not": _LARGE}]},
    ),
    Shipped(
        "renewing_soon", "Renewing within 60 days", "Gia hạn trong 60 ngày",
        "Whose subscription renews in the next 60 days.", "Gói sẽ gia hạn trong 60 ngày tới.",
        _is("customer.renews_at", "in_next_days", 60),
    ),
    Shipped(
        "gone_quiet", "Gone quiet", "Im lặng đã lâu",
        "Paying customers nobody has been seen at for two weeks.",
        "Khách hàng trả tiền nhưng không thấy ai hoạt động suốt hai tuần.",
        {"all": [_is("customer.last_seen_at", "more_than_days_ago", 14),
                 _is("customer.trait.subscription_status", "is", "active")]},
    ),
)  # fmt: skip
