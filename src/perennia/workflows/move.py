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
from perennia.core.fold import DESCRIBED, JOINED
from perennia.core.merge import Votes, merge, votes_of, with_votes
from perennia.core.outcome import key_of
from perennia.core.profile import CONTACT, CUSTOMER, Profile
from perennia.ingest import store
from perennia.ingest.row import DERIVED, Row
from perennia.workflows import carry
from perennia.workflows.keep import OF_PROFILE, columns, text
from perennia.workflows.keep import PROFILES as STORE

LOCK = "select partition from engine_partition where partition = %s for update"
ORDER = """
select customer_id, received_at, body, historical from inbox where partition = %s and lane in (0, 1, 2) and seq = %s
"""
STANDS = "select moved_to, customer_id from ingest_contact where id = %s"
MERGED_INTO = "select merged_into from ingest_account where id = %s"
BOTH = """
select gone.id, stays.id from ingest_contact gone
join ingest_contact stays on stays.person_id = gone.person_id and stays.customer_id = %s and stays.moved_to is null
where gone.customer_id = %s and gone.moved_to is null
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
UNDESCRIBED = """
delete from effect where partition = %s and customer_id = %s and kind = 'Describe'
and (body->'effect'->>'kind')::int = %s and (body->'effect'->>'id')::bigint = %s
"""
ARRIVED = "delete from moved where partition = %s and kind = %s and id = %s"
MOST_HOPS = 50
# What belongs to a person wherever they work.
PERSONAL = DESCRIBED & {"name", "first_name", "last_name", "email", "phone", "timezone", "locale", "language", "avatar"}
# A customer whose only person left for an account was that person; a merge and a visitor are the same.
WHOLE = ("first_account", "identified", "merge")

_profile = msgspec.json.Decoder(Profile).decode


class Order(NamedTuple):
    """What a move row asks. `from_contact` None: the whole customer. `is_whole`: nothing stays at the old customer."""

    from_customer: int
    to_customer: int
    from_contact: int | None
    to_contact: int | None
    reason: str
    at: datetime
    is_whole: bool
    historical: bool
    begins_anew: bool = False  # a contact that ends here and begins there: what is known of its doings stays here

    @property
    def source(self) -> int:
        return partitions.of(self.from_customer)

    @property
    def target(self) -> int:
        return partitions.of(self.to_customer)

    @property
    def is_done(self) -> bool:
        """Whether both ends have become one by now, through other moves."""
        return (self.from_customer, self.from_contact) == (self.to_customer, self.to_contact)


def move(connection: psycopg.Connection, partition: int, seq: int) -> None:
    """Does the move that stands at `seq` in this partition's inbox. Locks its partitions, the lowest number first."""
    with connection.transaction():
        connection.execute("set local lock_timeout = '10s'")
        peek = connection.execute(ORDER, [partition, seq]).fetchone()
        if peek is None:
            return
        order = _today(connection, _order(*peek))
        for number in sorted({partition, order.source, order.target}):
            connection.execute(LOCK, [number])
        if connection.execute(ORDER, [partition, seq]).fetchone() is None:
            return  # another worker was faster
        if _today(connection, _order(*peek)) != order:
            return  # another move came between: the next turn looks again
        connection.execute(DONE, [partition, seq])
        if not order.is_done:
            carry.close(connection, order)
            _carry(connection, order)
            carry.settle_identity(connection, order)


def _order(customer: int, at: datetime, body: bytes, historical: bool) -> Order:
    said: Properties = msgspec.json.decode(body)["properties"]

    def number(name: str) -> int | None:
        value = said.get(name)
        return value if isinstance(value, int) else None

    reason, contact = str(said.get("reason", "")), number("from_contact")
    return Order(
        number("from_customer") or customer, number("to_customer") or customer, contact, number("to_contact"), reason, at,
        reason in WHOLE or contact is None, historical,
        said.get("begins_anew") is True,
    )  # fmt: skip


def _today(connection: psycopg.Connection, order: Order) -> Order:
    """The same order between those whom its ends have become while it waited."""
    from_customer, from_contact = _stands(connection, order.from_customer, order.from_contact)
    to_customer, to_contact = _stands(connection, order.to_customer, order.to_contact)
    if from_customer != order.from_customer and from_contact is None:
        from_customer = to_customer  # the whole customer has gone elsewhere: nothing is left to take
    return order._replace(
        from_customer=from_customer, from_contact=from_contact, to_customer=to_customer, to_contact=to_contact,
        is_whole=order.is_whole and from_customer == order.from_customer,
    )  # fmt: skip


def _stands(connection: psycopg.Connection, customer: int, contact: int | None) -> tuple[int, int | None]:
    """Where a customer and contact are now, over all the moves since."""
    for _ in range(MOST_HOPS):
        row = connection.execute(STANDS, [contact]).fetchone() if contact is not None else None
        if row is None:
            break
        customer = row[1]
        if row[0] is None:
            break
        contact = row[0]
    for _ in range(MOST_HOPS):
        joined = connection.execute(MERGED_INTO, [customer]).fetchone()
        if joined is None or joined[0] is None:
            break
        customer = joined[0]
    return customer, contact


def _carry(connection: psycopg.Connection, order: Order) -> None:
    source, pairs = order.source, _pairs(connection, order)
    twice = Votes()  # of those who were at both and said something at each
    for kind, old, new in pairs:
        if order.begins_anew and kind == CONTACT:
            _begin_anew(connection, order, old, new)
            continue
        leaving, there = _both(connection, order, kind, old, new)
        profile = _merged(leaving, there, new, order)
        if profile is not None and kind == CONTACT:
            twice = twice.plus(votes_of(leaving)).plus(votes_of(there)).plus(votes_of(profile), -1)
            if not order.is_whole and leaving is not None:
                _count_elsewhere(connection, order, leaving, there, profile)
        elif profile is not None and profile.felt[1] > 0:
            profile = with_votes(profile, Votes().plus(twice, -1), order.at, "moved")
        connection.execute(UNDESCRIBED, [source, order.from_customer, kind, old])
        if profile is not None:
            carry.record(connection, source, order, kind, old, profile)
            if not profile.is_hidden:
                _effect(connection, order, _description(profile, order))
        carry.enrolments(connection, source, order, kind, old, new)
    contacts = {old: new for kind, old, new in pairs if kind == CONTACT}
    carry.waiting(connection, source, order, contacts, is_whole=order.is_whole)
    for kind, old, new in pairs:
        _point(connection, order, kind, old, new)
        if old != new:
            _effect(connection, order, effects.Forget(kind, old, new))
    carry.settle_contacts(connection, order, contacts)
    if order.reason == "first_account" and not order.historical:
        _joined(connection, order)


def _joined(connection: psycopg.Connection, order: Order) -> None:
    """Who was alone has joined an account: told there as an event of its own."""
    row = Row(
        customer=order.to_customer, contact=order.to_contact, source=DERIVED, kind="derived", name=JOINED,
        message_id=f"joined:{order.from_contact}:{order.to_contact}", at=order.at, received_at=order.at,
    )  # fmt: skip
    store.put([row], conn=connection)


def _begin_anew(connection: psycopg.Connection, order: Order, old: int, new: int) -> None:
    """Who they are goes along; what they did, their score, tags, stages and workflows stay with whom it happened."""
    found = connection.execute(PROFILES, [order.source, CONTACT, [old]]).fetchone()
    connection.execute(UNDESCRIBED, [order.source, order.from_customer, CONTACT, old])
    carry.end(connection, order.source, old, order.at)
    if found is None:
        return
    leaving = _profile(found[0])
    there = connection.execute(PROFILES, [order.target, CONTACT, [new]]).fetchone()
    traits = {name: known for name, known in leaving.traits.items() if name in PERSONAL}
    folded = {name: text for name, text in leaving.folded.items() if name in PERSONAL}
    fresh = Profile(CONTACT, new, order.to_customer, is_hidden=leaving.is_hidden, traits=traits, folded=folded)
    profile = merge(_profile(there[0]), fresh) if there is not None else fresh
    carry.begin(connection, order, profile)
    if not profile.is_hidden:
        _effect(connection, order, _description(profile, order))


def _point(connection: psycopg.Connection, order: Order, kind: int, old: int, new: int) -> None:
    """Leaves word where the subject went, and takes away word of an earlier leaving where it arrives."""
    connection.execute(ARRIVED, [order.target, kind, new])
    if (order.source, old) != (order.target, new):
        to_contact = new if kind == CONTACT else None
        row = [order.source, kind, old, order.target, order.to_customer, to_contact, order.at]
        connection.execute(TOMBSTONE, row)


def _pairs(connection: psycopg.Connection, order: Order) -> list[tuple[int, int, int]]:
    """Who becomes whom: (kind, old id, new id), contacts first. Somebody at both customers becomes one contact."""
    contacts: dict[int, int] = {}
    if order.is_whole:
        found = connection.execute(CONTACTS, [order.source, order.from_customer]).fetchall()
        contacts = {contact: contact for (contact,) in found}
        contacts |= dict(connection.execute(BOTH, [order.to_customer, order.from_customer]).fetchall())
    if order.from_contact is not None:
        contacts[order.from_contact] = order.to_contact or order.from_contact
    pairs = [(CONTACT, old, new) for old, new in sorted(contacts.items())]
    return pairs + ([(CUSTOMER, order.from_customer, order.to_customer)] if order.is_whole else [])


def _both(
    connection: psycopg.Connection, order: Order, kind: int, old: int, new: int
) -> tuple[Profile | None, Profile | None]:  # fmt: skip
    """What is known of who leaves, and of who is there already."""
    found = connection.execute(PROFILES, [order.source, kind, [old]]).fetchone()
    there = connection.execute(PROFILES, [order.target, kind, [new]]).fetchone() if old != new else None
    return _profile(found[0]) if found else None, _profile(there[0]) if there else None


def _merged(leaving: Profile | None, there: Profile | None, new: int, order: Order) -> Profile | None:
    """The profile the new subject has from now on, or None where nothing was known of the old one."""
    if leaving is None:
        return None
    if there is not None:
        return merge(there, leaving)
    return msgspec.structs.replace(leaving, id=new, customer=order.to_customer)


def _count_elsewhere(
    connection: psycopg.Connection, order: Order, leaving: Profile, there: Profile | None, merged: Profile
) -> None:  # fmt: skip
    """A contact that goes with all they did: their vote and points count at the customer where they are now."""
    now_there = votes_of(merged).plus(votes_of(there), -1)
    for customer, home, votes, points in (
        (order.from_customer, order.source, Votes().plus(votes_of(leaving), -1), -leaving.score),
        (order.to_customer, order.target, now_there, leaving.score),
    ):
        found = connection.execute(PROFILES, [home, CUSTOMER, [customer]]).fetchone()
        if found is None or (votes == Votes() and not points):
            continue
        before = _profile(found[0])
        after = with_votes(before, votes, order.at, "moved") if votes != Votes() else before
        after = msgspec.structs.replace(after, score=after.score + points)
        connection.execute(STORE, [home, *columns([after], *OF_PROFILE)])


def _description(profile: Profile, order: Order) -> effects.Describe:
    seen: Properties = {name: known.value for name, known in profile.traits.items() if name in DESCRIBED}
    return effects.Describe(profile.kind, profile.id, order.to_customer, order.at, "moved", seen)


def _effect(connection: psycopg.Connection, order: Order, effect: effects.ColdEffect) -> None:
    key = key_of("move", order.from_customer, order.to_customer, text(effect))
    body = text({"effect": effect, "workflow": "", "facts": {}})
    row = [order.target, key, type(effect).__name__, order.to_customer, order.to_contact, order.at, body]
    connection.execute(EFFECT, row)
