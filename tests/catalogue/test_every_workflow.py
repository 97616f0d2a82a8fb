"""Every shipped workflow: complete, in both languages, with texts that can be written."""

from collections.abc import Iterator

import msgspec
import pytest

from perennia.core.event import Properties
from perennia.core.shipped import shipped
from perennia.core.workflow import Definition, compile_plan
from perennia.messages.context import NAMES
from perennia.messages.liquid import Liquid
from perennia.messages.template import check, compiled

GROUPS = {"a1", "a2", "b1", "b2", "b3", "c1", "c2", "d1", "d2", "e1", "f1", "g1", "h1", "i1", "i2"}
ONE_AUDIENCE = {
    "a2": "internal_notification",
    "d2": "internal_notification",
    "i1": "customer_touch",
}
LINKS = (
    "app",
    "billing",
    "guide",
    "help",
    "answer",
    "happiness",
    "nps",
    "unsubscribe",
    "booking",
    "request",
    "affiliates",
    "affiliate",
)
CONTACT: Properties = {"name": "Anna Berg", "first_name": "Anna", "email": "anna@acme.test", "title": "", "traits": {}}
FULL: Properties = {
    "contact": CONTACT,
    "customer": {
        "name": "Acme", "plan": "Team",
        "traits": {"renews_at": "2026-04-01T00:00:00Z", "yearly_value": 1200, "currency": "EUR", "industry": "Retail", "employees": 40},
    },
    "owner": {"name": "Mai Tran", "first_name": "Mai", "email": "mai@house.test"},
    "organisation": {"name": "House"},
    "event": {
        "feature": "Reports", "amount": 99, "currency": "EUR", "invoice": "I-1", "reason": "expired_card", "plan": "Team",
        "features": ["Boards", "Reports"], "milestone": "Pro User", "score": 900, "from": "Happy", "to": "Neutral", "text": "It is slow",
        "session": "Feature walkthrough", "starts_at": "2026-04-01T15:00:00Z", "booking": "B-1", "goals": "First report",
        "agenda": "Reports from scratch", "prepare": "Your price list", "url": "https://app.test/meet",
        "move_url": "https://app.test/move", "title": "A new report", "expected": "by Friday",
        "open_questions": "Which region?", "due_at": "2026-04-03", "uses": 100,
    },
    "facts": {},
    "offers": {name: {"text": "A month free", "until": "2026-05-01T00:00:00Z"} for name in ("incentive", "reward")},
    "features": [{"name": "Reports", "minutes": 61, "uses": 12}, {"name": "Boards", "minutes": 7, "uses": 2}],
    "news": [{"text": "Boards can be shared", "url": "https://app.test/news", "at": "2026-02-20"}],
    "links": {name: f"https://app.test/{name}" for name in LINKS},
    "language": "en", "zone": "UTC",
}  # fmt: skip
# What no trigger promises is not there.
EMPTY: Properties = {
    **FULL,
    "customer": {"name": "Acme", "plan": "", "traits": {"renews_at": "2026-04-01T00:00:00Z"}},
    "owner": {"name": "House", "first_name": "House", "email": ""},
    "event": {
        "feature": "Reports",
        "features": ["Boards"],
        "milestone": "Pro User",
        "score": 900,
        "from": "Happy",
        "to": "Neutral",
        "starts_at": "2026-04-01T15:00:00Z",
        "uses": 10,
    },
    "offers": {name: {"text": "", "until": ""} for name in ("incentive", "reward")},
    "features": [],
    "news": [],
    "links": {
        name: "" if name in ("booking", "request", "affiliates") else f"https://app.test/{name}" for name in LINKS
    },
}


def steps(definition: Definition) -> Iterator[dict[str, object]]:
    def walk(listed: object) -> Iterator[dict[str, object]]:
        for step in listed if isinstance(listed, list) else ():
            yield step
            yield from walk(step.get("then"))
            ways = step.get("ways")
            for way in ways if isinstance(ways, list) else ():
                yield from walk(way["steps"])
            yield from walk(step.get("else"))

    yield from walk(definition.steps)


def texts(definition: Definition) -> Iterator[tuple[str, str, str, str]]:
    for name in definition.templates:
        for language in ("en", "vi"):
            text = definition.text(name, language)
            assert text is not None
            yield name, language, text.subject, text.body


@pytest.mark.parametrize("definition", shipped(), ids=lambda one: one.key)
class TestWorkflow:
    def test_it_says_what_it_is_in_both_languages(self, definition: Definition) -> None:
        for words in (definition.label, definition.label_vi, definition.description, definition.description_vi):
            assert words.strip()
        assert definition.label != definition.label_vi
        assert definition.group in GROUPS

    def test_it_is_kept_as_it_was_written(self, definition: Definition) -> None:
        stored = msgspec.json.encode(definition)
        assert msgspec.json.decode(stored, type=Definition) == definition
        assert compile_plan(definition, 1).key == definition.key

    def test_its_steps_have_names_of_their_own(self, definition: Definition) -> None:
        named = [step.get("id") for step in steps(definition) if step["key"] not in ("stop", "again")]
        assert all(named)
        assert len(named) == len(set(named))

    def test_only_a_customer_touch_writes_to_customers_and_only_the_other_tells_the_team(
        self, definition: Definition
    ) -> None:
        used = {step["key"] for step in steps(definition)}
        if definition.audience == "customer_touch":
            assert used <= {"send_message", "wait", "branch", "choose", "stop", "again"}
        else:
            assert "send_message" not in used

    def test_each_message_has_its_text_and_each_text_its_message(self, definition: Definition) -> None:
        assert {step["template"] for step in steps(definition) if step["key"] == "send_message"} == set(
            definition.templates
        )

    def test_its_texts_name_only_what_there_is_and_differ_by_language(self, definition: Definition) -> None:
        for name, _, subject, body in texts(definition):
            check(subject, body, NAMES)
            vietnamese = definition.text(name, "vi")
            assert vietnamese is not None
            assert "vi" in definition.templates[name]
            assert vietnamese != definition.text(name, "en")

    def test_its_texts_read_well_with_everything_known_and_with_next_to_nothing(self, definition: Definition) -> None:
        for _, language, subject, body in texts(definition):
            for known in (FULL, EMPTY):
                written = compiled(subject, body).write({**known, "language": language})
                both = f"{written.subject}\n{written.text}"
                assert not any(trace in both for trace in ("{{", "{%", "None", "[]", "()", "  ", " .", " ,", "**")), (
                    both
                )
                assert "https://app.test/" in written.html
                assert written.subject

    def test_its_notices_read_well_in_both_languages(self, definition: Definition) -> None:
        for step in steps(definition):
            if step["key"] != "notify_team":
                continue
            assert step["text_vi"] not in ("", step["text"])
            for text in (str(step["text"]), str(step["text_vi"])):
                check("Notice", text, NAMES)
                for known in (FULL, EMPTY):
                    said = Liquid(text, is_html=False).render(known)
                    assert said.endswith(".")
                    assert "Acme" in said
                    assert not any(trace in said for trace in ("  ", " .", " ,", "()", "None")), said
                    assert len(said) <= 500


def test_every_row_of_the_catalogue_is_there_for_both_audiences() -> None:
    there = {(one.group, one.audience) for one in shipped()}
    both = {
        (group, one) for group in GROUPS - ONE_AUDIENCE.keys() for one in ("customer_touch", "internal_notification")
    }
    assert there == both | set(ONE_AUDIENCE.items())
