"""Who changed which setting, when, from what to what. A secret is only said to be new."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from perennia.team.models import Member, SettingChange

_LONGEST = 2000


def note(by: Member | None, at: datetime, area: str, was: Mapping[str, object], now: Mapping[str, object]) -> None:
    """One line for each value that differs. In the transaction of the change, so that no change goes without."""
    SettingChange.objects.bulk_create(
        SettingChange(
            at=at, by=by, by_name=by.name if by is not None else "", area=area[:200], what=what[:200],
            was=_plain(was.get(what)), now=_plain(value),
        )
        for what, value in now.items()
        if was.get(what) != value
    )  # fmt: skip


def lines(after: Sequence[object] | None, limit: int) -> tuple[list[SettingChange], tuple[object, ...] | None]:
    """A page of the log, the latest first, and the mark of its last row when more follow."""
    rows = SettingChange.objects.order_by("-at", "-id")
    if after is not None:
        at, id_ = after
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=id_))
    page = list(rows[: limit + 1])
    last = page[limit - 1] if len(page) > limit else None
    return page[:limit], (last.at, last.pk) if last is not None else None


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)[:_LONGEST]
    return str(value)[:_LONGEST]
