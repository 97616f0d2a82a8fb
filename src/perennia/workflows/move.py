"""The mover: carries a contact, or a whole customer, to another customer, in one transaction over both partitions.

History, run log and sent messages stay where they happened and are read through the `moved` row ("formerly").
"""

from datetime import datetime
from typing import NamedTuple

import msgspec
import psycopg

from perennia.core import effect as effects
from perennia.core import partition as partitions
from perennia.core.event import Properties
from perennia.core.fold import DESCRIBED
from perennia.core.merge import merge
from perennia.core.outcome import key_of
from perennia.core.profile import CONTACT, CUSTOMER, Profile
from perennia.workflows import carry
from perennia.workflows.keep import text

LOCK = "select partition from engine_partition where partition = %s for update"
ORDER = """
select customer_id, received_at, body from inbox where partition = %s and lane in (0, 1, 2) and seq = %s
"""
PROFILES = "select state from profile where partition = %s and kind = %s and id = any(%s::bigint[])"
CONTACTS = "select id from profile where partition = %s and customer_id = %s and kind = 1"
DONE = "delete from inbox where partition = %s and lane in (0, 1, 2) and seq = %s"
TOMBSTONE = """
insert into moved (partition, kind, id, to_partition, to_customer, to_contact, at) values (%s, %s, %s, %s, %s, %s, %s)
on conflict (partition, kind, id) do update set to_partition = excluded.to_partition,
    to_customer = excluded.to_customer, to_contact = excluded.to_contact, at = excluded.at
"""
EFFECT = (
    "insert into effect (partition, key, kind, customer_id, contact_id, at, body) values (%s, %s, %s, %s, %s, %s, %s)"
)
# A customer whose only person left for an account was that person; a merge and a visitor are the same.
WHOLE = ("first_account", "identified", "merge")

_profile = msgspec.json.Decoder(Profile).decode


class Order(NamedTuple):
    """What a move row asks. `from_contact` None: the whole customer."""

    from_customer: int
    to_customer: int
    from_contact: int | None
    to_contact: int | None
    reason: str
    at: datetime

    @property
    def source(self) -> int:
        return partitions.of(self.from_customer)

    @property
    def target(self) -> int:
        return partitions.of(self.to_customer)


def move(connection: psycopg.Connection, partition: int, seq: int) -> None:
    """Does the move that stands at `seq` in this partition's inbox. Locks both partitions, the lower number first."""
    with connection.transaction():
        connection.execute("set local lock_timeout = '10s'")
        peek = connection.execute(ORDER, [partition, seq]).fetchone()
        if peek is None:
            return
        order = _order(*peek)
        for number in sorted({partition, order.target}):
            connection.execute(LOCK, [number])
        if connection.execute(ORDER, [partition, seq]).fetchone() is None:
            return  # another worker was faster
        connection.execute(DONE, [partition, seq])
        if order.from_customer != order.to_customer:
            _carry(connection, partition, order)
        carry.settle_identity(connection, order)


def _order(customer: int, at: datetime, body: bytes) -> Order:
    said: Properties = msgspec.json.decode(body)["properties"]

    def number(name: str) -> int | None:
        value = said.get(name)
        return value if isinstance(value, int) else None

    return Order(
        number("from_customer") or customer, number("to_customer") or customer, number("from_contact"),
        number("to_contact"), str(said.get("reason", "")), at,
    )  # fmt: skip


def _carry(connection: psycopg.Connection, source: int, order: Order) -> None:
    pairs = _pairs(connection, source, order)
    for kind, old, new in pairs:
        profile = _merged(connection, source, order, kind, old, new)
        if profile is not None:
            carry.record(connection, source, order, kind, old, profile)
            if not profile.is_hidden:
                _effect(connection, order, _description(profile, order))
        carry.enrolments(connection, source, order, kind, old, new)
    contacts = {old: new for kind, old, new in pairs if kind == CONTACT}
    is_whole = any(kind == CUSTOMER for kind, _, _ in pairs)
    carry.waiting(connection, source, order, contacts, is_whole=is_whole)
    for kind, old, new in pairs:
        to_contact = new if kind == CONTACT else None
        row = [source, kind, old, order.target, order.to_customer, to_contact, order.at]
        connection.execute(TOMBSTONE, row)
        if old != new:
            _effect(connection, order, effects.Forget(kind, old, new))


def _pairs(connection: psycopg.Connection, source: int, order: Order) -> list[tuple[int, int, int]]:
    """Who becomes whom: (kind, old id, new id), contacts first."""
    is_whole = order.reason in WHOLE or order.from_contact is None
    pairs: list[tuple[int, int, int]] = []
    if order.from_contact is not None:
        pairs.append((CONTACT, order.from_contact, order.to_contact or order.from_contact))
    if is_whole:
        for (contact,) in connection.execute(CONTACTS, [source, order.from_customer]).fetchall():
            if contact != order.from_contact:
                pairs.append((CONTACT, contact, contact))
        pairs.append((CUSTOMER, order.from_customer, order.to_customer))
    return pairs


def _merged(connection: psycopg.Connection, source: int, order: Order, kind: int, old: int, new: int) -> Profile | None:
    """The profile the new subject has from now on, or None where nothing was known of the old one."""
    found = connection.execute(PROFILES, [source, kind, [old]]).fetchone()
    if found is None:
        return None
    leaving = _profile(found[0])
    there = connection.execute(PROFILES, [order.target, kind, [new]]).fetchone() if (kind, old) != (kind, new) else None
    if there is not None:
        return merge(_profile(there[0]), leaving)
    return msgspec.structs.replace(leaving, id=new, customer=order.to_customer)


def _description(profile: Profile, order: Order) -> effects.Describe:
    seen: Properties = {name: known.value for name, known in profile.traits.items() if name in DESCRIBED}
    return effects.Describe(profile.kind, profile.id, order.to_customer, order.at, "moved", seen)


def _effect(connection: psycopg.Connection, order: Order, effect: effects.ColdEffect) -> None:
    key = key_of("move", order.from_customer, order.to_customer, text(effect))
    body = text({"effect": effect, "workflow": "", "facts": {}})
    row = [order.target, key, type(effect).__name__, order.to_customer, order.to_contact, order.at, body]
    connection.execute(EFFECT, row)
