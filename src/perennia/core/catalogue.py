"""Entry kinds of the catalogue, and how entries are found: one file one thing, in the package or a plug-in's."""

import importlib
import pkgutil
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import cache, cached_property
from importlib.metadata import entry_points
from typing import ClassVar, Literal, Self, TypeVar

import msgspec
from pydantic import BaseModel, model_validator
from typing_extensions import override

from perennia.core.condition import Condition, check, compile, describe
from perennia.core.condition.judge import Answer
from perennia.core.effect import Effect
from perennia.core.error import Invalid
from perennia.core.event import Event, Properties
from perennia.core.profile import Profile
from perennia.core.schedule import Schedule

PLUGIN_GROUP = "perennia.catalogue"

EVERY = "*"  # the name a trigger listens to that any event may fire


class Crossing(msgspec.Struct, frozen=True):
    """A moment found by a sweep: `column` of the profile, plus `after` (negative: ahead of it), is reached.

    Given as data, so that one indexed statement finds everybody who crossed since the last sweep.
    """

    kind: Literal[0, 1]
    column: Literal["last_seen_at", "renews_at", "features_due_at", "started_at"]
    after: timedelta
    event: str  # the name of the event the sweep proposes

    @property
    def rule(self) -> str:
        return f"{'contact' if self.kind else 'customer'}.{self.column}{int(self.after.total_seconds()):+d}"

    def holds(self, profile: Profile, event: Event) -> bool:
        """Whether the proposal is still true of the profile: the engine asks again before it believes a sweep."""
        base = getattr(profile, self.column)
        return base is not None and base + self.after == event.at


class Watch(msgspec.Struct, frozen=True):
    """A condition of a subject that begins to hold as time passes, given as data: the engine keeps its moment as a
    timer, and tells `Date Reached` with what is `said` when it comes.
    """

    key: str  # begins with "~", as no segment's does
    kind: Literal[0, 1]
    condition: Condition
    said: Properties


class Entry(BaseModel, frozen=True, extra="forbid"):
    """A parameterised catalogue entry: its fields are its parameters, so they are its form too."""

    key: ClassVar[str]
    label: ClassVar[str]
    label_vi: ClassVar[str] = ""
    icon: ClassVar[str] = "bolt"
    was: ClassVar[tuple[str, ...]] = ()
    retired: ClassVar[str] = ""

    @classmethod
    def called(cls, language: str = "en") -> str:
        """Its label in a language; the English one where it has no other."""
        return cls.label_vi if language == "vi" and cls.label_vi else cls.label

    @classmethod
    def lang(cls, language: str) -> str | None:
        """The language of that label where it is another; ours have both, a package's may not."""
        return "en" if language == "vi" and not cls.label_vi else None

    def summary(self, language: str = "en") -> str:
        """One line for people: what this entry does with these parameters."""
        return self.called(language)


class Trigger(Entry, frozen=True):
    """What starts a workflow, ends it early, or counts as its goal."""

    # Whether what only follows from an event (a tag added, a stage moved) can fire it, where it hears every event.
    hears_derived: ClassVar[bool] = True

    def listens(self) -> Sequence[str]:
        """Names of the events that can fire it; (EVERY,) for any. The engine's index is made of these."""
        crossing = self.crossing()
        return (crossing.event,) if crossing else (EVERY,)

    def hears(self, name: str) -> bool:
        """Whether an event of that name can fire it."""
        heard = self.listens()
        return name in heard or EVERY in heard

    def crossing(self) -> Crossing | None:
        """The moment a time-based trigger waits for, as data."""
        return None

    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        """Whether this event, which turned `before` into `after`, fires it. Profiles are the workflow's subject's."""
        crossing = self.crossing()
        return crossing is not None and crossing.holds(after, event)

    def watches(self, kind: Literal[0, 1]) -> Watch | None:
        """The date of a subject of that kind it waits for, as data."""
        return None

    def schedule(self) -> Schedule | None:
        """The moments it comes round at, as data."""
        return None

    def concerns(self, entry: Properties, event: Event) -> bool:
        """Whether it is about what let the run in, told by the event's properties then: its booking, its invoice."""
        return True

    def asks(self, kind: int) -> Condition | None:
        """What must also be so when it fires, for a subject of that kind: what only filters and daily sums can tell."""
        return None

    @cached_property
    def answers(self) -> tuple[Answer | None, Answer | None]:
        """What it asks of a customer and of a contact, ready to be answered."""
        of_customer, of_contact = (compile(asked) if (asked := self.asks(kind)) else None for kind in (0, 1))
        return of_customer, of_contact


class ConditionEntry(Entry, frozen=True):
    """A condition one may choose; says itself in the closed language."""

    def condition(self) -> Condition:
        raise NotImplementedError

    @override
    def summary(self, language: str = "en") -> str:
        return describe(self.condition(), language)

    @model_validator(mode="after")
    def _speaks_the_language(self) -> Self:
        try:
            check(self.condition())
        except Invalid as wrong:
            raise ValueError(wrong.detail) from wrong
        return self


class Action(Entry, frozen=True):
    """A step one may choose. Says what should be done and does nothing."""

    def effects(self, profile: Profile) -> list[Effect]:
        raise NotImplementedError

    def done(self, language: str = "en") -> str:
        """The same when it has been done, for the run log."""
        return self.summary(language)


EntryT = TypeVar("EntryT", bound=Entry)


@cache
def discover(kind: type[EntryT]) -> dict[str, type[EntryT]]:
    """All entries of a kind by key, with their former keys, from `perennia.catalogue` and installed plug-ins."""
    found: dict[str, type[EntryT]] = {}
    for entry in _entries():
        if not issubclass(entry, kind):
            continue
        for key in (entry.key, *entry.was):
            if key in found and found[key] is not entry:
                raise ValueError(f"Two catalogue entries are called {key!r}: {found[key]!r} and {entry!r}.")
            found[key] = entry
    return found


@cache
def _entries() -> tuple[type[Entry], ...]:
    found: list[type[Entry]] = []
    for module in _modules():
        loaded = importlib.import_module(module)
        found += [
            thing
            for thing in vars(loaded).values()
            if isinstance(thing, type)
            and issubclass(thing, Entry)
            and thing.__module__ == module
            and "key" in vars(thing)
        ]
    return tuple(found)


def _modules() -> Iterator[str]:
    roots = ["perennia.catalogue", *(point.value for point in entry_points(group=PLUGIN_GROUP))]
    for root in roots:
        package = importlib.import_module(root)
        if not hasattr(package, "__path__"):
            yield root
            continue
        for module in pkgutil.walk_packages(package.__path__, prefix=f"{root}."):
            if not module.ispkg:
                yield module.name
