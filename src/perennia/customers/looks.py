"""Colours of tags: chosen by hand, kept by the tag's name, gone along when it gets another."""

from datetime import datetime

from django.db import transaction

from perennia.core.error import Conflict
from perennia.customers.boards import Tone
from perennia.customers.models import TagLook
from perennia.team import setting_log
from perennia.team.models import Member

MOST = 2000


class TooManyLooks(Conflict):
    """There are 2000 tags with a colour already. Take the colour from one you no longer use."""

    code = "too_many_looks"


def every() -> dict[str, str]:
    """The tags that have a colour."""
    return dict(TagLook.objects.order_by("tag").values_list("tag", "tone"))


@transaction.atomic
def colour(tag: str, tone: Tone, by: Member | None, at: datetime) -> None:
    """Gives a tag a colour; the quiet one is none. Raises TooManyLooks."""
    was = TagLook.objects.filter(tag=tag).values_list("tone", flat=True).first() or "quiet"
    if tone == "quiet":
        TagLook.objects.filter(tag=tag).delete()
    elif was == "quiet" and TagLook.objects.count() >= MOST:
        raise TooManyLooks
    else:
        TagLook.objects.update_or_create(tag=tag, defaults={"tone": tone})
    setting_log.note(by, at, "tags", {tag: was}, {tag: tone})


def carry(tag: str, becomes: str) -> None:
    """The colour goes along with the tag's new name, where that has none yet."""
    if becomes and not TagLook.objects.filter(tag=becomes).exists():
        TagLook.objects.filter(tag=tag).update(tag=becomes)
    TagLook.objects.filter(tag=tag).delete()
