"""Reads of the team."""

from collections.abc import Sequence

from django.db.models import Q

from perennia.team.models import ApiKey, Member


def members(after: Sequence[object] | None, limit: int) -> tuple[list[Member], tuple[object, ...] | None]:
    """A page of members by name, and the mark of its last row when more follow."""
    rows = Member.objects.order_by("name", "id")
    if after is not None:
        name, id_ = after
        rows = rows.filter(Q(name__gt=name) | Q(name=name, id__gt=id_))
    page = list(rows[: limit + 1])
    last = page[limit - 1] if len(page) > limit else None
    return page[:limit], (last.name, last.pk) if last is not None else None


def keys(after: Sequence[object] | None, limit: int) -> tuple[list[ApiKey], tuple[object, ...] | None]:
    """A page of API keys, newest first, and the mark of its last row when more follow."""
    rows = ApiKey.objects.select_related("made_by").order_by("-id")
    if after is not None:
        rows = rows.filter(id__lt=after[0])
    page = list(rows[: limit + 1])
    last = page[limit - 1] if len(page) > limit else None
    return page[:limit], (last.pk,) if last is not None else None
