"""Tells the team: in the bell at once, by mail as each member wishes; what is urgent leaves alone at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

import msgspec
from django.db import transaction

from perennia.core import partition
from perennia.core.effect import Notify
from perennia.core.event import Properties
from perennia.core.letter_facts import LetterFacts, Noticed
from perennia.core.outcome import key_of
from perennia.customers.models import Customer
from perennia.host import clock, crash
from perennia.messages import recipients, rules, wishes
from perennia.messages.context import told
from perennia.messages.enqueue import Waiting, enqueue
from perennia.messages.liquid import fill
from perennia.messages.models import Notice
from perennia.messages.recipients import Known
from perennia.messages.rules import House
from perennia.messages.wishes import Wishes
from perennia.team.models import Member, fold_address

LONGEST = 500
PLACE = "channel:"  # before the channel a notice is told to, in place of people
TEMPLATE = "notices"


class Telling(msgspec.Struct, frozen=True):
    """One thing to tell, with whom it is about and what its text may name."""

    effect: Notify
    key: UUID
    customer: int
    contact: int | None
    at: datetime
    workflow: str
    facts: Properties
    is_mailed: bool = False  # a letter of its own says it already


def tell(several: Sequence[Telling]) -> int:
    """Tells whom each effect names, once by its key, in a fixed number of statements. Gives how many notices that makes."""
    if not several:
        return 0
    house, team = rules.house(rules.conduct()), list(Member.objects.filter(is_active=True).order_by("pk"))
    known = recipients.known((partition.of(one.customer), one.customer, one.contact or 0) for one in several)
    owners = dict(Customer.objects.filter(pk__in={one.customer for one in several}).values_list("pk", "owner_id"))
    wanted = wishes.of(team)
    _post([one for one in several if one.effect.to.startswith(PLACE)], known, house)
    rows = [
        _notice(one, member, wanted, _said(one, member, known, house), house)
        for one in several
        for member in _members(one.effect.to, team, owners.get(one.customer), one.facts)
        if not one.effect.to.startswith(PLACE)
    ]
    rows = [row for row in rows if row.is_shown or row.mail_at is not None]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _post(several: Sequence[Telling], known: Known, house: House) -> None:
    """Puts what is told to a place, such as a Slack channel, into the outbox, once by its key."""
    for one in several:
        values = told(one.customer, one.contact, one.facts, known, house, house.language, house.zone)
        text = " ".join(fill(one.effect.text, values).split())[:LONGEST]
        said = Noticed(text, one.at.isoformat(), one.customer or None)
        channel = one.effect.to.removeprefix(PLACE)
        facts = LetterFacts(kind=one.effect.notice, notices=(said,))
        enqueue(
            Waiting(
                id=key_of("place", one.key), home=one.customer, template=TEMPLATE, at=one.at, facts=facts, channel=channel,
                workflow=one.workflow, priority=_priority(one.effect.is_urgent),
            )
        )  # fmt: skip


def _priority(is_urgent: bool) -> int:
    return 10 if is_urgent else 60


def _notice(one: Telling, member: Member, wanted: Wishes, text: str, house: House) -> Notice:
    kind = one.effect.notice[:60]
    wish = wanted.of(member.pk, kind, is_urgent=one.effect.is_urgent)
    return Notice(
        key=f"{one.key}:{member.pk}", kind=kind, member_id=member.pk, at=one.at, customer_id=one.customer or None,
        workflow=one.workflow, text=text, is_urgent=one.effect.is_urgent, is_shown=wish.in_app, mail=wish.mail, by=wish.by,
        mail_at=None if one.is_mailed else wishes.mail_at(wish.mail, one.at, member.zone or house.zone),
    )  # fmt: skip


def _said(one: Telling, member: Member, known: Known, house: House) -> str:
    values = told(one.customer, one.contact, one.facts, known, house, member.language, member.zone or house.zone)
    return " ".join(fill(one.effect.text, values).split())[:LONGEST]


@transaction.atomic
def mail(now: datetime | None = None) -> int:
    """Puts what is to be mailed into the outbox, and marks it in the same commit: cut off midway, neither happened."""
    now = now or clock.now()
    open_ = Notice.objects.select_for_update(skip_locked=True).filter(mailed_at=None, mail_at__lte=now)
    due = list(open_.order_by("mail_at", "id")[:5000])
    mails = 0
    for _, group in groupby(sorted(due, key=_group), key=_group):
        mails += _put(list(group), now)
    crash.point("digest_put")
    Notice.objects.filter(pk__in=[one.pk for one in due]).update(mailed_at=now)
    return mails


def _group(notice: Notice) -> tuple[int, str, str, str, datetime, int]:
    """What goes into one mail: the urgent alone, one kind and hour, or all of a member's day."""
    assert notice.mail_at is not None
    if notice.is_urgent:
        return (notice.member_id, notice.by, "", notice.mail, notice.mail_at, notice.pk)
    kind = "" if notice.mail == "daily" else notice.kind
    moment = notice.mail_at.replace(minute=0, second=0, microsecond=0)
    return (notice.member_id, notice.by, kind, notice.mail, moment, 0)


def _put(group: list[Notice], now: datetime) -> int:
    first = group[0]
    said = tuple(
        Noticed(one.text, one.at.isoformat(), one.customer_id, one.kind)
        for one in sorted(group, key=lambda one: (one.at, one.pk))
    )
    facts = LetterFacts(member=first.member_id, kind=first.kind, notices=said, digest=first.mail)
    channel = f"slack:@{first.member_id}" if first.by == "slack" else "email"
    workflow = first.workflow if len(group) == 1 else ""
    return enqueue(
        Waiting(
            id=key_of("notices", first.pk), home=first.member_id, template=TEMPLATE, at=now, facts=facts, channel=channel,
            workflow=workflow, priority=_priority(first.is_urgent),
        )
    )  # fmt: skip


def _members(to: str, team: Sequence[Member], owner: int | None, facts: Properties) -> list[Member]:
    """Those meant. Where a customer has no owner, the Head of CS hears it."""
    what, _, which = to.partition(":")
    match what:
        case "everybody":
            chosen = list(team)
        case "role":
            chosen = [member for member in team if member.role == which]
        case "member":
            chosen = [member for member in team if str(member.pk) == which]
        case "named":
            chosen = _named(team, facts) or [member for member in team if member.pk == owner]
        case _:
            chosen = [member for member in team if member.pk == owner]
    return chosen or [member for member in team if member.role == "head_of_cs"]


def _named(team: Sequence[Member], facts: Properties) -> list[Member]:
    """The member the event names in `member`, by address or name."""
    entry = facts.get("event")
    properties = entry.get("properties") if isinstance(entry, Mapping) else None
    said = properties.get("member") if isinstance(properties, Mapping) else None
    if not isinstance(said, str) or not said.strip():
        return []
    wanted = fold_address(said)
    by_address = [member for member in team if member.email_folded == wanted]
    by_name = [member for member in team if fold_address(member.name) == wanted]
    return by_address or (by_name if len(by_name) == 1 else [])
