"""Which guidance somebody is shown on a page, and what is remembered of it: the rules, without a database."""

from datetime import timedelta

import pytest

from perennia.core import pages
from perennia.core.condition import compile, parse
from perennia.core.guidance import Caps, Form, Item, Kind, Part, Repeat, Somebody, choose, done
from perennia.core.guided import joined
from perennia.core.profile import CONTACT, CUSTOMER, FeatureUse, Guided, Profile
from tests.world import ANNA, DAY, MONDAY, World

HOUR = timedelta(hours=1)
PATTERNS: list[tuple[list[str], str, bool]] = [
    ([], "https://app.test/anything", True),
    (["/"], "https://app.test/", True),
    (["/"], "https://app.test", True),
    (["/reports"], "https://app.test/reports/", True),
    (["/reports"], "https://app.test/reports/7", False),
    (["/reports/*"], "https://app.test/reports/7?tab=all#top", True),
    (["/reports*", "!/reports/secret*"], "/reports/secret/1", False),
    (["!/admin*"], "/home", True),
    (["!/admin*"], "/admin/x", False),
    (["*/edit"], "/a/b/edit", True),
    (["/*/edit/*"], "/a/b", False),
    (["https://app.test/*"], "https://App.Test/x", True),
    (["https://app.test/*"], "https://app.test/", True),
    (["https://app.test/*"], "https://other.test/x", False),
    (["/list?*tab=new*"], "/list?a=1&tab=new&b=2", True),
    (["/list?*tab=new*"], "/list?tab=old", False),
    (["/app#/settings*"], "https://x.test/app#/settings/me", True),
    (["/app#/settings*"], "https://x.test/app", False),
    (["/*a*a*a*a*a*b"], "/" + "a" * 1900, False),
    (["/x"], "http://[broken", False),
]


@pytest.mark.parametrize(("patterns", "address", "fits"), PATTERNS)
def test_a_page_is_known_by_its_address(patterns: list[str], address: str, fits: bool) -> None:
    assert pages.matches(patterns, address) is fits


def an(
    key: str, kind: Kind = "announcement", *, form: Form = "card", repeat: Repeat = "once", priority: int = 0,
    when: object = None, **more: object,
) -> Item:  # fmt: skip
    answer = compile(parse(when)) if when is not None else None
    return Item(
        id=sum(map(ord, key)),
        key=key,
        kind=kind,
        form=form,
        repeat=repeat,
        priority=priority,
        answer=answer,
        **more,  # type: ignore[arg-type]  # as a test names them
    )


def anna(guided: dict[str, Guided] | None = None, **more: object) -> Somebody:
    contact = Profile(CONTACT, ANNA, 1, guided=guided or {}, last_login_at=MONDAY - HOUR, **more)  # type: ignore[arg-type]
    return Somebody(Profile(CUSTOMER, 1, 1, score=100), contact)


def keys(items: list[Item], who: Somebody, address: str = "/", caps: Caps | None = None) -> list[str]:
    return [one.key for one in choose(items, who, address, MONDAY, caps or Caps(session=9, day=9))]


def test_dates_pages_language_and_conditions_decide() -> None:
    rich = {"field": "customer.score", "op": "at_least", "value": 50}
    items = [
        an("plain"), an("later", starts_at=MONDAY + HOUR), an("over", ends_at=MONDAY), an("now", ends_at=MONDAY + HOUR),
        an("there", pages=("/there",)), an("vi", language="vi"), an("en", language="en"), an("rich", when=rich),
        an("poor", when={"not": rich}),
    ]  # fmt: skip
    assert set(keys(items, anna())) == {"plain", "now", "en", "rich"}
    assert set(keys(items, anna(), "/there")) == {"plain", "now", "en", "rich", "there"}
    # A condition is asked of nobody we do not know, not even one that is false of them.
    hidden = Somebody(Profile(CUSTOMER, 1, 1, is_hidden=True), Profile(CONTACT, ANNA, 1, is_hidden=True))
    for stranger in (Somebody(), hidden):
        assert set(keys(items, stranger)) == {"plain", "now", "en"}


def test_what_was_seen_or_closed_comes_no_more() -> None:
    seen, closed = Guided(MONDAY - DAY, MONDAY - DAY), Guided(MONDAY - DAY, MONDAY - DAY, closed_at=MONDAY)
    once, until = an("it"), an("it", repeat="until_closed")
    assert keys([once], anna({"it": seen})) == []
    assert keys([until], anna({"it": seen})) == ["it"]
    assert keys([until], anna({"it": Guided(MONDAY, MONDAY, clicked_at=MONDAY)})) == []
    for kind in ("announcement", "tip", "checklist"):
        assert keys([an("it", kind, repeat="until_closed")], anna({"it": closed})) == []
    assert keys([an("it", "help")], anna({"it": closed})) == ["it"]
    assert keys([an("it", "tip")], anna({"it": Guided(MONDAY, MONDAY, clicked_at=MONDAY)})) == ["it"]


def test_caps_hold_for_what_interrupts_and_the_weightiest_comes_first() -> None:
    items = [
        an("low"),
        an("high", priority=5),
        an("tip", "tip", priority=3),
        an("bar", form="banner"),
        an("help", "help"),
    ]
    free = {"bar", "help"}
    assert set(keys(items, anna(), caps=Caps(1, 3))) == {"high"} | free
    assert set(keys(items, anna(), caps=Caps(2, 3))) == {"high", "tip"} | free
    assert set(keys(items, anna(), caps=Caps(0, 3))) == free
    # Shown in this session (since the login an hour ago): its place is used up, and it may stay where it is not over.
    here = {"tip": Guided(MONDAY - HOUR / 2, MONDAY - HOUR / 2)}
    assert set(keys(items, anna(here), caps=Caps(1, 3))) == {"tip"} | free
    assert set(keys(items, anna({"high": here["tip"]}), caps=Caps(1, 3))) == free
    # In an earlier session of the same day: a new session may bring one more, until the day is full.
    earlier = {"high": Guided(MONDAY - HOUR * 3, MONDAY - HOUR * 3)}
    assert set(keys(items, anna(earlier), caps=Caps(1, 3))) == {"tip"} | free
    assert set(keys(items, anna(earlier), caps=Caps(1, 1))) == free
    yesterday = {"high": Guided(MONDAY - DAY, MONDAY - DAY)}
    assert set(keys(items, anna(yesterday), caps=Caps(1, 1))) == {"tip"} | free


def test_a_checklist_is_ticked_by_hand_by_events_and_by_features() -> None:
    item = an(
        "list", "checklist", parts=(Part("a"), Part("b", "event", "Invite Sent"), Part("c", "feature", "Reports"))
    )
    assert done(item, anna()) == []
    assert done(item, anna({"list": Guided(done={"a": MONDAY})})) == ["a"]
    used = {"Reports": FeatureUse(60, 1, MONDAY, MONDAY)}
    assert done(item, anna(counts={"Invite Sent": 1}, features=used)) == ["b", "c"]


def test_events_are_folded_into_the_contact_and_counted_once_each() -> None:
    world = World()
    for at in (MONDAY, MONDAY + HOUR):
        world.happens("Guidance Shown", at, guidance="tour", kind="tip")
    world.happens("Guidance Clicked", guidance="tour", step=1)
    world.happens("Guidance Clicked", guidance="tour", finished=True)
    world.happens("Guidance Dismissed", guidance="list")
    world.happens("Guidance Not Shown", guidance="lost", selector="#x")
    world.happens("Guidance Shown", guidance="lost")
    for _ in range(2):
        world.happens("Checklist Item Done", guidance="list", item="invite")
    world.happens("Guidance Shown", guidance="../../etc")
    world.happens("Guidance Shown", guidance={"not": "a key"})
    world.happens("Checklist Item Done", guidance="list", item="<script>")
    anna_now = world.loaded.profiles[CONTACT, ANNA]
    assert set(anna_now.guided) == {"tour", "list", "lost"}
    tour = anna_now.guided["tour"]
    assert (tour.first_at, tour.last_at) == (MONDAY, MONDAY + HOUR)
    assert None not in (tour.clicked_at, tour.finished_at)
    assert set(anna_now.guided["list"].done) == {"invite"}
    counted = sorted(
        (name, part, what) for name, part, _, what in world.everything.tally if name.startswith("guidance:")
    )
    assert counted == [
        ("guidance:list", "", "closed"), ("guidance:list", "", "shown"), ("guidance:list", "invite", "done"),
        ("guidance:lost", "", "missing"), ("guidance:lost", "", "shown"),
        ("guidance:tour", "", "clicked"), ("guidance:tour", "", "finished"), ("guidance:tour", "", "shown"),
    ]  # fmt: skip


def test_what_a_page_does_is_no_login_and_visitors_count_in_nothing() -> None:
    world = World()
    world.happens("Guidance Shown", guidance="news", hidden=True)
    assert world.loaded.profiles[CONTACT, ANNA].last_login_at is None
    assert [one for one in world.everything.tally if one[0].startswith("guidance:")] == []


def test_two_who_became_one_have_seen_what_either_saw() -> None:
    one = Guided(MONDAY, MONDAY + DAY, closed_at=MONDAY + DAY, done={"a": MONDAY + DAY})
    other = Guided(MONDAY - DAY, MONDAY, done={"a": MONDAY, "b": MONDAY})
    assert joined(one, other) == Guided(
        MONDAY - DAY, MONDAY + DAY, closed_at=MONDAY + DAY, done={"a": MONDAY, "b": MONDAY}
    )
