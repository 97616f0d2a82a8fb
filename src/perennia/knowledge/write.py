"""Guidance is made, changed, copied, taken away and brought back. What is live stays whole: an edit it would break is refused."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

import msgspec
from django.db import transaction

from perennia.core.error import Conflict, Invalid, NotFound
from perennia.core.guidance import Kind
from perennia.customers.fold_text import fold_text
from perennia.knowledge import content, live, targeting
from perennia.knowledge.models import STATES, Guidance
from perennia.team.models import Member

MOST = 500
LONGEST_KEY = 40


class NoGuidance(NotFound):
    """There is no such guidance. It may have been removed."""

    code = "no_guidance"


class TooMuchGuidance(Conflict):
    """There are 500 items already. Remove some nobody needs."""

    code = "too_much_guidance"


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wrote down; what is unset stays."""

    name: str | msgspec.UnsetType = msgspec.UNSET
    content: object = msgspec.UNSET
    condition: object = msgspec.UNSET
    pages: list[str] | msgspec.UnsetType = msgspec.UNSET
    language: str | msgspec.UnsetType = msgspec.UNSET
    priority: int | msgspec.UnsetType = msgspec.UNSET
    starts_at: datetime | msgspec.UnsetType | None = msgspec.UNSET
    ends_at: datetime | msgspec.UnsetType | None = msgspec.UNSET
    state: str | msgspec.UnsetType = msgspec.UNSET
    is_removed: bool | msgspec.UnsetType = msgspec.UNSET


@transaction.atomic
def create(kind: Kind, written: Written, by: Member | None, at: datetime) -> Guidance:
    """Makes an item, as a draft."""
    if Guidance.objects.filter(removed_at=None).count() >= MOST:
        raise TooMuchGuidance
    name = written.name if isinstance(written.name, str) else kind
    made = Guidance(key=_key(name), kind=kind, name=name, created_by=by, created_at=at, changed_at=at)
    _take(made, written, at)
    made.save()
    live.forget()
    return made


@transaction.atomic
def change(id_: int, written: Written, at: datetime) -> Guidance:
    """Changes what is given. Raises NoGuidance, and Invalid where something live would not be whole any more."""
    row = find(id_, for_update=True, removed=written.is_removed is False)
    _take(row, written, at)
    row.changed_at = at
    row.save()
    transaction.on_commit(live.forget)
    return row


@transaction.atomic
def duplicate(id_: int, name: str, by: Member | None, at: datetime) -> Guidance:
    """A draft with the same words, for the same people."""
    row = find(id_)
    same = Written(
        name=name[:120], content=row.content, condition=row.condition, pages=list(row.pages), language=row.language,
        priority=row.priority,
    )  # fmt: skip
    return create(cast(Kind, row.kind), same, by, at)


def find(id_: int, *, for_update: bool = False, removed: bool = False) -> Guidance:
    """The item. Raises NoGuidance."""
    rows = Guidance.objects.select_for_update() if for_update else Guidance.objects.select_related("created_by")
    rows = rows if removed else rows.filter(removed_at=None)
    found = rows.filter(pk=id_).first()
    if found is None:
        raise NoGuidance
    return found


def counted(row: Guidance, audience: int, at: datetime) -> None:
    """Keeps how many it is for."""
    Guidance.objects.filter(pk=row.pk).update(audience=audience, counted_at=at)
    row.audience, row.counted_at = audience, at


def faults(row: Guidance) -> Sequence[tuple[str, str]]:
    """What has to be mended before it can go live."""
    return list(content.faults(cast(Kind, row.kind), content.read(row.content)))


def _take(row: Guidance, written: Written, at: datetime) -> None:
    for name in ("name", "language", "priority", "starts_at", "ends_at"):
        value = getattr(written, name)
        if value is not msgspec.UNSET:
            setattr(row, name, value)
    if written.content is not msgspec.UNSET:
        row.content = content.checked(written.content)
    if written.condition is not msgspec.UNSET:
        kept = targeting.read(written.condition)
        if kept != row.condition:
            row.condition, row.audience, row.counted_at = kept, None, None
    if isinstance(written.pages, list):
        row.pages = content.pages(written.pages)
    if isinstance(written.is_removed, bool):
        row.removed_at = at if written.is_removed else None
    if row.starts_at is not None and row.ends_at is not None and row.ends_at <= row.starts_at:
        raise Invalid("The end lies before the start.", field="ends_at")
    if isinstance(written.state, str):
        _switch(row, written.state, at)
    if row.state == "live" and (wrong := faults(row)):
        field, sentence = wrong[0]
        raise Invalid(sentence, field=field)


def _switch(row: Guidance, state: str, at: datetime) -> None:
    if state not in STATES:
        raise Invalid("The states are draft, live, paused and ended.", field="state")
    if state == "live" and row.state != "live":
        if row.ends_at is not None and row.ends_at <= at:
            raise Invalid("Its end has passed. Choose a later one, or none.", field="ends_at")
        row.live_at = at
    row.state = state


def _key(name: str) -> str:
    """A short name for events, made of the words; never one that was used before."""
    words = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in fold_text(name))
    base = "-".join(word for word in words.split("-") if word)[:LONGEST_KEY].strip("-") or "guidance"
    taken = set(Guidance.objects.filter(key__startswith=base).values_list("key", flat=True))
    free = (f"{base}-{number}" if number > 1 else base for number in range(1, 10_000))
    return next(key for key in free if key not in taken)
