"""What a page is told to show: by who looks, what they did before on any device, and within a fixed number of statements."""

import hmac
from collections.abc import Iterator

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from perennia.core.error import Invalid
from perennia.host import clock
from perennia.knowledge import live, marks, queries, set_rules, sign, write
from perennia.knowledge.write import Written
from tests.stations.knowledge.given import Product, item

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def product(transactional_db: None) -> Iterator[Product]:
    one = Product()
    yield one
    one.close()


def test_shown_once_means_once_whatever_the_device(product: Product) -> None:
    item()
    product.says("identify", user="anna")
    assert product.sees("anna") == ["news"]
    assert product.sees("anna") == ["news"]  # asking is not seeing
    product.says("track", "Guidance Shown", user="anna", anonymous="phone", guidance="news")
    assert product.sees("anna", anonymous="laptop") == []
    assert product.sees("bob") == ["news"]
    numbers = queries.numbers(["news"], clock.now().date())["news"]
    assert (numbers.shown, numbers.by_day[-1], numbers.closed) == (1, 1, 0)


def test_a_visitor_sees_what_is_for_everybody_and_what_they_saw_goes_along_when_they_become_somebody(
    product: Product,
) -> None:
    item()
    item("help", "Vips", condition={"field": "contact.trait.plan", "op": "is", "value": "vip"})
    assert product.sees(anonymous="v1") == ["news"]
    product.says("track", "Guidance Shown", anonymous="v1", guidance="news")
    assert product.sees(anonymous="v1") == []
    product.says("identify", user="vera", anonymous="v1", plan="vip")
    assert product.sees("vera") == ["vips"]
    assert product.sees() == ["news"]


def test_words_come_in_the_language_of_the_person_then_of_their_browser(product: Product) -> None:
    item()
    product.says("identify", user="lan", language="vi")
    assert product.asks("lan", locale="en-GB").items[0]["title"] == "News cho bạn"
    assert product.asks(locale="vi-VN").items[0]["title"] == "News cho bạn"
    assert product.asks(locale="fr").items[0]["title"] == "News for you"


def test_a_checklist_ticks_itself_by_what_the_record_knows(product: Product) -> None:
    one = {"texts": {"en": {"title": "x"}}}
    parts = [{"id": "mine", **one}, {"id": "invite", "by": "event", "name": "Invite Sent", **one},
             {"id": "use", "by": "feature", "name": "Reports", **one}]  # fmt: skip
    item("checklist", "Start", content={"texts": {"en": {"title": "Start"}}, "parts": parts})
    product.says("track", "Invite Sent", user="anna")
    product.says("track", "Feature Used", user="anna", feature="Reports", seconds=5)
    assert product.asks("anna").items[0]["ticked"] == ["invite", "use"]
    product.says("track", "Checklist Item Done", user="anna", guidance="start", item="mine")
    assert product.asks("anna").items[0]["ticked"] == ["mine", "invite", "use"]
    product.says("track", "Checklist Completed", user="anna", guidance="start")
    assert product.sees("anna") == []


def test_an_unsigned_user_is_nobody_where_signatures_are_asked_for(product: Product) -> None:
    item("help", "Ours", condition={"field": "contact.trait.plan", "op": "is", "value": "vip"})
    product.says("identify", user="anna", anonymous="laptop", plan="vip")
    assert product.sees("anna") == ["ours"]
    rules = set_rules.set_rules({"needs_signature": True}, None, clock.now())
    live.forget()
    key = sign.key(product.sender.id, rules.key_round)
    signature = hmac.new(key.encode(), b"anna", "sha256").hexdigest()
    assert product.sees("anna") == []
    assert product.sees("anna", user_hash="0" * 64) == []
    assert product.sees("bob", user_hash=signature) == []
    assert product.sees("anna", user_hash=signature) == ["ours"]


def test_a_draft_is_seen_by_its_word_alone_and_a_broken_word_shows_nothing(product: Product) -> None:
    draft = item(state="draft")
    assert product.sees("anna") == []
    shown = product.asks("anna", preview=sign.preview(draft)).items
    assert [(one["guidance"], one["preview"]) for one in shown] == [("news", True)]
    assert product.asks("anna", preview=sign.preview(draft)[:-2] + "xx").items == []
    write.change(draft.pk, Written(is_removed=True), clock.now())
    assert product.asks("anna", preview=sign.preview(draft)).items == []


def test_a_call_costs_two_statements_whatever_is_live_and_the_same_answer_is_not_sent_twice(product: Product) -> None:
    product.says("identify", user="anna")
    with CaptureQueriesContext(
        connection,
    ) as none:
        live.forget()
        product.asks("anna")
        first = len(none.captured_queries)
        product.asks("anna")
    assert len(none.captured_queries) == first  # nothing is live: nothing is asked
    for number in range(12):
        item("help", f"Article {number}", condition={"field": "customer.score", "op": "at_least", "value": 0})
    answer = product.asks("anna")
    with CaptureQueriesContext(connection) as asked:
        again = product.asks("anna", etag=answer.etag)
    assert len(asked.captured_queries) == 2
    assert len(answer.items) == 12
    assert (again.same, again.items) == (True, [])
    assert len(msgspec.json.encode(again)) < 120


HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html,<script>1</script>)", "[x](vbscript:x)", "[x](//evil.test)", "[x](https://a@evil.test)",
    "![x](javascript:alert(1))", "![x](http://plain.test/x.png)", "<a href='javascript:1'>x</a>", "[x](\\\\evil.test)",
    "<svg/onload=alert(1)>", "[x]( java\nscript:alert(1))", "<https://ok.test/><b>x</b>", "[x](file:///etc/passwd)",
]  # fmt: skip


@pytest.mark.number("S7")
def test_nothing_hostile_comes_through_markdown() -> None:
    def walk(node: object) -> Iterator[tuple[str, dict[str, str]]]:
        if isinstance(node, list) and node and isinstance(node[0], str) and len(node) > 1 and isinstance(node[1], dict):
            yield node[0], node[1]
        for inner in node if isinstance(node, list) else []:
            yield from walk(inner)

    for words in HOSTILE:
        for tag, attributes in walk([marks.nodes(words)]):
            assert tag in {"p", "a", "img", "br", "strong", "em", "code", "pre", "ul", "ol", "li"}, words
            assert set(attributes) <= {"href", "src", "alt"}
            address = attributes.get("href") or attributes.get("src") or "https://none.test"
            assert address.startswith(("https://", "http://", "mailto:", "/")), (words, address)
            assert not address.startswith("//")
            assert "@evil" not in address
    assert marks.nodes("**a** [b](/x) ~~c~~") == [
        ["p", {}, ["strong", {}, "a"], " ", ["a", {"href": "/x"}, "b"], " ", ["s", {}, "c"]]
    ]
    assert marks.nodes("| Plan | Seats |\n| --- | --: |\n| Small | **5** |") == [
        ["table", {}, ["thead", {}, ["tr", {}, ["th", {}, "Plan"], ["th", {"align": "right"}, "Seats"]]],
         ["tbody", {}, ["tr", {}, ["td", {}, "Small"], ["td", {"align": "right"}, ["strong", {}, "5"]]]]],
    ]  # fmt: skip


def test_what_is_not_whole_does_not_go_live_and_what_is_live_stays_whole() -> None:
    now = clock.now()
    draft = write.create("tip", Written(name="A tour", content={"parts": [{"id": "a"}]}), None, now)
    with pytest.raises(Invalid, match="Number 1 has no words yet"):
        write.change(draft.pk, Written(state="live"), now)
    whole = {"parts": [{"id": "a", "texts": {"vi": {"title": "Đây"}}, "selector": "#a"}]}
    write.change(draft.pk, Written(content=whole, state="live"), now)
    with pytest.raises(Invalid, match="Add at least one step"):
        write.change(draft.pk, Written(content={}), now)
    assert write.find(draft.pk).content["parts"][0]["selector"] == "#a"
    for wrong in (
        {"link": "javascript:1"},
        {"texts": {"fr": {"title": "x"}}},
        {"parts": [{"id": "a"}, {"id": "a"}]},
        {"odd": 1},
    ):
        with pytest.raises(Invalid):
            write.change(draft.pk, Written(content=wrong), now)
    condition = {"field": "contact.recent.Signed In.7", "op": "at_least", "value": 1}
    with pytest.raises(Invalid, match="Make a segment of it"):
        write.change(draft.pk, Written(condition=condition), now)
