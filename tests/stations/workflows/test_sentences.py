"""Whatever workflows do or leave undone reads as a sentence, with the values that were seen, in both languages."""

from datetime import UTC, timedelta

import msgspec
import pytest

from perennia.core.outcome import Log
from perennia.core.shipped import shipped
from perennia.core.workflow import compile_plan
from perennia.workflows import endings
from perennia.workflows.drawn import steps
from perennia.workflows.reading import Reading, readable
from perennia.workflows.run_log import Detail, Line
from perennia.workflows.sentences import sentence, step
from tests.world import DAY, MONDAY, World, definition

QUIET = {"not": {"field": "customer.trait.subscription_status", "op": "is", "value": "cancelled"}}


def reading(world: World, language: str = "en") -> Reading:
    return Reading(language, UTC, {plan.version: plan for plan in world.index.versions.values()})


def line(log: Log) -> Line:
    detail = msgspec.convert(log.detail, Detail, strict=False)
    return Line(0, 1, log.at, 1, log.contact, log.workflow, log.enrolment, log.step, log.outcome, detail, log.seq)


def told(world: World, language: str = "en") -> list[str]:
    return [sentence(line(log), reading(world, language)) for log in world.everything.logs]


def test_a_line_says_what_began_it_what_was_done_and_what_it_waits_for() -> None:
    world = World("payment_failed_team")
    world.happens("Payment Failed", MONDAY, amount=20, currency="EUR")
    [english], [vietnamese] = told(world), told(world, "vi")
    assert english == (
        "Began on “Payment Failed”: -50 points: Payment failed; so it is: the customer's “payment status” is known and "
        "not “succeeded” (it was “failed”); added the tag “Payment Failed”; moved to “Subscription Failed” in "
        "Subscription & Billing; told the owner; not so: the customer's number of “Payment Failed” in the last 30 days "
        "is at least 2 (it was 1); finished."
    )
    assert vietnamese == (
        "Bắt đầu khi “Thanh toán thất bại”: -50 điểm: Thanh toán thất bại; đúng là: “trạng thái thanh toán” của khách "
        "hàng đã biết và không phải “succeeded” (thực tế là “failed”); đã gắn thẻ “Payment Failed”; đã chuyển sang "
        "“Subscription Failed” trong Subscription & Billing; đã báo cho người phụ trách; không đúng: số lần “Payment "
        "Failed” của khách hàng trong 30 ngày qua ít nhất là 2 (thực tế là 1); hoàn tất."
    )


def test_what_was_so_already_is_said_to_be_so() -> None:
    world = World("payment_succeeded_team")
    world.happens("Payment Succeeded", MONDAY, invoice="a")
    world.happens("Payment Succeeded", MONDAY + DAY, invoice="b")
    assert "moved to “Active Subscription” in Subscription & Billing (it was so already)" in told(world)[-1]


def test_a_letter_is_named_by_its_subject_and_a_wait_by_what_it_waits_for() -> None:
    letter, customer = World("inactive_reach_out"), World("inactive_customer")
    for world in (letter, customer):
        world.happens("Feature Used", MONDAY, feature="Reports", seconds=5)
        world.passes(8 * DAY)
    assert "wrote the e-mail “Your work is where you left it”; waits until 23 Mar 2026, 09:00" in told(letter)[0]
    assert "đã soạn thư “Công việc của bạn vẫn đang chờ bạn”" in told(letter, "vi")[0]
    assert "told the owner at once; waits for this: logs in." in told(customer)[0]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Did not begin, for this does not hold: the customer's “subscription status” is not “cancelled” (it was “cancelled”)."),
        ("vi", "Không bắt đầu vì điều này không đúng: “trạng thái gói” của khách hàng không phải là “cancelled” (thực tế là “cancelled”)."),
    ],
)  # fmt: skip
def test_a_condition_that_kept_somebody_out_says_what_it_asked_and_what_it_saw(language: str, text: str) -> None:
    world = World(definition(trigger={"key": "event_seen", "names": ["Go"]}, when=QUIET, steps=[{"key": "stop"}]))
    world.happens("Subscription Cancelled", MONDAY)
    world.happens("Go")
    assert told(world, language) == [text]


@pytest.mark.parametrize(
    ("rule", "english", "vietnamese"),
    [
        ("once", "it runs once for each, and has run before", "mỗi đối tượng chỉ chạy một lần"),
        ("per properties.invoice", "it runs once for each invoice, and has run for I-7", "chỉ chạy một lần, và đã chạy cho I-7"),
        ("after P30D", "after 30 days at the earliest, and last began on 2 Mar 2026, 09:00", "lần gần nhất là 09:00 ngày 02/03/2026"),
    ],
)  # fmt: skip
def test_who_may_not_enter_again_is_told_since_when_and_for_what(rule: str, english: str, vietnamese: str) -> None:
    world = World(definition(trigger={"key": "event_seen", "names": ["Go"]}, re_entry=rule, steps=[{"key": "stop"}]))
    world.happens("Go", MONDAY, invoice="I-7")
    world.happens("Go", MONDAY + DAY, invoice="I-7")
    assert english in told(world)[-1]
    assert vietnamese in told(world, "vi")[-1]


def test_what_the_event_does_not_say_is_named() -> None:
    tag = {"key": "add_tag", "tag": "Uses {feature}"}
    world = World(definition(trigger={"key": "event_seen", "names": ["Go"]}, re_entry="every_time", steps=[tag]))
    world.happens("Go", MONDAY)
    world.happens("Go", feature="Reports")
    assert told(world) == [
        "Began on “Go”: could not do “Add the tag “Uses {feature}””: the event says nothing of “feature”; finished.",
        "Began on “Go”: added the tag “Uses Reports”; finished.",
    ]


def test_an_end_says_its_reason() -> None:
    waits = [{"key": "wait", "for": "P9D"}]
    go = {"key": "event_seen", "names": ["Go"]}
    world = World(definition("a", trigger=go, steps=waits, goal={"key": "logged_in"}),
                  definition("b", trigger=go, steps=waits, exits=[{"key": "answered"}, {"key": "left"}]),
                  definition("c", trigger=go, steps=[{"key": "stop"}]))  # fmt: skip
    world.happens("Go", MONDAY, context={"active": False})
    world.happens("Feature Used", MONDAY + timedelta(hours=1))
    world.happens("Subscription Cancelled", MONDAY + timedelta(hours=2))
    ends = {
        one.workflow: [
            endings.ended(one.state, one.reason, reading(world).plans[one.version], reading(world, language))
            for language in ("en", "vi")
        ]
        for key in "abc" for one in world.enrolments(key)
    }  # fmt: skip
    assert ends == {
        "a": ["Reached its goal: logs in", "Đã đạt mục tiêu: đăng nhập"],
        "b": [
            "This ended it: cancels, or the account or person is removed",
            "Điều này đã kết thúc: hủy gói, xóa tài khoản hoặc bị xóa khỏi tài khoản",
        ],
        "c": ["All its steps were done", "Mọi bước đã xong"],
    }
    assert "Reached its goal: logs in." in told(world)


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("code", ["unsent:Message Held:no_consent:success", "guard:20", "circles:1000", "chain:10"])
def test_no_code_is_left_in_a_reason(code: str, language: str) -> None:
    text = endings.reason(code, None, Reading(language, UTC, {}), "Tag Added")
    assert "_" not in text
    assert code.partition(":")[0] + ":" not in text
    assert len(text.split()) > 4


@pytest.mark.parametrize("workflow", shipped(), ids=lambda one: one.key)
def test_every_step_of_every_shipped_workflow_reads_in_both_languages(workflow: object) -> None:
    chosen = next(one for one in shipped() if one is workflow)
    compile_plan(chosen, 1)
    english, vietnamese = steps(chosen.steps, "en"), steps(chosen.steps, "vi")
    for one, other in zip(english, vietnamese, strict=True):
        assert (one.label, one.detail) != (other.label, other.detail)
        for text in (one.label, one.detail, other.label, other.detail):
            assert "_" not in text


def test_a_step_of_a_version_that_is_gone_is_named_by_its_kind() -> None:
    world = World("feature_active")
    world.happens("Feature Used", MONDAY, feature="Reports", seconds=500)
    kept = line(world.everything.logs[-1])
    lost = Reading("vi", UTC, {})
    assert [step(did, kept, lost) for did in kept.detail.did] == ["Gắn thẻ", "Chuyển giai đoạn"]


def test_a_wait_that_is_over_and_one_whose_event_came_are_told_apart() -> None:
    wait = {"key": "wait", "until": {"key": "event_seen", "names": ["Paid"]}, "at_most": "P2D"}
    world = World(definition(trigger={"key": "event_seen", "names": ["Go"]}, re_entry="every_time", steps=[wait]))
    world.happens("Go", MONDAY)
    world.happens("Paid", MONDAY + timedelta(hours=1))
    world.happens("Go", MONDAY + timedelta(hours=2))
    world.passes(3 * DAY)
    assert told(world)[1] == "What it waited for came: finished."
    assert told(world)[3] == "The wait was over: finished."


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("Hello", "Hello"),
        ("Paid ({{ event.x }})", "Paid (…)"),
        ("{% if a %}A{% endif %}", ""),
        ("{{ a }} {{ b }}", "… …"),
    ],
)
def test_a_subject_reads_without_knowing_to_whom_it_goes(subject: str, shown: str) -> None:
    assert readable(subject) == shown
