"""Tells the team: in the bell at once, by mail grouped per member, kind and hour; what is urgent leaves alone at once."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import groupby
from uuid import UUID

import msgspec
from django.db import connection, transaction
from django.db.models import Q

from perennia.core import partition
from perennia.core.effect import Notify
from perennia.core.error import Invalid
from perennia.core.event import Properties, Value
from perennia.core.outcome import key_of
from perennia.customers.models import Customer
from perennia.host import clock
from perennia.messages import rules
from perennia.messages.context import about_one, told
from perennia.messages.liquid import Liquid
from perennia.messages.models import Notice
from perennia.team.models import Member

LONGEST = 500
MAIL_SPAN = timedelta(days=3)
_PUT = """
insert into message (partition, id, customer_id, audience, channel, workflow, template, topic, priority, asked_at, expires_at,
    next_at, facts)
values (%s, %s, 0, 'team', 'email', %s, 'notices', 'transactional', %s, %s, %s, %s, %s) on conflict do nothing
"""


def tell(
    effect: Notify, *, key: UUID, customer: int, contact: int | None, at: datetime, workflow: str, facts: Properties
) -> int:
    """Tells whom the effect names, once by its key. Gives how many members were told."""
    members = _members(effect.to, customer)
    known, house = about_one(customer, contact), rules.house(rules.conduct())

    def text(member: Member) -> str:
        return _text(
            effect.text, told(customer, contact, facts, known, house, member.language, member.zone or house.zone)
        )

    rows = [
        Notice(
            key=f"{key}:{member.pk}", kind=effect.notice[:60], member_id=member.pk, customer_id=customer or None,
            workflow=workflow, text=text(member), at=at, is_urgent=effect.is_urgent,
        )
        for member in members
    ]  # fmt: skip
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def mail(now: datetime | None = None) -> int:
    """Puts what is to be mailed into the outbox: urgent ones now, the others when their hour is over."""
    now = now or clock.now()
    hour = now.replace(minute=0, second=0, microsecond=0)
    open_ = Notice.objects.select_for_update(skip_locked=True).filter(mailed_at=None, at__lte=now)
    due = list(open_.filter(Q(is_urgent=True) | Q(at__lt=hour)).order_by("-is_urgent", "id")[:5000])
    mails = 0
    for _, group in groupby(sorted(due, key=_group), key=_group):
        mails += _put(list(group), now)
    Notice.objects.filter(pk__in=[one.pk for one in due]).update(mailed_at=now)
    return mails


def _group(notice: Notice) -> tuple[int, str, datetime, int]:
    hour = notice.at.replace(minute=0, second=0, microsecond=0)
    return (notice.member_id, notice.kind, hour, notice.pk if notice.is_urgent else 0)


def _put(group: list[Notice], now: datetime) -> int:
    first = group[0]
    said = [{"text": one.text, "at": one.at.isoformat(), "customer": one.customer_id} for one in group]
    facts = {"member": first.member_id, "kind": first.kind, "notices": said}
    with connection.cursor() as cursor:
        cursor.execute(
            _PUT,
            [
                partition.of(first.member_id), key_of("notices", first.pk), first.workflow if len(group) == 1 else "",
                10 if first.is_urgent else 60, now, now + MAIL_SPAN, now, msgspec.json.encode(facts).decode(),
            ],
        )  # fmt: skip
        return int(cursor.rowcount)


def _members(to: str, customer: int) -> list[Member]:
    """Those meant. Where a customer has no owner, the Head of CS hears it."""
    active = Member.objects.filter(is_active=True)
    what, _, which = to.partition(":")
    match what:
        case "everybody":
            chosen = active
        case "role":
            chosen = active.filter(role=which)
        case "member":
            chosen = active.filter(pk=int(which) if which.isdigit() else 0)
        case _:
            owner = Customer.objects.filter(pk=customer).values_list("owner_id", flat=True).first()
            chosen = active.filter(pk=owner or 0)
    return list(chosen.order_by("pk")) or list(active.filter(role="head_of_cs").order_by("pk"))


def _text(words: str, values: Mapping[str, Value]) -> str:
    """The notice with its values; where they cannot be filled in, the words as they are."""
    try:
        text = _compiled(words).render(values)
    except Invalid:
        text = words
    return " ".join(text.replace("\x00", "").split())[:LONGEST]


@lru_cache(maxsize=256)
def _compiled(words: str) -> Liquid:
    return Liquid(words, is_html=False)
