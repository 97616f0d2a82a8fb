"""What people said about topics, and addresses nothing is sent to."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q

from perennia.catalogue.channels.email import is_address
from perennia.core.conduct import TOPICS, TRANSACTIONAL
from perennia.core.error import Invalid, NotFound
from perennia.messages.models import Consent, Suppression
from perennia.team import setting_log
from perennia.team.models import Member, fold_address

__all__ = ["TRANSACTIONAL", "allow", "counts", "leave_alone", "suppressed"]


class NoSuppression(NotFound):
    """This address is not left alone; somebody may have allowed it already."""

    code = "no_suppression"


def counts() -> list[tuple[str, int, int]]:
    """Each topic with how many said yes and how many left it."""
    said = Consent.objects.values("topic").annotate(
        given=Count("pk", filter=Q(state="given")), withdrawn=Count("pk", filter=Q(state="withdrawn"))
    )
    by_topic = {row["topic"]: (row["given"], row["withdrawn"]) for row in said}
    return [(topic, *by_topic.get(topic, (0, 0))) for topic in TOPICS]


def suppressed(after: Sequence[object] | None, limit: int) -> tuple[list[Suppression], tuple[object, ...] | None]:
    """A page of addresses, the latest first, and the mark of its last row when more follow."""
    rows = Suppression.objects.order_by("-id")
    if after is not None:
        rows = rows.filter(id__lt=after[0])
    page = list(rows[: limit + 1])
    return page[:limit], (page[limit - 1].pk,) if len(page) > limit else None


@transaction.atomic
def leave_alone(address: str, by: Member | None, at: datetime) -> Suppression:
    """Sends nothing there from now on, by anybody's wish. Raises Invalid."""
    if not is_address(address.strip()):
        raise Invalid("Write an e-mail address like mai@example.com.", field="body.address")
    row, is_new = Suppression.objects.get_or_create(
        address=fold_address(address), defaults={"reason": "asked", "at": at}
    )
    if is_new:
        setting_log.note(by, at, "messages", {}, {f"nothing to {row.address}": "yes"})
    return row


@transaction.atomic
def allow(id_: int, by: Member | None, at: datetime) -> None:
    """Writes to an address again. Raises NoSuppression."""
    row = Suppression.objects.filter(pk=id_).first()
    if row is None:
        raise NoSuppression
    row.delete()
    setting_log.note(by, at, "messages", {f"nothing to {row.address}": "yes"}, {f"nothing to {row.address}": ""})
