"""Who is who: which person, contact and customer an event belongs to, and who turns out to be somebody known.

Pure: works on what was loaded, notes what it would change, and numbers what it would make below zero. The same rules
so serve a first look without locks and, where that finds something to change, the change itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec

Key = tuple[str, str]  # (kind, text): kind is user, anonymous or group


class Asked(msgspec.Struct, frozen=True):
    """Whose an event is, as its caller says."""

    kind: str
    user: str
    anonymous: str
    group: str
    previous: str = ""

    def named(self) -> list[Key]:
        """Every key that has a say in it."""
        present = (("user", self.user), ("anonymous", self.anonymous), ("group", self.group))
        former = (("user", self.previous), ("anonymous", self.previous))
        return [key for key in (*present, *former) if key[1]]


class Place(msgspec.Struct, frozen=True):
    """Where an event belongs. Without a contact it is the account's own. `is_visitor`: nobody knows who this is yet."""

    customer: int
    contact: int | None
    is_visitor: bool = False


class Move(msgspec.Struct, frozen=True):
    """What one contact did is to be carried to another. `reason`: first_account, identified or alias."""

    source: int
    target: int
    person: int
    reason: str


@dataclass(eq=False)
class Person:
    """One human being, or a browser that might be one. `contacts`: customer -> contact."""

    id: int
    is_known: bool
    implicit: int | None = None
    moving_to: int | None = None
    last: int | None = None
    joins: int | None = None
    merged_into: "Person | None" = None
    contacts: dict[int, int] = field(default_factory=dict)


@dataclass
class Directory:
    """What is known of the people and accounts a request names, and what the request changes in it."""

    people: dict[Key, Person] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    customer_of: dict[int, int] = field(default_factory=dict)  # contact -> customer

    keys_made: dict[Key, None] = field(default_factory=dict)
    people_changed: dict[Person, None] = field(default_factory=dict)
    accounts_made: dict[int, str] = field(default_factory=dict)  # customer -> kind
    contacts_made: dict[int, tuple[Person, int]] = field(default_factory=dict)
    became_known: set[int] = field(default_factory=set)  # customers that were a visitor's
    given_over: dict[int, Person] = field(default_factory=dict)  # contacts whose person changes
    moves: list[Move] = field(default_factory=list)
    lowest: int = 0

    @property
    def is_settled(self) -> bool:
        """Whether nothing needs to change."""
        return not (self.keys_made or self.people_changed or self.contacts_made or self.accounts_made)

    def place(self, asked: Asked) -> Place:
        """Where an event belongs; earlier events of the request have been heard."""
        if asked.kind == "alias":
            return self._at(self._aliased(asked), asked.group)
        if asked.user:
            return self._at(*self._identified(asked))
        return self._unnamed(asked)

    # Somebody who is named

    def _identified(self, asked: Asked) -> tuple[Person, str]:
        person = self.people.get(("user", asked.user))
        seen = self.people.get(("anonymous", asked.anonymous)) if asked.anonymous else None
        if person is None:
            person = self._known(seen) if seen is not None and not seen.is_known else self._person(True)
            self._point(("user", asked.user), person)
        if not asked.anonymous or seen is person:
            return person, asked.group
        if seen is None or (seen.is_known and asked.kind == "identify"):
            # A browser that somebody known used before goes to whoever identifies there now.
            if seen is not None:
                self.people_changed[seen] = None
            self._point(("anonymous", asked.anonymous), person)
        elif not seen.is_known:
            self._merge(seen, person, asked.group)
        return person, asked.group

    def _aliased(self, asked: Asked) -> Person:
        former = [(kind, asked.previous) for kind in ("user", "anonymous")]
        seen = [self.people[key] for key in former if key in self.people]
        person = self.people.get(("user", asked.user))
        if person is None:
            person = self._known(seen[0]) if seen else self._person(True)
            self._point(("user", asked.user), person)
        if not seen:
            for key in former:
                self._point(key, person)
        for other in seen:
            if other is not person and other.merged_into is None:
                self._merge(other, person, asked.group)
        return person

    def _unnamed(self, asked: Asked) -> Place:
        key = ("anonymous", asked.anonymous)
        person = self.people.get(key)
        if person is not None and person.is_known:
            return self._at(person, asked.group)
        if asked.group and asked.kind != "identify":
            # A server's word about the account, or a browser nobody has signed in on: no contact is made of it.
            account = self._account(asked.group)
            if asked.kind == "group" and person is not None and person.joins != account:
                person.joins = account
                self.people_changed[person] = None
            return Place(account, None)
        if person is None:
            person = self._person(False)
            self._point(key, person)
        return self._at(person, "")

    # Where somebody is

    def _at(self, person: Person, group: str) -> Place:
        account = self._account(group) if group else None
        if account is None and person.is_known and person.joins is not None:
            account = person.joins
        contact = self._contact(person, account) if account is not None else self._last(person)
        if contact == person.moving_to and person.implicit is not None:
            # Behind the move, which it follows there: what they did while alone comes first (a welcome, its key).
            contact = person.implicit
        return Place(self.customer_of[contact], contact, not person.is_known)

    def _contact(self, person: Person, account: int) -> int:
        """The person's contact at an account. The first account takes in what they did while alone."""
        contact = person.contacts.get(account) or self._new_contact(person, account)
        was = (person.last, person.moving_to, person.joins)
        if person.implicit == contact:
            return contact
        if person.implicit is not None and person.moving_to is None:
            person.moving_to = contact
            self._move(person.implicit, contact, person, "first_account")
        # Until the mover has come, what names no account still goes to the old contact.
        if person.moving_to != contact or person.last != person.implicit:
            person.last = contact
        person.joins = None
        if was != (person.last, person.moving_to, person.joins):
            self.people_changed[person] = None
        return contact

    def _last(self, person: Person) -> int:
        """The contact last used; somebody who came alone is their own, implicit customer."""
        if person.last is None:
            customer = self._number()
            self.accounts_made[customer] = "implicit" if person.is_known else "visitor"
            person.implicit = person.last = self._new_contact(person, customer)
        return person.last

    # People who turn out to be one

    def _known(self, person: Person) -> Person:
        """A visitor becomes somebody: their hidden customer becomes an implicit one, nothing moves."""
        if not person.is_known:
            person.is_known = True
            self.people_changed[person] = None
            if person.implicit is not None:
                self._unhide(self.customer_of[person.implicit])
        return person

    def _unhide(self, customer: int) -> None:
        if customer in self.accounts_made:
            self.accounts_made[customer] = "implicit"
        else:
            self.became_known.add(customer)

    def _merge(self, gone: Person, person: Person, group: str) -> None:
        """Makes two people one: keys and contacts go over, and where both were contacts, one moves into the other."""
        person.joins = person.joins or gone.joins
        for customer, contact in gone.contacts.items():
            # A contact that has moved is found under the customer it left too, where the other may not have been.
            is_free = person.contacts.get(self.customer_of[contact], contact) == contact
            if contact != gone.implicit and customer not in person.contacts and is_free:
                person.contacts[customer] = contact
                self.given_over[contact] = person
                person.last = person.last or contact
        self._first_account(person)
        target = self._at(person, group).contact
        if target == person.implicit and person.moving_to is not None:
            target = person.moving_to
        for customer, contact in gone.contacts.items():
            here = person.contacts.get(customer)
            if contact == gone.implicit and gone.moving_to is None and target is not None:
                # All of who they were while alone is this person's, whichever way it came out.
                self._move(contact, target, person, "identified")
            elif contact != gone.implicit and here is not None and here != contact:
                self._move(contact, here, person, "alias")
        for key in [key for key, one in self.people.items() if one is gone]:
            self.people[key] = person
        gone.merged_into = person
        gone.contacts = {}
        self.people_changed[gone] = self.people_changed[person] = None

    def _first_account(self, person: Person) -> None:
        """Somebody alone who has come by an account through another of their ids moves into it."""
        if person.implicit is None or person.moving_to is not None:
            return
        for contact in person.contacts.values():
            if contact != person.implicit:
                person.moving_to = contact
                self._move(person.implicit, contact, person, "first_account")
                return

    # Making

    def _number(self) -> int:
        self.lowest -= 1
        return self.lowest

    def _point(self, key: Key, person: Person) -> None:
        self.people[key] = person
        self.keys_made[key] = None
        if person.id > 0:
            self.people_changed[person] = None

    def _person(self, is_known: bool) -> Person:
        person = Person(self._number(), is_known)
        self.people_changed[person] = None
        return person

    def _account(self, group: str) -> int:
        if group not in self.accounts:
            self.accounts[group] = self._number()
            self.accounts_made[self.accounts[group]] = "account"
            self.keys_made[("group", group)] = None
        return self.accounts[group]

    def _new_contact(self, person: Person, customer: int) -> int:
        contact = self._number()
        person.contacts[customer] = contact
        self.customer_of[contact] = customer
        self.contacts_made[contact] = (person, customer)
        self.people_changed[person] = None
        return contact

    def _move(self, source: int, target: int, person: Person, reason: str) -> None:
        if source != target:
            self.moves.append(Move(source, target, person.id, reason))


def wanted(asked: Iterable[Asked]) -> list[Key]:
    """Every key some events name, once each, in order."""
    return sorted({key for one in asked for key in one.named()})
