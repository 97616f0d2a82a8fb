"""What is needed to say what workflows did: a language, a zone, and the versions with their own names for things."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

import msgspec

from perennia.core.catalogue import Action
from perennia.core.moments import moment_in_words
from perennia.core.workflow import Plan
from perennia.host.select import one
from perennia.workflows import plans


class Reader(msgspec.Struct, frozen=True):
    """Who reads: their language, and their zone where they said it."""

    language: str = "en"
    zone: tzinfo | None = None


class Reading(msgspec.Struct, frozen=True):
    """How one reader reads: the versions by their number."""

    language: str
    zone: tzinfo
    plans: Mapping[int, Plan]

    def moment(self, at: datetime) -> str:
        """A moment in the reader's zone, else in the organisation's."""
        return moment_in_words(at, self.language, self.zone)


def of(versions: Iterable[int], reader: Reader) -> Reading:
    """All that these versions need, in two statements."""
    zone = reader.zone or ZoneInfo(one(str, "select zone from team_organisation where id = 1", {}) or "UTC")
    return Reading(reader.language, zone, plans.compiled(versions))


def lowered(text: str) -> str:
    """Within a sentence; what begins with an abbreviation or a figure keeps its letter."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def readable(subject: str) -> str:
    """A subject as it reads whoever it goes to: "…" where a value comes in; nothing where it takes other ways."""
    return "" if "{%" in subject else re.sub(r"\{\{.*?\}\}", "…", subject)


def what(action: Action, plan: Plan, language: str, *, is_done: bool) -> str:
    """An action in words; a message by its subject, where that can be read without knowing to whom it goes."""
    template = getattr(action, "template", None)
    text = plan.definition.text(template, language) if isinstance(template, str) else None
    if text is not None and (subject := readable(text.subject)):
        action = action.model_copy(update={"template": subject})
    return action.done(language) if is_done else action.summary(language)
