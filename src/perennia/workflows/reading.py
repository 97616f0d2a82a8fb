"""What is needed to say what workflows did: a language, a zone, and the versions with their own names for things."""

from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

import msgspec

from perennia.core.catalogue import Action
from perennia.core.moments import moment_in_words
from perennia.core.workflow import Plan
from perennia.host.select import one
from perennia.workflows import plans


class Reading(msgspec.Struct, frozen=True):
    """How one reader reads: the versions by their number."""

    language: str
    zone: tzinfo
    plans: Mapping[int, Plan]

    def moment(self, at: datetime) -> str:
        """A moment in the organisation's zone."""
        return moment_in_words(at, self.language, self.zone)


def of(versions: Iterable[int], language: str) -> Reading:
    """All that these versions need, in two statements."""
    zone = one(str, "select value from engine_constant where name = 'zone'", {}) or "UTC"
    return Reading(language, ZoneInfo(zone), plans.compiled(versions))


def lowered(text: str) -> str:
    """Within a sentence; what begins with an abbreviation or a figure keeps its letter."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def what(action: Action, plan: Plan, language: str, *, is_done: bool) -> str:
    """An action in words; a message by its subject, where that can be read without knowing to whom it goes."""
    template = getattr(action, "template", None)
    text = plan.definition.text(template, language) if isinstance(template, str) else None
    if text is not None and "{" not in text.subject:
        action = action.model_copy(update={"template": text.subject})
    return action.done(language) if is_done else action.summary(language)
