"""Finds a few customers and contacts by some letters, for the command palette."""

from typing import NamedTuple

from perennia.customers.fold_text import fold_text, like
from perennia.host.select import select


class FoundCustomer(NamedTuple):
    """A customer that fits."""

    id: int
    name: str
    hint: str


class FoundContact(NamedTuple):
    """A contact that fits."""

    id: int
    name: str
    email: str
    customer_id: int
    customer_name: str


def customers(words: str, limit: int) -> list[FoundCustomer]:
    """Customers whose name or domain holds these words; those that begin with them first."""
    return select(FoundCustomer, _CUSTOMERS, _params(words, limit))


def contacts(words: str, limit: int) -> list[FoundContact]:
    """Contacts whose name or address holds these words; those that begin with them first."""
    return select(FoundContact, _CONTACTS, _params(words, limit))


def _params(words: str, limit: int) -> dict[str, object]:
    return {"like": like(words), "start": like(words).lstrip("% "), "folded": fold_text(words), "limit": limit}


# The first thousand that fit are put in order: enough for people, and no sort of everything for one letter.
_CUSTOMERS = """
select id, name, hint from (
    select id, name, name_folded, case when domain <> '' then domain else plan end as hint
    from customers_customer where search like %(like)s and kind <> 'visitor' limit 1000) found
where %(folded)s <> '' order by name_folded not like %(start)s, length(name_folded), name_folded, id limit %(limit)s
"""
_CONTACTS = """
select f.id, f.name, f.email, f.customer_id, c.name from (
    select * from customers_contact where search like %(like)s limit 1000) f
join customers_customer c on c.id = f.customer_id and c.kind <> 'visitor'
where %(folded)s <> '' order by f.name_folded not like %(start)s, length(f.name_folded), f.name_folded, f.id
limit %(limit)s
"""
