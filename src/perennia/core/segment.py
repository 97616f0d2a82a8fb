"""Segments: saved, live conditions. Who is in one is kept with the profile and follows what happens and the clock.

Membership is judged once all that followed from an event is done, so that out and in again within it is no change.
What is true only because a definition changed, or because two became one, is learnt in silence: it starts nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import msgspec

from perennia.core.apply import Derived
from perennia.core.condition import Condition, RollUp, View, needs, next_flip
from perennia.core.condition.field import PLAIN, read
from perennia.core.condition.judge import Answer, compile
from perennia.core.condition.language import predicates
from perennia.core.condition.predicate import SPAN
from perennia.core.outcome import SegmentRow, Timer, key_of
from perennia.core.profile import CONTACT, Profile, Subject
from perennia.core.standing import Standing

ENTERED, LEFT = "Segment Entered", "Segment Left"
# A timer of the next flip, and one that asks to judge anew whatever was expected. Steps of workflows count from 0.
FLIP, ANEW = -1, -2
_INSTANT = timedelta(microseconds=1)
# Which part of a profile a noun is read from, where they differ.
_PARTS = {"trait": "traits", "tag": "tags", "stage": "stages", "place": "places", "count": "counts"}


class Segment(msgspec.Struct, frozen=True):
    """A compiled segment. `parts` of the profile it looks at; `is_timed`: its answer may change by itself.

    `ages`: the one moment it watches growing old, and the first age it asks for.
    """

    key: str
    kind: int
    condition: Condition
    answer: Answer
    parts: tuple[str, ...]
    roll_ups: frozenset[RollUp]
    is_timed: bool
    ages: tuple[str, timedelta] | None = None

    def may_differ(self, changed: frozenset[str], before: Profile, after: Profile, now: datetime) -> bool:
        """Whether what it looks at is among the parts that changed.

        Somebody seen again long before they would have counted as quiet is as they were, and so is their next flip.
        """
        if self.roll_ups:
            return True
        mine = [part for part in self.parts if part in changed]
        if self.ages is None or mine != [self.ages[0]]:
            return bool(mine)
        was, is_now = getattr(before, mine[0]), getattr(after, mine[0])
        return was is None or is_now is None or not was <= is_now <= now < was + self.ages[1]


class Watched:
    """The segments of one kind of subject, by the parts of the profile they look at."""

    def __init__(self, segments: Iterable[Segment] = ()) -> None:
        self.every = tuple(sorted(segments, key=lambda one: one.key))
        self.keys = frozenset(one.key for one in self.every)
        self._parts = tuple(sorted({part for one in self.every for part in one.parts}))
        self._asked: dict[frozenset[str], tuple[Segment, ...]] = {}

    def asked(self, before: Profile, after: Profile, now: datetime) -> list[Segment]:
        """Those whose answer may be another now. Parts that did not change are the same objects."""
        changed = frozenset(part for part in self._parts if getattr(before, part) is not getattr(after, part))
        found = self._asked.get(changed)
        if found is None:  # few sets of parts ever change together, so each is looked up once
            found = tuple(one for one in self.every if one.roll_ups or not changed.isdisjoint(one.parts))
            self._asked[changed] = found
        return [one for one in found if one.may_differ(changed, before, after, now)]


NONE_WATCHED = Watched()


def compiled(key: str, kind: int, condition: Condition) -> Segment:
    """Makes a segment ready to be judged. Raises Invalid as `condition.compile` does."""
    fields = [(read(compare.field), compare.op) for compare in predicates(condition)]
    return Segment(
        key=key, kind=kind, condition=condition, answer=compile(condition),
        parts=tuple(sorted({_part(field.noun) for field, _ in fields if field.noun != "recent"})),
        roll_ups=needs(condition),
        is_timed=any(field.noun == "recent" or op in SPAN for field, op in fields),
        ages=_ages(condition),
    )  # fmt: skip


def _ages(condition: Condition) -> tuple[str, timedelta] | None:
    """The moment and the least age, where nothing but the age of one moment is asked of time."""
    asked = [(read(one.field), one) for one in predicates(condition)]
    timed = [(field, one) for field, one in asked if one.op in SPAN]
    nouns = {field.noun for field, _ in timed}
    days = [one.value for _, one in timed if one.op != "in_next_days" and isinstance(one.value, int)]
    moments = sum(field.noun in nouns for field, _ in asked)
    if len(nouns) != 1 or not nouns <= PLAIN.keys() or len(days) != len(timed) or moments != len(timed):
        return None
    return nouns.pop(), timedelta(days=min(days))


def settle(standing: Standing, segments: Mapping[int, Watched], now: datetime) -> list[Derived]:
    """Judges those who changed, and those whose timer fell due. Gives who entered and who left."""
    befores = {subject: standing.profiles.get(subject) for subject in standing.due} | standing.unsettled
    due = set(standing.due)
    standing.unsettled.clear()
    standing.due.clear()
    moved: list[Derived] = []
    for subject in sorted(befores):
        known = segments.get(subject[0], NONE_WATCHED)
        if (known.every or subject in due) and not standing.profile(*subject).is_hidden:
            moved += _settled(standing, known, befores[subject], subject, now, is_due=subject in due)
    standing.unsettled.clear()  # what was written here is membership itself
    return moved


def _settled(
    standing: Standing,
    segments: Watched,
    before: Profile | None,
    subject: Subject,
    now: datetime,
    *,
    is_due: bool,
) -> list[Derived]:
    after = standing.profile(*subject)
    if before is not None and before.is_hidden:
        before = None
    asked = segments.every if is_due or before is None else segments.asked(before, after, now)
    given_up = after.segments.keys() - segments.keys if is_due else ()
    if not asked and not given_up:
        return []
    view = _view(standing, after, now)
    members = {key: since for key, since in after.segments.items() if key not in given_up}
    standing.out.segments += [SegmentRow(*subject, key, standing.id, now, False) for key in sorted(given_up)]
    moved: list[tuple[str, str]] = []
    for one in asked:
        is_in, was_in = one.answer(view), one.key in members
        if is_in == was_in:
            continue
        if is_in:
            members[one.key] = now
        else:
            del members[one.key]
        standing.out.segments.append(SegmentRow(*subject, one.key, standing.id, now, is_in))
        if _held(one, standing, before, now, otherwise=was_in) != is_in:
            moved.append((ENTERED if is_in else LEFT, one.key))
    changed = msgspec.structs.replace(after, segments=members) if members != after.segments else after
    changed = _timed(standing, [one for one in asked if one.is_timed], changed, view, is_due=is_due)
    standing.put(changed)
    whose, contact = ("contact", subject[1]) if subject[0] == CONTACT else ("customer", None)
    return [Derived(name, {"segment": key, "of": whose}, after, changed, contact) for name, key in moved]


def _held(one: Segment, standing: Standing, before: Profile | None, now: datetime, *, otherwise: bool) -> bool:
    """Whether the present definition held a moment ago. Of daily sums only what was noted then is known."""
    if before is None:
        return False
    return otherwise if one.roll_ups else one.answer(_view(standing, before, now - _INSTANT))


def _timed(standing: Standing, timed: Iterable[Segment], profile: Profile, view: View, *, is_due: bool) -> Profile:
    """Sees to it that a timer waits no later than the next flip. One that comes too early finds nothing and moves on."""
    flips = [at for one in timed if (at := next_flip(one.condition, view, standing.zone)) is not None]
    next_at, waits = min(flips, default=None), None if is_due else profile.flips_at
    if next_at is None or (waits is not None and view.now < waits <= next_at):
        return msgspec.structs.replace(profile, flips_at=waits) if waits != profile.flips_at else profile
    key = key_of("segments", profile.kind, profile.id)
    standing.set_timer(Timer(next_at, key, FLIP, profile.kind, profile.id, standing.id))
    return msgspec.structs.replace(profile, flips_at=next_at)


def is_due(profile: Profile | None, timer: Timer) -> bool:
    """Whether a timer of segments still says something; those that were overtaken say nothing."""
    return profile is not None and (timer.node == ANEW or profile.flips_at == timer.due_at)


def _view(standing: Standing, profile: Profile, now: datetime) -> View:
    is_contact = profile.kind == CONTACT
    return View(
        customer=standing.customer if is_contact else profile, contact=profile if is_contact else None, event=None,
        now=now, today=standing.day_of(now), days=standing.days,
    )  # fmt: skip


def _part(noun: str) -> str:
    return "features" if noun.startswith("feature") else _PARTS.get(noun, noun)
