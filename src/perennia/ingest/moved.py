"""What the mover tells who-is-who, in its own transaction, once a contact or a customer lives elsewhere."""

from psycopg import Connection, Cursor

# People are locked in the order every request locks them in.
PEOPLE = """
select id from ingest_person where id in (select person_id from ingest_contact where id in (%(source)s, %(target)s))
order by id for update
"""
CONTACTS = "update ingest_contact set moved_to = %(target)s where id = %(source)s or moved_to = %(source)s"
PERSON = """
update ingest_person set
    implicit_contact_id = nullif(implicit_contact_id, %(source)s),
    moving_to = case when implicit_contact_id = %(source)s then null else moving_to end,
    last_contact_id = case when last_contact_id = %(source)s then %(target)s else last_contact_id end
where id in (select person_id from ingest_contact where id in (%(source)s, %(target)s))
"""
EMPTIED = """
update ingest_account set merged_into = (select customer_id from ingest_contact where id = %(target)s)
where kind <> 'account' and id = (select customer_id from ingest_contact where id = %(source)s)
"""
TARGET = """
with recursive chain (id, moved_to) as (
    select id, moved_to from ingest_contact where id = %(contact)s
    union all
    select c.id, c.moved_to from ingest_contact c join chain on c.id = chain.moved_to
) select id from chain where moved_to is null
"""
ACCOUNT = "update ingest_account set merged_into = %(target)s where id = %(source)s or merged_into = %(source)s"
KEYS = "update ingest_key set customer_id = %(target)s where kind = 'group' and customer_id = %(source)s"


def contact(conn: Connection, source: int, target: int) -> None:
    """A contact has become another: what names nobody's account goes there from now on."""
    cursor, both = Cursor(conn), {"source": source, "target": target}
    for statement in (PEOPLE, CONTACTS, PERSON, EMPTIED):
        cursor.execute(statement, both)


def customer(conn: Connection, source: int, target: int) -> None:
    """An account has been merged into another: its group ids name that one from now on."""
    cursor, both = Cursor(conn), {"source": source, "target": target}
    for statement in (ACCOUNT, KEYS):
        cursor.execute(statement, both)


def now(conn: Connection, contact: int) -> int:
    """The contact that one has become by now, itself if it never moved."""
    row = Cursor(conn).execute(TARGET, {"contact": contact}).fetchone()
    return int(row[0]) if row else contact
