"""Segments: saved, live conditions. Who is in one is kept with the profile and follows what happens and the clock.

Membership is judged once all that followed from an event is done, so that out and in again within it is no change.
What is true only because a definition changed, or because two became one, is learnt in silence: it starts nothing.

A segment may ask about others of its kind, which are judged before it, and a segment of contacts about their customer.
When what is asked of the customer changes its answer, the contacts at hand are judged at once and the others by a timer.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import msgspec

from perennia.core.apply import Derived
from perennia.core.condition import Condition, RollUp, View, needs, next_flip
from perennia.core.condition.field import PLAIN, read
from perennia.core.condition.judge import Answer, compile
from perennia.core.condition.language import Compare, predicates
from perennia.core.condition.predicate import SPAN
from perennia.core.event import Properties
from perennia.core.outcome import SegmentRow, Timer, key_of
from perennia.core.profile import CONTACT, CUSTOMER, Profile, Subject
from perennia.core.standing import Standing

ENTERED, LEFT = "Segment Entered", "Segment Left"
DATE_REACHED = "Date Reached"
# A timer of the next flip, and one that asks to judge anew whatever was expected. Steps of workflows count from 0.
FLIP, ANEW, CROSSED = -1, -2, -3  # crossed: their customer changed
_INSTANT = timedelta(microseconds=1)
# Which part of a profile a noun is read from, where they differ.
_PARTS = {
    "trait": "traits",
    "tag": "tags",
    "stage": "stages",
    "place": "places",
    "count": "counts",
    "segment": "segments",
}


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
    asks: frozenset[str] = frozenset()  # other segments of its kind
    crossing: tuple[Compare, ...] = ()  # what a segment of contacts asks of their customer
    dated: Properties | None = None  # it is no segment but a date workflows wait for, told of with this

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
        self.every = _asked_first(segments)
        self.keys = frozenset(one.key for one in self.every)
        self.is_linked = any(one.asks for one in self.every)
        self.crossing = tuple({compare: compile(compare) for one in self.every for compare in one.crossing}.items())
        self._parts = tuple(sorted({part for one in self.every for part in one.parts}))
        self._asked: dict[tuple[bool, ...], tuple[frozenset[str], tuple[Segment, ...]]] = {}

    def asked(self, before: Profile, after: Profile, now: datetime) -> list[Segment]:
        """Those whose answer may be another now. Parts that did not change are the same objects."""
        same = tuple([getattr(before, part) is getattr(after, part) for part in self._parts])
        known = self._asked.get(same)
        if known is None:  # few sets of parts ever change together, so each is looked up once
            changed = frozenset(part for part, is_same in zip(self._parts, same, strict=True) if not is_same)
            known = changed, tuple(one for one in self.every if one.roll_ups or not changed.isdisjoint(one.parts))
            self._asked[same] = known
        changed, found = known
        return [one for one in found if one.may_differ(changed, before, after, now)]

    def moved_on(self, standing: Standing, before: Profile, after: Profile, now: datetime) -> bool:
        """Whether something asked of a customer has another answer now, or will have one sooner than it would have."""
        was, is_now = _view(standing, before, now), _view(standing, after, now)
        for compare, answer in self.crossing:
            if answer(was) != answer(is_now):
                return True
            if compare.op in SPAN:
                old, new = next_flip(compare, was, standing.zone), next_flip(compare, is_now, standing.zone)
                if new is not None and (old is None or new < old):
                    return True
        return False


def _asked_first(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    """In an order in which those that are asked about come before those that ask; by key otherwise."""
    rest = {one.key: one for one in sorted(segments, key=lambda one: one.key)}
    ordered: list[Segment] = []
    while rest:
        # Who asks in a circle was refused when it was written; should one be there all the same, it is cut anywhere.
        ready = [one for one in rest.values() if not one.asks & (rest.keys() - {one.key})] or [
            next(iter(rest.values()))
        ]
        ordered += ready
        for one in ready:
            del rest[one.key]
    return tuple(ordered)


NONE_WATCHED = Watched()


def compiled(key: str, kind: int, condition: Condition, dated: Properties | None = None) -> Segment:
    """Makes a segment ready to be judged. Raises Invalid as `condition.compile` does."""
    fields = [(read(compare.field), compare) for compare in predicates(condition)]
    own = "contact" if kind == CONTACT else "customer"
    mine = [field for field, _ in fields if field.scope == own]
    crossing = tuple(compare for field, compare in fields if field.scope != own)
    return Segment(
        key=key, kind=kind, condition=condition, answer=compile(condition),
        parts=tuple(sorted({_part(field.noun) for field in mine if field.noun not in ("recent", "segment")})),
        roll_ups=needs(condition),
        is_timed=any(field.noun == "recent" or compare.op in SPAN for field, compare in fields),
        ages=None if crossing else _ages(condition),
        asks=frozenset(field.args[0] for field in mine if field.noun == "segment") - {key},
        crossing=crossing,
        dated=dated,
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
    befores, due = standing.take_unsettled()
    whole: Subject = (CUSTOMER, standing.id)
    moved: list[Derived] = []
    if whole in befores:
        moved += _judged(standing, segments, [whole], befores, due, now)
        if (was := befores.pop(whole)) is not None:
            _cross(standing, segments.get(CONTACT, NONE_WATCHED), was, befores, due, now)
    if CONTACT in segments or due:
        moved += _judged(standing, segments, sorted(befores), befores, due, now)
    standing.unsettled = {}  # what was written here is membership itself
    return moved


def _judged(
    standing: Standing, segments: Mapping[int, Watched], subjects: Iterable[Subject],
    befores: Mapping[Subject, Profile | None], due: Mapping[Subject, int], now: datetime,
) -> list[Derived]:  # fmt: skip
    moved: list[Derived] = []
    for subject in subjects:
        known = segments.get(subject[0], NONE_WATCHED)
        if (known.every or subject in due) and not standing.profile(*subject).is_hidden:
            moved += _settled(standing, known, befores[subject], subject, now, node=due.get(subject))
    return moved


def _cross(
    standing: Standing, contacts: Watched, was: Profile, befores: dict[Subject, Profile | None],
    due: dict[Subject, int], now: datetime,
) -> None:  # fmt: skip
    """Has the customer's contacts judged where what segments ask of it has changed."""
    if not contacts.crossing or not contacts.moved_on(standing, was, standing.customer, now):
        return
    standing.out.crossed.append((standing.id, now))
    for subject, profile in standing.profiles.items():
        if subject[0] == CONTACT and profile.customer == standing.id:
            befores.setdefault(subject, profile)
            due.setdefault(subject, CROSSED)


def _settled(
    standing: Standing,
    segments: Watched,
    before: Profile | None,
    subject: Subject,
    now: datetime,
    *,
    node: int | None,
) -> list[Derived]:
    """`node`: the timer by which the subject is judged though nothing of it changed."""
    after, is_due = standing.profile(*subject), node is not None
    if before is not None and before.is_hidden:
        before = None
    asked = segments.every if is_due or before is None else segments.asked(before, after, now)
    given_up = after.segments.keys() - segments.keys if is_due else ()
    if not asked and not given_up:
        return []
    view = _view(standing, after, now)
    members = {key: since for key, since in after.segments.items() if key not in given_up}
    standing.out.segments += [SegmentRow(*subject, key, standing.id, now, False) for key in sorted(given_up)]
    moved: list[tuple[str, Properties]] = []
    flipped: set[str] = set()
    for one in segments.every if segments.is_linked else asked:
        if segments.is_linked and one not in asked and flipped.isdisjoint(one.asks):
            continue
        if one.asks:  # of those before it as they are by now
            view = _view(standing, msgspec.structs.replace(after, segments=members), now)
        is_in, was_in = one.answer(view), one.key in members
        if is_in == was_in:
            continue
        flipped.add(one.key)
        if is_in:
            members[one.key] = now
        else:
            del members[one.key]
        standing.out.segments.append(SegmentRow(*subject, one.key, standing.id, now, is_in))
        if _is_news(one, standing, before, now, is_in=is_in, node=node):
            moved += _told(one, is_in=is_in)
    changed = msgspec.structs.replace(after, segments=members) if members != after.segments else after
    changed = _timed(
        standing, [one for one in asked if one.is_timed], changed, _view(standing, changed, now), is_due=is_due
    )
    standing.put(changed)
    whose, contact = ("contact", subject[1]) if subject[0] == CONTACT else ("customer", None)
    return [Derived(name, {**said, "of": whose}, after, changed, contact) for name, said in moved]


def _is_news(
    one: Segment, standing: Standing, before: Profile | None, now: datetime, *, is_in: bool, node: int | None
) -> bool:  # fmt: skip
    """Whether it came by what happened, and not by another definition."""
    if one.crossing or one.asks:  # what it asks of others is not known as it was a moment ago
        return node != ANEW
    return node == CROSSED or _held(one, standing, before, now, otherwise=not is_in) != is_in


def _told(one: Segment, *, is_in: bool) -> list[tuple[str, Properties]]:
    """What follows from entering or leaving it. A date is told as it comes, never as it goes."""
    if one.dated is not None:
        return [(DATE_REACHED, one.dated)] if is_in else []
    return [(ENTERED if is_in else LEFT, {"segment": one.key})]


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
    return profile is not None and (timer.node in (ANEW, CROSSED) or profile.flips_at == timer.due_at)


def _view(standing: Standing, profile: Profile, now: datetime) -> View:
    is_contact = profile.kind == CONTACT
    return View(
        customer=standing.customer if is_contact else profile, contact=profile if is_contact else None, event=None,
        now=now, today=standing.day_of(now), days=standing.days,
    )  # fmt: skip


def _part(noun: str) -> str:
    return "features" if noun.startswith("feature") else _PARTS.get(noun, noun)
