"""Whose something told from outside is: by our ids, by what was linked before, by an address that is one person's alone.

Gives the names to call them by in the tracking protocol, and the calls that have to go before. An outside key, like a
Stripe customer, becomes another user id of the person; the protocol's own alias makes two into one.
"""

import msgspec

from perennia.core.catalogue import discover
from perennia.core.event import Properties
from perennia.core.source import Source, Who
from perennia.host.select import select
from perennia.ingest import link
from perennia.team.models import fold_address

Call = dict[str, object]
_BY_ADDRESS = """
select distinct c.person_id from customers_contact c join customers_customer u on u.id = c.customer_id and u.kind <> 'visitor'
join ingest_person p on p.id = c.person_id and p.merged_into is null
where c.email_folded = %(email)s limit 5
"""


class Named(msgspec.Struct, frozen=True):
    """How they are called: a user id, an account's group id, or both; and the calls that make it so."""

    user: str
    group: str
    before: tuple[Call, ...] = ()

    def call(self, **said: object) -> Call:
        """A call about them."""
        # Without a person it is the account's own word; the protocol wants some name nevertheless.
        who: Call = {"userId": self.user} if self.user else {"anonymousId": f"account:{self.group}"[:255]}
        context: Call = {"active": False, **({"groupId": self.group} if self.group else {})}
        return {**who, "context": context, **said}


def named(kind: str, who: Who) -> Named:
    """What to call them. Makes links; the calls in `before` must be received first, in order."""
    # The same address makes the same person here, in imports and in bookings.
    email = fold_address(who.email)[:255]
    own = f"{kind}:{who.key}"[:255] if who.key else email
    if who.user:
        return Named(who.user, who.group, _joined(own, who))
    if not own:
        return Named("", who.group)
    person, others = link.person_of(own), _by_address(email)
    others.discard(person or 0)
    if person is None and len(others) == 1:
        link.link(own, others.pop())
        return Named(own, who.group)
    if person is None:
        return Named(own, who.group, _introduced(who))
    if len(others) == 1 and _is_ours(person, email):
        return Named(own, who.group, ({"type": "alias", "previousId": own, "userId": _name_of(others.pop(), email)},))
    return Named(own, who.group, _introduced(who) if _is_ours(person, email) else ())


def _joined(own: str, who: Who) -> tuple[Call, ...]:
    """Makes the outside key another name of the person our own user id names."""
    theirs, person = (link.person_of(own) if own else None), link.person_of(who.user)
    first = _introduced(who) if person is None else ()
    if not own or (person is not None and theirs == person):
        return first
    if theirs is None and person is not None:
        link.link(own, person)
        return ()
    if theirs is not None and not who.key and not _is_one(theirs, person, own):
        return first
    return (*first, {"type": "alias", "previousId": own, "userId": who.user})


def _is_one(theirs: int, person: int | None, address: str) -> bool:
    """Whether an address somebody typed beside a user id is that user's: a link passed on to a colleague makes no one
    of two, and two made one are never parted again."""
    return person in _by_address(address) if person is not None else _is_ours(theirs, address)


def _introduced(who: Who) -> tuple[Call, ...]:
    """Says who they are where nobody but the other side knows them."""
    traits: Properties = {
        **who.traits,
        **({"email": who.email} if who.email else {}),
        **({"name": who.name} if who.name else {}),
    }
    return ({"type": "identify", "traits": traits},) if who.email or who.name else ()


def _by_address(email: str) -> set[int]:
    return set(select(int, _BY_ADDRESS, {"email": email})) if email else set()


def _is_ours(person: int, email: str) -> bool:
    """Whether only such as we know them by: no id of the company's own product names them."""
    ours = tuple(f"{kind}:" for kind in discover(Source))
    return all(key == email or key.startswith(ours) for key in link.names_of(person))


def _name_of(person: int, email: str) -> str:
    """A user id of somebody; one is made where they have none."""
    found = link.names_of(person)
    if found:
        return found[0]
    link.link(email, person)
    return email
