"""What a message carries: one shape for all who write and read it, which is the shape that has always been stored."""

from collections.abc import Callable

import msgspec
import pytest

from perennia.core.calendar_entry import CalendarEntry
from perennia.core.event import Properties
from perennia.core.letter_facts import AccountFacts, LetterFacts, Noticed, Outside, Recipient, TrialFacts, read

EVENT: Properties = {
    "name": "Session Booked",
    "at": "2026-05-04T12:00:00+00:00",
    "properties": {"session": "Walkthrough"},
}
# As earlier releases stored them, whole.
KEPT: dict[str, tuple[dict[str, object], LetterFacts]] = {
    "a step's": (
        {"enrolment": "5b2c", "event": EVENT, "subject": "contact", "if_unsent": "tell_owner", "fallback": ["email"],
         "hours": "at_once", "outside": {"template": "789", "values": {"name": "{{ contact.name }}"}}},
        LetterFacts(enrolment="5b2c", event=EVENT, subject="contact", if_unsent="tell_owner", fallback=("email",),
                    hours="at_once", outside=Outside("789", {"name": "{{ contact.name }}"})),
    ),
    "an invitation": (
        {"event": EVENT, "to": {"address": "a@b.test", "name": "An", "language": "vi", "zone": "Asia/Tokyo"},
         "calendar": {"method": "REQUEST", "content": "BEGIN:VCALENDAR"}},
        LetterFacts(event=EVENT, to=Recipient("a@b.test", "An", "vi", "Asia/Tokyo"),
                    calendar=CalendarEntry("REQUEST", "BEGIN:VCALENDAR")),
    ),
    "a host's": (
        {"member": 7, "kind": "session",
         "notices": [{"text": "Booked", "at": "2026-05-04", "customer": 1, "kind": "session", "lines": ["Goals: x"]}]},
        LetterFacts(member=7, kind="session", notices=(Noticed("Booked", "2026-05-04", 1, "session", ("Goals: x",)),)),
    ),
    "a digest": (
        {"member": 7, "kind": "task", "notices": [{"text": "Due", "at": "2026-05-04", "kind": "task"}], "digest": "daily"},
        LetterFacts(member=7, kind="task", notices=(Noticed("Due", "2026-05-04", kind="task"),), digest="daily"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kept", KEPT)
def test_what_is_stored_is_what_was_stored_before_and_both_are_read(kept: str) -> None:
    said, facts = KEPT[kept]
    assert read(msgspec.json.encode(said).decode(), "customer", "hello") == (facts, None)
    assert msgspec.json.decode(msgspec.json.encode(facts)) == said


def test_what_an_earlier_release_wrote_besides_or_left_empty_is_read() -> None:
    said = {"hours": "any", "notices": [{"text": "A", "at": "", "customer": None}], "of old": 1}
    assert read(msgspec.json.encode(said).decode(), "team", "notices")[0] == LetterFacts(notices=(Noticed("A"),))


def test_a_letter_of_its_own_kind_has_its_own_facts_and_a_workflows_text_may_bear_the_same_name() -> None:
    account = {"account": "reset", "to": "a@b.test", "name": "An", "language": "en", "by": "", "path": "x"}
    kept = msgspec.json.encode(account).decode()
    assert read(kept, "team", "account")[1] == AccountFacts(**account)
    trial = TrialFacts(member=7, subject="S", body="B")
    assert read(msgspec.json.encode(trial).decode(), "team", "trial") == (LetterFacts(member=7), trial)
    assert read('{"if_unsent": "go_on"}', "customer", "account") == (LetterFacts(if_unsent="go_on"), None)


def test_an_unknown_key_cannot_be_written_and_what_cannot_be_read_says_so_alone() -> None:
    write: Callable[..., LetterFacts] = LetterFacts
    with pytest.raises(TypeError):
        write(hour="at_once")
    assert "hours" in read('{"hours": "never"}', "customer", "hello")[0].wrong
