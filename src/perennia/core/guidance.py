"""Which guidance somebody is shown on a page: pure, from the items that are live and what is known of the person."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Literal

import msgspec

from perennia.core import pages
from perennia.core.condition import View
from perennia.core.condition.judge import Answer
from perennia.core.event import LOGIN_AFTER
from perennia.core.profile import CUSTOMER, Guided, Profile

Kind = Literal["help", "checklist", "tip", "announcement"]
Form = Literal["banner", "modal", "card"]
Repeat = Literal["once", "until_closed"]
By = Literal["click", "event", "feature"]

NOBODY = Profile(CUSTOMER, 0, 0)


class Part(msgspec.Struct, frozen=True):
    """A step of a tour, or an item of a checklist: done by a click, by an event of this name, by use of this feature."""

    id: str
    by: By = "click"
    name: str = ""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A guidance item that is live. `answer` is None where it is for everybody."""

    id: int
    key: str
    kind: Kind
    form: Form = "card"
    repeat: Repeat = "once"
    priority: int = 0
    pages: tuple[str, ...] = ()
    language: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    parts: tuple[Part, ...] = ()
    answer: Answer | None = None

    @property
    def interrupts(self) -> bool:
        """Whether it comes between people and what they do, so that the caps hold for it."""
        return self.kind == "tip" or (self.kind == "announcement" and self.form != "banner")


class Caps(msgspec.Struct, frozen=True):
    """How many items may interrupt one person, in a session and in a day."""

    session: int = 1
    day: int = 3


class Somebody(msgspec.Struct, frozen=True):
    """Who looks at a page. Both profiles are None for somebody nobody knows anything of."""

    customer: Profile | None = None
    contact: Profile | None = None
    language: str = "en"
    zone: tzinfo | None = None

    @property
    def is_known(self) -> bool:
        """Whether they are more than a visitor, so that conditions may be asked of them."""
        return self.contact is not None and not self.contact.is_hidden and self.customer is not None

    @property
    def guided(self) -> Mapping[str, Guided]:
        return self.contact.guided if self.contact is not None else {}


def choose(items: Iterable[Item], who: Somebody, address: str, now: datetime, caps: Caps) -> list[Item]:
    """What they are shown there now, the weightiest first; no more interrupting items than the caps allow."""
    fitting = [one for one in items if _is_due(one, now) and _is_for(one, who, address, now) and not is_over(one, who)]
    fitting.sort(key=lambda one: (-one.priority, one.id))
    allowed = _allowed([one for one in fitting if one.interrupts], items, who, now, caps)
    return [one for one in fitting if not one.interrupts or one.key in allowed]


def is_over(item: Item, who: Somebody) -> bool:
    """Whether they have seen all they are to see of it."""
    seen = who.guided.get(item.key)
    if seen is None or item.kind == "help":
        return False
    if seen.closed_at is not None or seen.finished_at is not None:
        return True
    if item.kind != "announcement":
        return False
    return seen.clicked_at is not None or (item.repeat == "once" and seen.first_at is not None)


def done(item: Item, who: Somebody) -> list[str]:
    """The parts of a checklist they have done, as the record knows it."""
    seen = who.guided.get(item.key)
    return [one.id for one in item.parts if (seen is not None and one.id in seen.done) or _happened(one, who.contact)]


def _happened(part: Part, contact: Profile | None) -> bool:
    if contact is None or part.by == "click":
        return False
    if part.by == "feature":
        return part.name in contact.features
    return contact.counts.get(part.name, 0) > 0


def _is_due(item: Item, now: datetime) -> bool:
    return (item.starts_at is None or item.starts_at <= now) and (item.ends_at is None or now < item.ends_at)


def _is_for(item: Item, who: Somebody, address: str, now: datetime) -> bool:
    if (item.language and item.language != who.language) or not pages.matches(item.pages, address):
        return False
    if item.answer is None:
        return True
    if not who.is_known:
        return False
    zone = who.zone
    today = (now.astimezone(zone) if zone is not None else now).date()
    return item.answer(View(customer=who.customer or NOBODY, contact=who.contact, event=None, now=now, today=today))


def _allowed(
    wanting: Sequence[Item], items: Iterable[Item], who: Somebody, now: datetime, caps: Caps
) -> set[str]:  # fmt: skip
    """Keys of those that may interrupt. What was shown in this session, or today, has used up its place already."""
    begun = _session_began(who, now)
    seen = {one.key: at for one in items if one.interrupts and (at := _last(one, who)) is not None}
    in_session = {key for key, at in seen.items() if at >= begun}
    today = {key for key, at in seen.items() if _day(at, who) == _day(now, who)}
    allowed: set[str] = set()
    for one in wanting:
        if (one.key in in_session or len(in_session) < caps.session) and (one.key in today or len(today) < caps.day):
            allowed.add(one.key)
            in_session.add(one.key)
            today.add(one.key)
    return allowed


def _last(item: Item, who: Somebody) -> datetime | None:
    seen = who.guided.get(item.key)
    return seen.last_at if seen is not None else None


def _session_began(who: Somebody, now: datetime) -> datetime:
    """The last login, which is the first event after half an hour of silence."""
    at = who.contact.last_login_at if who.contact is not None else None
    return at if at is not None else now - LOGIN_AFTER


def _day(at: datetime, who: Somebody) -> date:
    return (at.astimezone(who.zone) if who.zone is not None else at).date()
