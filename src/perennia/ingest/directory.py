"""Reads who is who from the database, and writes what a request changed in it."""

from collections.abc import Iterable, Sequence

from psycopg import Connection, Cursor

from perennia.core import partition
from perennia.ingest.who import Directory, Key, Person

# `offset 0` keeps each look-up a look-up: a table that has grown since it was last analysed is never scanned for it.
READ = """
select asked.kind, asked.key, k.customer_id, p.id, p.is_known, p.implicit_contact_id, p.moving_to,
    p.last_contact_id, p.joins, c.id, c.customer_id, c.moved_to, m.customer_id
from unnest(%s::text[], %s::text[]) asked (kind, key)
cross join lateral (select * from ingest_key k where k.kind = asked.kind and k.key = asked.key offset 0) k
left join lateral (select * from ingest_person p where p.id = k.person_id offset 0) p on true
left join lateral (select * from ingest_contact c where c.person_id = k.person_id offset 0) c on true
left join lateral (select m.customer_id from ingest_contact m where m.id = c.moved_to offset 0) m on true
"""
STRIPE_LOCKS = "select pg_advisory_xact_lock(2707, stripe) from unnest(%s::int[]) stripe"
PEOPLE_LOCKS = "select id from ingest_person where id = any(%s::bigint[]) order by id for update"
NUMBERS = """
select array(select nextval('ingest_person_id_seq') from generate_series(1, %s)),
    array(select nextval('ingest_account_id_seq') from generate_series(1, %s)),
    array(select nextval('ingest_contact_id_seq') from generate_series(1, %s))
"""
NEW_ACCOUNTS = """
insert into ingest_account (id, partition, kind) select * from unnest(%s::bigint[], %s::smallint[], %s::text[])
"""
KNOWN_ACCOUNTS = "update ingest_account set kind = 'implicit' where id = any(%s::bigint[]) and kind = 'visitor'"
PEOPLE = """
insert into ingest_person as p (id, is_known, implicit_contact_id, moving_to, last_contact_id, joins, merged_into)
select * from unnest(%s::bigint[], %s::boolean[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])
order by 1
on conflict (id) do update set is_known = excluded.is_known, implicit_contact_id = excluded.implicit_contact_id,
    moving_to = excluded.moving_to, last_contact_id = excluded.last_contact_id, joins = excluded.joins,
    merged_into = excluded.merged_into
"""
GIVEN_CONTACTS = """
update ingest_contact c set person_id = given.person_id
from unnest(%s::bigint[], %s::bigint[]) given (id, person_id) where c.id = given.id
"""
# Held until the commit, so that no account is merged away under a contact that is just being made there.
HOMES = "select id from ingest_account where id = any(%s::bigint[]) and merged_into is null order by id for share"
NEW_CONTACTS = """
insert into ingest_contact (id, person_id, customer_id, partition)
select * from unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::smallint[]) order by 2, 3
"""
MERGED_KEYS = """
update ingest_key k set person_id = gone.into_id
from unnest(%s::bigint[], %s::bigint[]) gone (id, into_id) where k.person_id = gone.id
"""
KEYS = """
insert into ingest_key (kind, key, person_id, customer_id)
select * from unnest(%s::text[], %s::text[], %s::bigint[], %s::bigint[]) order by 1, 2
on conflict (kind, key) do update set person_id = excluded.person_id
where ingest_key.kind <> 'group' and ingest_key.person_id is distinct from excluded.person_id
"""


class MergedAway(Exception):
    """An account is another one by now: read again who is who."""


def load(connection: Connection, keys: Sequence[Key]) -> Directory:
    """What is known of some keys, by one statement."""
    cursor = Cursor(connection)
    cursor.execute(READ, ([kind for kind, _ in keys], [key for _, key in keys]), prepare=True, binary=True)
    directory, people = Directory(), dict[int, Person]()
    for (
        kind,
        key,
        account,
        id_,
        is_known,
        implicit,
        moving_to,
        last,
        joins,
        contact,
        customer,
        moved,
        new,
    ) in cursor.fetchall():
        if kind == "group":
            directory.accounts[key] = account
        if id_ is None:
            continue
        person = people.get(id_)
        if person is None:
            person = people[id_] = Person(id_, is_known, implicit, moving_to, last, joins)
        directory.people[kind, key] = person
        if contact is not None:
            directory.customer_of[contact] = customer
            person.contacts[customer] = moved or contact
            if moved:
                directory.customer_of[moved] = new
    return directory


def lock(connection: Connection, stripes: Sequence[int], people: Sequence[int]) -> None:
    """Takes the locks under which who is who may be changed; both lists sorted, so that no two requests can hold each other up."""
    cursor = Cursor(connection)
    if stripes:
        cursor.execute(STRIPE_LOCKS, (list(stripes),))
    if people:
        cursor.execute(PEOPLE_LOCKS, (list(people),))


def write(connection: Connection, directory: Directory) -> dict[int, int]:
    """Writes a directory's changes. Gives the database's ids for those below zero; raises MergedAway."""
    cursor = Cursor(connection)
    real = _numbers(cursor, directory)
    _accounts(cursor, directory, real)
    _people(cursor, directory, real)
    _contacts(cursor, directory, real)
    _keys(cursor, directory, real)
    return real


def _numbers(cursor: Cursor, directory: Directory) -> dict[int, int]:
    made = (
        sorted((person.id for person in directory.people_changed if person.id < 0), reverse=True),
        sorted(directory.accounts_made, reverse=True),
        sorted(directory.contacts_made, reverse=True),
    )
    if not any(made):
        return {}
    row = cursor.execute(NUMBERS, [len(ids) for ids in made]).fetchone()
    given: Iterable[list[int]] = row or ()
    return {old: new for ids, numbers in zip(made, given, strict=True) for old, new in zip(ids, numbers, strict=True)}


def _accounts(cursor: Cursor, directory: Directory, real: dict[int, int]) -> None:
    if directory.accounts_made:
        ids = [real[id_] for id_ in directory.accounts_made]
        kinds = list(directory.accounts_made.values())
        cursor.execute(NEW_ACCOUNTS, (ids, [partition.of(id_) for id_ in ids], kinds))
    if directory.became_known:
        cursor.execute(KNOWN_ACCOUNTS, (sorted(directory.became_known),))


def _people(cursor: Cursor, directory: Directory, real: dict[int, int]) -> None:
    people = list(directory.people_changed)
    if not people:
        return

    def ids(numbers: Iterable[int | None]) -> list[int | None]:
        return [real.get(number, number) if number is not None else None for number in numbers]

    cursor.execute(PEOPLE, (
        ids(person.id for person in people), [person.is_known for person in people],
        ids(person.implicit for person in people), ids(person.moving_to for person in people),
        ids(person.last for person in people), ids(person.joins for person in people),
        ids(final.id if (final := _final(person)) is not person else None for person in people),
    ))  # fmt: skip


def _final(person: Person) -> Person:
    while person.merged_into is not None:
        person = person.merged_into
    return person


def _contacts(cursor: Cursor, directory: Directory, real: dict[int, int]) -> None:
    if given := {contact: person.id for contact, person in directory.given_over.items() if contact > 0}:
        cursor.execute(GIVEN_CONTACTS, (list(given), [real.get(person, person) for person in given.values()]))
    if made := directory.contacts_made:
        _hold(cursor, {customer for _, customer in made.values() if customer > 0})
        people = [_owner(directory, contact) for contact in made]
        customers = [real.get(customer, customer) for _, customer in made.values()]
        cursor.execute(NEW_CONTACTS, (
            [real[contact] for contact in made], [real.get(person, person) for person in people],
            customers, [partition.of(customer) for customer in customers],
        ))  # fmt: skip


def _hold(cursor: Cursor, homes: set[int]) -> None:
    if homes and len(cursor.execute(HOMES, (sorted(homes),)).fetchall()) < len(homes):
        raise MergedAway


def _owner(directory: Directory, contact: int) -> int:
    """Whose a new contact is. Of a person merged away since, who kept it because the other has one there too."""
    person, _ = directory.contacts_made[contact]
    return directory.given_over.get(contact, person).id


def _keys(cursor: Cursor, directory: Directory, real: dict[int, int]) -> None:
    if gone := {one.id: _final(one).id for one in directory.people_changed if one.merged_into and one.id > 0}:
        cursor.execute(MERGED_KEYS, (list(gone), [real.get(into, into) for into in gone.values()]))
    keys = list(directory.keys_made)
    if not keys:
        return
    people = [_final(directory.people[key]).id if key in directory.people else None for key in keys]
    accounts = [directory.accounts[text] if kind == "group" else None for kind, text in keys]
    cursor.execute(KEYS, (
        [kind for kind, _ in keys], [text for _, text in keys],
        [person and real.get(person, person) for person in people], [account and real.get(account, account) for account in accounts],
    ))  # fmt: skip
