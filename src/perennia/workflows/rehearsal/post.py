"""Judges the letters a rehearsal asks for: by the rules of conduct, at the moment each would have left.

What the organisation decided, who withdrew consent and which addresses are suppressed is today's. Letters of other
workflows count in the caps as they really left; a letter that really was asked for keeps what really became of it.
"""

import heapq
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import psycopg

from perennia.core import conduct
from perennia.core.conduct import REMEMBERED, TRANSACTIONAL, Asked, Consent, Defer, Hold, Rules, Send
from perennia.core.hours import is_zone
from perennia.core.outcome import MessageRow
from perennia.core.profile import CONTACT, Profile
from perennia.core.standing import Standing
from perennia.messages import recipients
from perennia.messages.recipients import kind_of
from perennia.team.models import fold_address
from perennia.workflows.array import array

_SENT = """
select m.id, m.contact_id, m.state, m.reason, m.sent_at, m.topic from message m
where m.partition = %(partition)s and m.audience = 'customer' and m.asked_at >= %(since)s and m.asked_at < %(until)s
  and (m.workflow = %(workflow)s or m.state = 'sent')
"""
_ROLES = "select id, roles from customers_contact where customer_id = any(%(ids)s::bigint[]) and roles <> '{}'"
_CONSENTS = """
select k.id, c.topic, c.state, c.at from customers_contact k
join messages_consent c on c.contact_id = k.id or (c.address <> '' and c.address = k.email_folded)
where k.customer_id = any(%(ids)s::bigint[])
"""
_SUPPRESSED = """
select s.address, s.reason from customers_contact k join messages_suppression s on s.address = k.email_folded
where k.customer_id = any(%(ids)s::bigint[]) and (s.until is null or s.until > now())
"""


# What is known of an address in the past; who wrote to us by which other name is not.
_ADDRESSES = {"email": "email", "phone": "phone"}


class Real(NamedTuple):
    """What really became of a letter."""

    state: str
    reason: str
    sent_at: datetime | None


class Letter(NamedTuple):
    """What became of a letter in the rehearsal: sent, held, or still waiting at its end. `deferred`: why it waited."""

    at: datetime
    row: MessageRow
    contact: int | None
    state: str
    reason: str
    deferred: str


class Known:
    """What a partition's letters are judged by. `meet` reads what is needed of a page of customers."""

    def __init__(self, connection: psycopg.Connection, rules: Rules, zone: str) -> None:
        self.rules = rules
        self.zone = zone
        self._connection = connection
        self.real: dict[UUID, Real] = {}
        self.sent: dict[int, list[datetime]] = {}
        self.roles: dict[int, frozenset[str]] = {}
        self.consents: dict[tuple[int, str], tuple[datetime, str]] = {}
        self.suppressed: dict[str, str] = {}

    def open(self, partition: int, workflow: str, since: datetime, until: datetime) -> None:
        """The letters of a partition that really left, and what became of those of the workflow."""
        said = {"partition": partition, "workflow": workflow, "since": since - REMEMBERED, "until": until}
        self.real, self.sent = {}, {}
        for id_, contact, state, reason, sent_at, topic in self._connection.execute(_SENT, said).fetchall():
            self.real[id_] = Real(state, reason, sent_at)
            if state == "sent" and sent_at is not None and contact is not None and topic != TRANSACTIONAL:
                self.sent.setdefault(contact, []).append(sent_at)

    def meet(self, customers: Iterable[int]) -> None:
        """Reads roles, consents and suppressed addresses of everybody at these customers."""
        said = {"ids": array(sorted(customers))}
        run = self._connection.execute
        self.roles = {id_: frozenset(roles) for id_, roles in run(_ROLES, said).fetchall()}
        self.consents = {}
        for contact, topic, state, at in run(_CONSENTS, said).fetchall():
            known = self.consents.get((contact, topic))
            if known is None or at > known[0]:
                self.consents[contact, topic] = (at, state)
        self.suppressed = dict(run(_SUPPRESSED, said).fetchall())


class Post:
    """The letters of one customer. `settle` judges those whose moment has come, in their order."""

    def __init__(self, known: Known, standing: Standing) -> None:
        self._known = known
        self._standing = standing
        self._people = recipients.Known(standing.profiles, {})
        self._waiting: list[tuple[datetime, int, str, MessageRow, str]] = []
        self._sent: dict[int, list[datetime]] = {}
        self._count = 0

    def ask(self, rows: Iterable[MessageRow]) -> None:
        """Letters asked for, to be judged from the moment of asking on."""
        for row in rows:
            self._wait(row.asked_at, row, "")

    def settle(self, until: datetime) -> list[Letter]:
        """What became of those whose moment lies before `until`."""
        found: list[Letter] = []
        while self._waiting and self._waiting[0][0] < until:
            at, _, _, row, deferred = heapq.heappop(self._waiting)
            letter = self._judged(at, row, deferred)
            if letter is not None:
                found.append(letter)
        return found

    def is_real(self, row: MessageRow) -> bool:
        """Whether the letter was really asked for, so that what became of it stands in the past."""
        return row.id in self._known.real

    def left_over(self) -> list[Letter]:
        """What still waits when the rehearsal ends."""
        return [Letter(at, row, self._to(row), "waiting", why, why) for at, _, _, row, why in sorted(self._waiting)]

    def _wait(self, at: datetime, row: MessageRow, deferred: str) -> None:
        self._count += 1
        heapq.heappush(self._waiting, (at, row.priority * 10**9 + self._count, str(row.id), row, deferred))

    def _judged(self, at: datetime, row: MessageRow, deferred: str) -> Letter | None:
        contact = self._to(row)
        real = self._known.real.get(row.id)
        if real is not None and real.state in ("sent", "held", "failed", "unknown"):
            return Letter(real.sent_at or at, row, contact, real.state, real.reason, deferred)
        profile = self._standing.profiles.get((CONTACT, contact)) if contact is not None else None
        trait = _ADDRESSES.get(kind_of(row.channel), "")
        address = self._people.text(CONTACT, contact, trait)
        if profile is None or contact is None:
            return Letter(at, row, None, "held", "nobody", deferred)
        if trait and not address:
            return Letter(at, row, contact, "held", "no_address", deferred)
        match conduct.judge(self._asked(row, contact, address, at), self._known.rules, at):
            case Hold(reason):
                return Letter(at, row, contact, "held", reason, deferred)
            case Defer(reason, until):
                self._wait(max(until, at), row, deferred or reason)
                return None
            case Send(counts):
                if counts:
                    self._sent.setdefault(contact, []).append(at)
                return Letter(at, row, contact, "sent", "", deferred)

    def _asked(self, row: MessageRow, contact: int, address: str, at: datetime) -> Asked:
        zone = self._people.text(CONTACT, contact, "timezone", "zone")
        sends = [*self._known.sent.get(contact, ()), *self._sent.get(contact, ())]
        return Asked(
            row.topic, row.asked_at, row.expires_at, zone if is_zone(zone) else self._known.zone,
            self._consent(contact, row.topic), self._known.suppressed.get(fold_address(address), ""), self._people.left_at(row.customer),
            [one for one in sends if at - REMEMBERED < one <= at], row.facts.hours,
        )  # fmt: skip

    def _consent(self, contact: int, topic: str) -> Consent:
        known = self._known.consents.get((contact, topic))
        if known is None:
            return "unknown"
        return "withdrawn" if known[1] == "withdrawn" else "given"

    def _to(self, row: MessageRow) -> int | None:
        """Whom it goes to: the contact, else who bears the role, else the primary, else the first with an address."""
        if row.contact is not None:
            return row.contact
        trait = _ADDRESSES.get(kind_of(row.channel), "")
        there = [
            one for (kind, _), one in self._standing.profiles.items()
            if kind == CONTACT and not one.is_hidden and (not trait or self._people.text(CONTACT, one.id, trait))
        ]  # fmt: skip
        return min(there, key=lambda one: self._rank(one, row.role)).id if there else None

    def _rank(self, one: Profile, role: str) -> tuple[bool, bool, bool, float, int]:
        roles = self._known.roles.get(one.id, frozenset())
        began = one.started_at
        return role not in roles, "primary" not in roles, began is None, began.timestamp() if began else 0.0, one.id
