"""The words of a template: an edit where somebody made one, else what the workflow was published with."""

from collections.abc import Callable, Iterable

import msgspec

from perennia.core.workflow import Text
from perennia.messages.models import Template

Key = tuple[str, str, str]  # workflow, template, language
Source = Callable[[str, int | None, str, str], Text | None]  # workflow, version, template, language

_sources: list[Source] = []


def drawn_from(source: Source) -> None:
    """Names where shipped texts come from; the station that keeps workflows says so when it starts."""
    if source not in _sources:
        _sources.append(source)


class Words(msgspec.Struct, frozen=True):
    """The edits at hand for a batch of messages."""

    edits: dict[Key, Text]

    def of(self, workflow: str, version: int | None, template: str, language: str) -> Text | None:
        """The words in this language, else in English; None where there is no such template."""
        return self.before(workflow, template, language, lambda one: shipped(workflow, version, template, one))

    def before(self, workflow: str, template: str, language: str, plain: Callable[[str], Text | None]) -> Text | None:
        """The same where the words without any edit are at hand: `plain` gives them in a language."""
        for one in dict.fromkeys((language, "en")):
            found = self.edits.get((workflow, template, one)) or plain(one)
            if found is not None:
                return found
        return None


def shipped(workflow: str, version: int | None, template: str, language: str) -> Text | None:
    """The words it was published with, without any edit."""
    return next((text for source in _sources if (text := source(workflow, version, template, language))), None)


def edited(workflows: Iterable[str]) -> Words:
    """The edits of these workflows' texts."""
    rows = Template.objects.filter(workflow__in=set(workflows))
    return Words({(row.workflow, row.name, row.language): Text(row.subject, row.body, row.short) for row in rows})
