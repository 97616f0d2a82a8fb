"""Saved views: made, changed, pinned, removed and brought back. A view is one's own; shared ones everybody sees."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from perennia.core.error import Conflict, NotFound
from perennia.customers.models import SavedView
from perennia.team.models import Member

MOST = 200


class NoView(NotFound):
    """There is no such view of yours. Somebody may have stopped sharing it."""

    code = "no_view"


class TooManyViews(Conflict):
    """You have 200 views already. Remove one you no longer use."""

    code = "too_many_views"


def visible(member: Member) -> QuerySet[SavedView]:
    """One's own and the shared ones."""
    mine = Q(owner=member) | Q(is_shared=True)
    return SavedView.objects.filter(mine, removed_at=None).select_related("owner").order_by("name", "pk")


def pinned(member: Member) -> set[int]:
    """Those one has pinned, by number."""
    return set(member.pinned_views.values_list("pk", flat=True))


@transaction.atomic
def make(
    member: Member, name: str, at: datetime, *, filters: dict[str, Any], columns: list[str], is_shared: bool
) -> SavedView:
    """Keeps a view and pins it for its maker."""
    if SavedView.objects.filter(owner=member, removed_at=None).count() >= MOST:
        raise TooManyViews
    view = SavedView.objects.create(
        owner=member, name=name, filters=filters, columns=columns, is_shared=is_shared, created_at=at
    )
    view.pinned_by.add(member)
    return view


@transaction.atomic
def change(member: Member, id_: int, at: datetime, **given: Any) -> SavedView:
    """Changes what is given of one's own view; `is_removed` removes it, and brings it back. Raises NoView."""
    view = SavedView.objects.select_for_update().filter(pk=id_, owner=member).first()
    if view is None:
        raise NoView
    if "is_removed" in given:
        view.removed_at = at if given.pop("is_removed") else None
    for name, value in given.items():
        setattr(view, name, value)
    view.save()
    return view


def pin(member: Member, id_: int, *, on: bool) -> None:
    """Pins a view one can see into one's own navigation, or takes it out."""
    view = visible(member).filter(pk=id_).first()
    if view is None:
        raise NoView
    if on:
        view.pinned_by.add(member)
    else:
        view.pinned_by.remove(member)
