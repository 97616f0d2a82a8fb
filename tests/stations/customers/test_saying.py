"""Events as sentences people read."""

import pytest

from perennia.core.event import Properties, Value
from perennia.customers.wording import say, summary


@pytest.mark.parametrize(
    ("name", "said", "english", "vietnamese"),
    [
        ("Inactive For 1 Day", {"rule": "x+86400"}, "Not seen for a day", "Không hoạt động trong 1 ngày"),
        ("Inactive For 7 Days", {"rule": "x"}, "Not seen for 7 days", "Không hoạt động trong 7 ngày"),
        ("Logged In", {"silent_seconds": 223852}, "Logged in after 2 d 14 h", "Đăng nhập sau 2 ngày 14 giờ"),
        ("Logged In", {"is_first": True}, "Logged in for the first time", "Đăng nhập lần đầu"),
        ("Tag Added", {"tag": "Inactive", "of": "contact"}, "Tag Inactive added", "Đã gắn thẻ Inactive"),
        (
            "Stage Moved",
            {"pipeline": "User Login Activity", "from": "Active", "to": "Active within a week"},
            "Moved to “Active within a week” in User Login Activity (before: Active)",
            "Chuyển sang “Active within a week” trong User Login Activity (trước đó: Active)",
        ),
        (
            "Score Changed",
            {"points": 30, "reason": "30 minutes on Reports", "from": 0, "to": 30},
            "+30 points: 30 minutes on Reports",
            "+30 điểm: 30 minutes on Reports",
        ),
        (
            "Payment Failed",
            {"amount": 1234.5, "currency": "EUR", "invoice": "i1", "reason": "card_declined"},
            "1,234.50 EUR, invoice i1, card declined",
            "1.234,50 EUR, hóa đơn i1, card declined",
        ),
    ],
)
def test_an_event_is_a_sentence(name: str, said: Properties, english: str, vietnamese: str) -> None:
    assert summary(name, said, "en") == english
    assert summary(name, said, "vi") == vietnamese


@pytest.mark.parametrize("value", [[1], {"a": 1}, None, True, "x", -1, float("inf")])
@pytest.mark.parametrize(
    "name", ["Logged In", "Score Changed", "Feature Used", "Payment Failed", "Subscription Changed"]
)
def test_whatever_a_caller_sent_can_be_said(name: str, value: Value) -> None:
    keys = ("points", "seconds", "silent_seconds", "amount", "currency", "feature", "seats", "yearly_value", "attempt")
    assert isinstance(summary(name, dict.fromkeys(keys, value), "en"), str)


def test_an_old_name_of_one_day_is_mended() -> None:
    assert say("clock", "Inactive For 1 Days", {}, "en").title == "Inactive For 1 Day"
