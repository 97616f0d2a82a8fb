"""The bell of one member: what they were told, grouped by kind and hour, and what of it is unread."""

from datetime import datetime
from itertools import groupby

import msgspec
from django.db import transaction

from perennia.customers.models import Customer
from perennia.host import clock
from perennia.messages.models import Notice

LOOKED_AT = 400  # notices a page is made of at most
SHOWN = 40  # of one group; further ones stand in its number
COUNTED = 1000  # an unread number says no more beyond


class Said(msgspec.Struct, frozen=True):
    """One notice."""

    id: int
    text: str
    at: datetime
    customer: tuple[int, str] | None
    workflow: str
    is_urgent: bool
    is_read: bool


class Group(msgspec.Struct, frozen=True):
    """Notices of one kind and hour, the latest first. An urgent one is a group of its own."""

    kind: str
    hour: datetime
    count: int
    unread: int
    notices: list[Said]
    ids: list[int]


def groups(member: int, before: datetime | None, limit: int, *, unread: bool) -> tuple[list[Group], datetime | None]:
    """A page of groups, the latest hour first, and the hour to go on before."""
    rows = Notice.objects.filter(member_id=member, is_shown=True).order_by("-at", "-id")
    if before is not None:
        rows = rows.filter(at__lt=before)
    if unread:
        rows = rows.filter(read_at=None)
    found = list(rows[:LOOKED_AT])
    hours = [(hour, list(those)) for hour, those in groupby(found, key=_hour)]
    if len(found) == LOOKED_AT and len(hours) > 1:
        hours.pop()  # cut through: it is whole on the next page
    names = _names(found)
    whole: list[Group] = []
    last: datetime | None = None
    for hour, those in hours:
        if whole and len(whole) >= limit:
            break
        whole += _of_hour(hour, those, names)
        last = hour
    is_more = last is not None and rows.filter(at__lt=last).exists()
    return whole, last if is_more else None


def unread(member: int) -> int:
    """How many they have not read, counted up to a thousand."""
    return Notice.objects.filter(member_id=member, is_shown=True, read_at=None)[:COUNTED].count()


@transaction.atomic
def read(member: int, ids: list[int] | None, *, is_read: bool) -> list[int]:
    """Marks these, or all unread ones, as read or unread. Gives those that changed, so that it can be undone."""
    rows = Notice.objects.filter(member_id=member, is_shown=True)
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    changed = list(rows.filter(read_at__isnull=is_read).order_by("-id").values_list("pk", flat=True)[: 10 * COUNTED])
    Notice.objects.filter(pk__in=changed).update(read_at=clock.now() if is_read else None)
    return changed


def _hour(notice: Notice) -> datetime:
    return notice.at.replace(minute=0, second=0, microsecond=0)


def _of_hour(hour: datetime, notices: list[Notice], names: dict[int, str]) -> list[Group]:
    """By kind, in the order of the latest of each."""
    kinds: dict[tuple[str, int], list[Notice]] = {}
    for one in notices:
        kinds.setdefault((one.kind, one.pk if one.is_urgent else 0), []).append(one)
    return [
        Group(
            kind, hour, len(those), sum(1 for one in those if one.read_at is None),
            [_said(one, names) for one in those[:SHOWN]], [one.pk for one in those],
        )
        for (kind, _), those in kinds.items()
    ]  # fmt: skip


def _said(one: Notice, names: dict[int, str]) -> Said:
    customer = (one.customer_id, names[one.customer_id]) if one.customer_id in names else None
    return Said(one.pk, one.text, one.at, customer, one.workflow, one.is_urgent, one.read_at is not None)


def _names(notices: list[Notice]) -> dict[int, str]:
    return dict(Customer.objects.filter(pk__in={one.customer_id for one in notices}).values_list("pk", "name"))
