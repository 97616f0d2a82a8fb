"""Makes and refreshes the rows of customers and contacts from what folding learnt, hundreds in one statement."""

import json
from collections.abc import Iterable, Sequence

from django.db import connection

from perennia.core.effect import Describe
from perennia.core.profile import CONTACT
from perennia.customers import described, makeshift, restate

_CUSTOMERS = """
insert into customers_customer as c (
    id, partition, kind, name, name_folded, is_named, domain, website, industry, employees, plan, value_amount,
    value_currency, zone, language, since, created_at, described_at, described_by)
select n.id, n.partition, coalesce(a.kind, 'account'), p.name, p.name_folded, n.is_named, n.domain, n.website,
    n.industry, n.employees, n.plan, n.value_amount, n.value_currency, n.zone, n.language, n.since, n.at, n.at, n.by
from jsonb_to_recordset(%s::jsonb) as n(
    id bigint, partition smallint, name text, name_folded text, is_named boolean, is_makeshift boolean, called text,
    called_folded text, domain text, website text, industry text, employees bigint, plan text, value_amount numeric,
    value_currency text, zone text, language text, since timestamptz, at timestamptz, by text)
left join ingest_account a on a.id = n.id
left join customers_customer was on was.id = n.id
cross join lateral (
    select n.called, n.called_folded where a.kind = 'implicit' and not n.is_named and n.called <> ''
    union all select was.name, was.name_folded where n.is_makeshift and was.name <> 'Customer ' || n.id
    union all select n.name, n.name_folded limit 1) p (name, name_folded)
order by n.id
on conflict (id) do update set
    kind = excluded.kind, """
_CONTACTS = """
insert into customers_contact as c (
    id, partition, customer_id, person_id, name, name_folded, is_named, first_name, email, email_folded, phone, title,
    zone, language, roles, created_at, described_at, described_by)
select n.id, n.partition, n.customer, i.person_id, n.name, n.name_folded, n.is_named, n.first_name, n.email,
    n.email_folded, n.phone, n.title, n.zone, n.language, n.roles, n.at, n.at, n.by
from jsonb_to_recordset(%s::jsonb) as n(
    id bigint, partition smallint, customer bigint, name text, name_folded text, is_named boolean, first_name text,
    email text, email_folded text, phone text, title text, zone text, language text, roles text[],
    at timestamptz, by text)
left join ingest_contact i on i.id = n.id
order by n.id
on conflict (id) do update set
    person_id = excluded.person_id,
    roles = case when excluded.roles <> '{}' then excluded.roles else c.roles end, """
_NEWER = "(excluded.described_at, excluded.described_by) >= (c.described_at, c.described_by)"


def _upsert(head: str, bare: str, texts: tuple[str, ...], others: tuple[str, ...] = ()) -> str:
    """The whole statement. A newer saying replaces what it mentions, an older one fills what is not yet known.

    A makeshift name gives way to any real one, and to a newer makeshift, but none to a bare number.
    """
    better = f"not c.is_named and {_NEWER} and excluded.name <> '{bare}' || c.id"
    named = f"case when excluded.is_named then {_NEWER} or not c.is_named else {better} end"
    clauses = [f"{field} = case when {named} then excluded.{field} else c.{field} end" for field in _NAMES]
    clauses += [_clause(field, f"nullif(excluded.{field}, '')", f"nullif(c.{field}, '')", ", ''") for field in texts]
    clauses += [_clause(field, f"excluded.{field}", f"c.{field}") for field in others]
    clauses += [
        "is_named = c.is_named or excluded.is_named",
        "created_at = least(c.created_at, excluded.created_at)",
        "described_at = greatest(c.described_at, excluded.described_at)",
        _clause("described_by", "excluded.described_by", "c.described_by"),
    ]
    return head + ",\n    ".join(clauses)


def _clause(field: str, new: str, old: str, otherwise: str = "") -> str:
    return f"{field} = coalesce(case when {_NEWER} then {new} else {old} end, {new}, {old}{otherwise})"


_NAMES = ("name", "name_folded")
_UPSERT_CUSTOMERS = _upsert(
    _CUSTOMERS,
    makeshift.CUSTOMER,
    ("domain", "website", "industry", "plan", "value_currency", "zone", "language"),
    ("employees", "value_amount", "since"),
)
_UPSERT_CONTACTS = _upsert(
    _CONTACTS,
    makeshift.CONTACT,
    ("first_name", "email", "email_folded", "phone", "title", "zone", "language"),
)
# By default the primary contact is the first identified with an address.
_PRIMARY = """
update customers_contact set roles = array_prepend('primary', roles)
where id in (
    select distinct on (mine.customer_id) mine.id from customers_contact mine
    where mine.customer_id = any(%s) and mine.email <> '' and not exists (
        select from customers_contact other
        where other.customer_id = mine.customer_id and 'primary' = any(other.roles))
    order by mine.customer_id, mine.created_at, mine.id)
"""


def describe(effects: Iterable[Describe]) -> None:
    """Brings the rows up to what these say; call it inside a transaction. Any number, in any order."""
    partly: list[Describe] = []
    for effect in sorted(effects, key=lambda each: (each.at, each.by)):
        if effect.is_whole:
            _describe(partly)
            partly = []
            restate.restate(effect)
        else:
            partly.append(effect)
    _describe(partly)


def _describe(effects: Iterable[Describe]) -> None:
    customers: dict[int, Describe] = {}
    contacts: dict[int, Describe] = {}
    for effect in effects:
        rows = contacts if effect.kind == CONTACT else customers
        earlier = rows.get(effect.id)
        rows[effect.id] = _joined(earlier, effect) if earlier else effect
    with connection.cursor() as cursor:
        rows_of_customers = [described.customer(each) for each in customers.values()]
        rows_of_contacts = [described.contact(each) for each in contacts.values()]
        makeshift.call(rows_of_customers, rows_of_contacts)
        if customers:
            cursor.execute(_UPSERT_CUSTOMERS, [json.dumps(rows_of_customers)])
        if contacts:
            cursor.execute(_UPSERT_CONTACTS, [json.dumps(rows_of_contacts)])
            choose_primary(sorted({each.customer for each in contacts.values()}))


def choose_primary(customers: Sequence[int]) -> None:
    """Makes somebody with an address the primary contact of each of these that has none."""
    with connection.cursor() as cursor:
        cursor.execute(_PRIMARY, [list(customers)])


def _joined(earlier: Describe, later: Describe) -> Describe:
    said = {name: value for name, value in later.traits.items() if value is not None}
    return Describe(later.kind, later.id, later.customer, later.at, later.by, {**earlier.traits, **said})
