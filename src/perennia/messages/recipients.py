"""Whom a message goes to and what is known of them now, read from the profiles the engine keeps."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import msgspec
from django.db import connection

from perennia.core.channel import Address, of_medium
from perennia.core.profile import Profile
from perennia.messages.outbox import Due

_BY_ROLE = """
select t.p, t.c, t.r, t.k, found.id from unnest(%s::smallint[], %s::bigint[], %s::text[], %s::text[], %s::text[])
    as t (p, c, r, k, a)
cross join lateral (
    select p.id from profile p left join customers_contact k on k.id = p.id
    where p.partition = t.p and p.customer_id = t.c and p.kind = 1 and not p.is_hidden
    and coalesce(p.state #>> array['traits', t.a, '0'], '') <> ''
    order by coalesce(t.r = any(k.roles), false) desc, coalesce('primary' = any(k.roles), false) desc,
        p.started_at nulls last, p.id
    limit 1
) found
"""
_PEOPLE = "select id, roles, email_folded from customers_contact where customer_id = any(%s)"
_PROFILES = """
select p.kind, p.id, p.state::text from profile p
join unnest(%s::smallint[], %s::smallint[], %s::bigint[]) as t (p, k, i) on p.partition = t.p and p.kind = t.k and p.id = t.i
"""
_OWNERS = """
select c.id, m.name, m.email from customers_customer c join team_member m on m.id = c.owner_id
where m.is_active and c.id = any(%s)
"""
_decode = msgspec.json.Decoder(Profile).decode
TRAITS: dict[Address, str] = {"email": "email", "phone": "phone", "zalo": "zalo_user_id", "place": "email"}
LEFT = ("Subscription & Billing", "Subscription Churned")


class Person(msgspec.Struct, frozen=True):
    """One of our members, as a customer sees them."""

    name: str
    email: str

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.strip() else ""


class Known(msgspec.Struct, frozen=True):
    """The people a batch of messages is about: profiles by (kind, id), owners by customer."""

    profiles: dict[tuple[int, int], Profile]
    owners: dict[int, Person]

    def text(self, kind: int, id: int | None, *traits: str) -> str:
        """The first of these traits that is a text and not empty."""
        profile = self.profiles.get((kind, id)) if id is not None else None
        for trait in traits if profile is not None else ():
            value = profile.trait(trait) if profile is not None else None
            if isinstance(value, str) and value.strip():
                return " ".join(value.split())
        return ""

    def left_at(self, customer: int) -> datetime | None:
        """When the customer cancelled, where it has."""
        profile = self.profiles.get((0, customer))
        stage = profile.stages.get(LEFT[0]) if profile is not None else None
        return stage.at if stage is not None and stage.value == LEFT[1] else None


def kind_of(channel: str) -> Address:
    """What a channel addresses people by."""
    entry = of_medium(channel)
    return entry.address if entry is not None else "email"


def is_place(channel: str) -> bool:
    """Whether a channel reaches a place of the team and no customer."""
    entry = of_medium(channel)
    return entry is not None and entry.audience == "team"


def by_role(messages: Sequence[Due]) -> dict[tuple[int, str, Address], int]:
    """The contact for each (customer, role, kind of address): who bears the role, else the primary, else the first with
    such an address."""
    kinds = {one.channel: kind_of(one.channel) for one in messages}
    asked = sorted(
        {
            (one.partition, one.customer, one.role, kind, TRAITS[kind])
            for one in messages
            for kind in [kinds[one.channel]]
        }
    )
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_BY_ROLE, [list(column) for column in zip(*asked, strict=True)])
        return {(customer, role, kind): contact for _, customer, role, kind, contact in cursor.fetchall()}


def rank(one: Profile, roles: Collection[str], role: str) -> tuple[bool, bool, bool, float, int]:
    """The same choice among profiles at hand, of whom those can be reached: the least is who it goes to."""
    began = one.started_at
    return role not in roles, "primary" not in roles, began is None, began.timestamp() if began else 0.0, one.id


def people(customers: Iterable[int]) -> list[tuple[int, frozenset[str], str]]:
    """Everybody at these customers: id, roles, folded address."""
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [sorted(customers)])
        return [(contact, frozenset(roles), address) for contact, roles, address in cursor.fetchall()]


def known(people: Iterable[tuple[int, int, int]]) -> Known:
    """What is known of these (partition, customer, contact)."""
    asked = set(people)
    wanted = sorted({(p, 0, customer) for p, customer, _ in asked} | {(p, 1, contact) for p, _, contact in asked})
    with connection.cursor() as cursor:
        cursor.execute(_PROFILES, [list(column) for column in zip(*wanted, strict=True)] or [[], [], []])
        profiles = {(kind, id_): _decode(state) for kind, id_, state in cursor.fetchall()}
        cursor.execute(_OWNERS, [sorted({customer for _, customer, _ in asked})])
        owners = {customer: Person(name, email) for customer, name, email in cursor.fetchall()}
    return Known(profiles, owners)
