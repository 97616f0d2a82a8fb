"""Events as sentences people read."""

from contextvars import copy_context

import pytest

from perennia.catalogue.triggers.segment_entered import SegmentEntered
from perennia.catalogue.triggers.stage_moved import StageMoved
from perennia.core import called
from perennia.core.condition import Compare, Not, describe
from perennia.core.event import Properties, Value
from perennia.customers import saying
from perennia.customers.wording import say, summary


@pytest.mark.parametrize(
    ("name", "said", "english", "vietnamese"),
    [
        ("Inactive For 1 Day", {"rule": "x+86400"}, "Not seen for a day", "Không hoạt động trong 1 ngày"),
        ("Inactive For 7 Days", {"rule": "x"}, "Not seen for 7 days", "Không hoạt động trong 7 ngày"),
        ("Logged In", {"silent_seconds": 223852}, "Logged in after 2 d 14 h", "Đăng nhập sau 2 ngày 14 giờ"),
        ("Logged In", {"silent_seconds": 0}, "Logged in", "Đăng nhập"),
        ("Logged In", {"is_first": True}, "Logged in for the first time", "Đăng nhập lần đầu"),
        ("Tag Added", {"tag": "Inactive", "of": "contact"}, "Got the tag “Inactive”", "Được gắn thẻ “Inactive”"),
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
            "1,234.50 EUR, invoice i1, the card was declined",
            "1.234,50 EUR, hóa đơn i1, thẻ bị từ chối",
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
    assert say("clock", "Inactive For 1 Days", {}, "en").title == "Not seen for a day"


@pytest.mark.parametrize(
    ("name", "said", "english", "vietnamese"),
    [
        ("Invite Sent", {"invitee_name": "Mai", "invitee_email": "m@x.vn"}, "Invited Mai, m@x.vn", "Mời Mai, m@x.vn"),
        ("Identify", {"name": "Mai", "title": "Head", "locale": "vi"}, "Mai, Head", "Mai, Head"),
        ("Feedback Given", {"level": "Very Happy", "text": "Good"}, "Very Happy: “Good”", "Very Happy: “Good”"),
        ("Check-in Answered", {"choice": "need_help", "text": ""}, "Needs help", "Cần giúp đỡ"),
        ("Owner Set By Hand", {"member": 6, "owner": "Linh", "by": "An"}, "Linh owns it now, by An", "Linh phụ trách từ nay, bởi An"),
        ("Owner Set By Hand", {"member": None, "by": "An"}, "Nobody owns it now, by An", "Không còn ai phụ trách, bởi An"),
        ("Field Set By Hand", {"field": "plan", "value": "Scale"}, "Set “plan” to “Scale”", "Đặt “plan” thành “Scale”"),
        ("Message Held", {"subject": "Hi", "reason": "No address is known"}, "“Hi”: No address is known", "“Hi”: No address is known"),
        ("Message Sent", {"template": "day_7", "reason": ""}, "“day 7”", "“day 7”"),
        ("Report Exported", {"count": 1}, "", ""),
        ("Report Exported", {"count": 3}, "3 times", "3 lần"),
        ("Report Exported", {"count": 3, "kind": "pdf"}, "count: 3, kind: pdf", "count: 3, kind: pdf"),
        ("Page Viewed", {"name": "Home", "path": "/home"}, "Home", "Home"),
        ("Subscription Cancelled", {"plan": "Pro", "reason": "too_expensive"}, "Plan Pro, too expensive", "Gói Pro, quá đắt"),
    ],
)  # fmt: skip
def test_what_people_did_reads_without_codes(name: str, said: Properties, english: str, vietnamese: str) -> None:
    assert summary(name, said, "en") == english
    assert summary(name, said, "vi") == vietnamese


def test_a_sentence_that_says_it_all_needs_no_title() -> None:
    words = say("derived", "Tag Added", {"tag": "Inactive"}, "en")
    assert (words.title, words.text) == ("Got the tag “Inactive”", "")
    assert say("track", "Payment Failed", {"amount": 3, "currency": "EUR"}, "en").title == "Payment Failed"


def test_stages_and_segments_are_called_by_their_names_wherever_a_sentence_names_them() -> None:
    seen = called.Names({"big": "Large ones"}, {"P": "Journey"}, {("P", "Won"): "Gewonnen", ("P", "Lost"): "Left us"})
    said = {"pipeline": "P", "from": "Lost", "to": "Won"}

    def sentences() -> list[str]:
        return [
            saying.sentence("Stage Moved", said, "en") or "",
            StageMoved(pipeline="P", to="Won").summary(),
            SegmentEntered(segment="big").summary(),
            describe(Compare("customer.stage.P", "one_of", ["Won", "Lost"])),
            describe(Not(Compare("customer.segment.big", "is", True)), "vi"),
        ]

    context = copy_context()
    context.run(called.use, lambda: seen)
    assert context.run(sentences) == [
        "Moved to “Gewonnen” in Journey (before: Left us)", "Moves to “Gewonnen” in Journey",
        "Enters the segment “Large ones”", "The customer's stage in “Journey” is one of “Gewonnen” or “Left us”",
        "Khách hàng không thuộc phân khúc “Large ones”",
    ]  # fmt: skip
    assert sentences()[0] == "Moved to “Won” in P (before: Lost)"
