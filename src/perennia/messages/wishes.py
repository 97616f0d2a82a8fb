"""How each member wants to be told: in the bell or not, by mail or Slack at once, hourly, daily or never; by kind."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Literal

import msgspec
from django.db import transaction

from perennia.core.error import Invalid
from perennia.core.hours import Window, next_open
from perennia.messages import kinds
from perennia.messages.models import ChannelSetting, Notice, NoticeWish
from perennia.team.models import Member, organisation

Mail = Literal["now", "hourly", "daily", "never"]
By = Literal["email", "slack"]
MORNING = Window(time(8), time(8, 1))  # when the day's mail leaves, by the member's clock


class Wish(msgspec.Struct, frozen=True):
    """One member's wish about one kind."""

    in_app: bool = True
    mail: Mail = "hourly"
    by: By = "email"


class Wishes(msgspec.Struct, frozen=True):
    """The wishes at hand."""

    known: dict[tuple[int, str], Wish]

    def of(self, member: int, kind: str, *, is_urgent: bool) -> Wish:
        """What is urgent comes at once, unless they want no mail of its kind at all."""
        wish = self.known.get((member, kind), Wish())
        return msgspec.structs.replace(wish, mail="now") if is_urgent and wish.mail != "never" else wish


def of(team: Sequence[Member]) -> Wishes:
    """The wishes of these members, in one statement."""
    rows = NoticeWish.objects.filter(member_id__in=[one.pk for one in team])
    return Wishes({(row.member_id, row.kind): Wish(row.in_app, _mail(row.mail), _by(row.by)) for row in rows})


def mail_at(mail: Mail, at: datetime, zone: str) -> datetime | None:
    """When a notice of that moment is to be mailed; None for never."""
    match mail:
        case "now":
            return at
        case "hourly":
            return at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        case "daily":
            return next_open(MORNING, at, zone)
        case "never":
            return None


@transaction.atomic
def wish(member: Member, kind: str, wanted: Wish) -> None:
    """Keeps a wish; it holds for what waits to be mailed as well."""
    if kind not in kinds.known():
        raise Invalid("There is no such kind of notice.", field="path.kind")
    if wanted.by == "slack" and not ChannelSetting.objects.filter(channel=f"slack:@{member.pk}").exists():
        raise Invalid("Connect your Slack first, below.", field="body.by")
    said = {"in_app": wanted.in_app, "mail": wanted.mail, "by": wanted.by}
    NoticeWish.objects.update_or_create(member_id=member.pk, kind=kind, defaults=said)
    zone = member.zone or organisation().zone
    waiting = list(
        Notice.objects.select_for_update().filter(member_id=member.pk, kind=kind, mailed_at=None, is_urgent=False)
    )
    for one in waiting:
        one.mail, one.by, one.mail_at = wanted.mail, wanted.by, mail_at(wanted.mail, one.at, zone)
    Notice.objects.bulk_update(waiting, ["mail", "by", "mail_at"], batch_size=500)


def _by(text: str) -> By:
    known: By = msgspec.convert(text, By)
    return known


def _mail(text: str) -> Mail:
    known: Mail = msgspec.convert(text, Mail)
    return known
