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
from perennia.core.conduct import REMEMBERED, TRANSACTIONAL, Asked, Defer, Hold, Rules, Send
from perennia.core.hours import is_zone
from perennia.core.outcome import MessageRow
from perennia.core.profile import CONTACT
from perennia.core.standing import Standing
from perennia.messages import recipients
from perennia.messages import rules as decided
from perennia.messages.recipients import kind_of
from perennia.messages.rules import Consents
from perennia.team.models import fold_address

_SENT = """
select m.id, m.contact_id, m.state, m.reason, m.sent_at, m.topic from message m
where m.partition = %(partition)s and m.audience = 'customer' and m.asked_at >= %(since)s and m.asked_at < %(until)s
  and (m.workflow = %(workflow)s or m.state = 'sent')
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

    def __init__(self, connection: psycopg.Connection, rules: Rules, zone: str, today: datetime) -> None:
        self.rules = rules
        self.today = today
        self.zone = zone
        self._connection = connection
        self.real: dict[UUID, Real] = {}
        self.sent: dict[int, list[datetime]] = {}
        self.roles: dict[int, frozenset[str]] = {}
        self.consents: Consents = {}
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
        people = recipients.people(customers)
        addresses = {address for _, _, address in people if address}
        self.roles = {contact: roles for contact, roles, _ in people if roles}
        self.consents = decided.consents((contact for contact, _, _ in people), addresses)
        self.suppressed = decided.suppressed(addresses, self.today)


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
        folded = fold_address(address)
        sends = [*self._known.sent.get(contact, ()), *self._sent.get(contact, ())]
        return Asked(
            row.topic, row.asked_at, row.expires_at, zone if is_zone(zone) else self._known.zone,
            decided.consent_of(self._known.consents, contact, folded, row.topic),
            self._known.suppressed.get(folded, ""), self._people.left_at(row.customer),
            [one for one in sends if at - REMEMBERED < one <= at], row.facts.hours,
        )  # fmt: skip

    def _to(self, row: MessageRow) -> int | None:
        """Whom it goes to: the contact, else who bears the role, else the primary, else the first with an address."""
        if row.contact is not None:
            return row.contact
        trait = _ADDRESSES.get(kind_of(row.channel), "")
        there = [
            one for (kind, _), one in self._standing.profiles.items()
            if kind == CONTACT and not one.is_hidden and (not trait or self._people.text(CONTACT, one.id, trait))
        ]  # fmt: skip
        roles = self._known.roles
        return min(there, key=lambda one: recipients.rank(one, roles.get(one.id, ()), row.role)).id if there else None
