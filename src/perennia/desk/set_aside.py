"""Takes something out of a member's queue: for good, or until a moment; and puts it back."""

from datetime import datetime, timedelta

from django.db import transaction

from perennia.desk.models import Aside
from perennia.team.models import Member

KEPT = timedelta(days=90)  # by then what it was about is in no queue any more


@transaction.atomic
def set_aside(member: Member, item: str, at: datetime, until: datetime | None) -> None:
    """Sets it aside, until a moment where one is given; the latest word counts."""
    Aside.objects.filter(member=member, at__lt=at - KEPT).delete()
    Aside.objects.update_or_create(member=member, item=item, defaults={"at": at, "until": until})


def take_back(member: Member, item: str) -> None:
    """Puts it back into the queue."""
    Aside.objects.filter(member=member, item=item).delete()
