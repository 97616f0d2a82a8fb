"""Finds whom rows mean that name nobody by the company's own ids: by address, by name, by website.

Somebody who is known already keeps the id they are known by; somebody new gets one made of what the row says, so that
the same row means the same person or customer when it comes again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

import msgspec
from psycopg import Connection, Cursor

from perennia.customers import traits
from perennia.customers.fold_text import fold_text
from perennia.imports.line import Line, Refused
from perennia.ingest.who import Asked
from perennia.team.models import fold_address

CONTACTS = """
select c.email_folded, k.key from customers_contact c
join lateral (select k.key from ingest_key k where k.person_id = c.person_id and k.kind = 'user' order by k.made_at, k.key limit 1) k
    on true
where c.email_folded = any(%s)
"""
NAMED = "select name_folded, id from customers_customer where name_folded = any(%s) and kind = 'account'"
SITED = "select domain, id from customers_customer where domain = any(%s) and kind = 'account'"
GROUPS = "select customer_id, min(key) from ingest_key where kind = 'group' and customer_id = any(%s) group by 1"
GIVEN = """
insert into ingest_key (kind, key, customer_id) select 'group', 'perennia:' || id, id from unnest(%s::bigint[]) id
order by id on conflict do nothing
"""
KINDS = {"customers": "group", "contacts": "identify", "events": "track"}
Known = dict[str, set[str]]


class Resolver(msgspec.Struct):
    """Who is known by the addresses, names and websites of some rows."""

    emails: Known
    names: Known
    sites: Known

    def asked(self, kind: str, line: Line) -> Asked:
        """Whose a row is, in the company's own ids. Raises Refused where several are meant."""
        user = line.text("user_id")
        if not user and (email := line.text("email")) and kind != "customers":
            address = fold_address(email)
            user = _only(self.emails, address, address, Refused("ambiguous_email", "", email))
        group = line.text("id" if kind == "customers" else "account_id") or self._account(kind, line)
        return Asked(KINDS[kind], user, "", group)

    def _account(self, kind: str, line: Line) -> str:
        site, name = called(kind, line)
        if site and (site in self.sites or not name):
            return _only(self.sites, site, f"site:{site}", Refused("ambiguous_account", "", site))
        if name:
            return _only(self.names, name, f"name:{name}", Refused("ambiguous_account", "", name))
        return ""


def called(kind: str, line: Line) -> tuple[str, str]:
    """The website and the folded name by which a row names a customer; empty where it does not need them."""
    if line.text("id") or line.text("account_id"):
        return "", ""
    if kind == "customers":
        return traits.domain({"website": line.text("website")}), fold_text(line.text("name"))[:200]
    account = line.text("account")
    is_site = "." in account and " " not in account
    return (traits.domain({"website": account}), "") if is_site else ("", fold_text(account)[:200])


def resolver(conn: Connection, kind: str, lines: Sequence[Line]) -> Resolver:
    """Looks up all that these rows name, by a statement a kind of name."""
    cursor = Cursor(conn)
    emails = {fold_address(line.text("email")) for line in lines if line.text("email") and not line.text("user_id")}
    sites, names = (set(words) - {""} for words in zip(*(called(kind, line) for line in lines), strict=True))
    found_sites, found_names = _ids(cursor, SITED, sites), _ids(cursor, NAMED, names)
    groups = _groups(cursor, {id_ for ids in (*found_sites.values(), *found_names.values()) for id_ in ids})
    return Resolver(
        _together(cursor.execute(CONTACTS, [sorted(emails)])) if emails and kind != "customers" else {},
        {word: {groups[id_] for id_ in ids} for word, ids in found_names.items()},
        {word: {groups[id_] for id_ in ids} for word, ids in found_sites.items()},
    )


def _ids(cursor: Cursor, statement: str, words: Collection[str]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    if words:
        for word, id_ in cursor.execute(statement, [sorted(words)]):
            found[word].add(id_)
    return found


def _groups(cursor: Cursor, ids: Collection[int]) -> dict[int, str]:
    """The id the company's systems call each customer by; one of ours for who was added by hand and has none."""
    if not ids:
        return {}
    known: dict[int, str] = dict(cursor.execute(GROUPS, [sorted(ids)]).fetchall())
    if missing := sorted(set(ids) - set(known)):
        cursor.execute(GIVEN, [missing])
        known |= {id_: f"perennia:{id_}" for id_ in missing}
    return known


def _together(rows: Iterable[tuple[str, str]]) -> Known:
    found: Known = defaultdict(set)
    for word, key in rows:
        found[word].add(key)
    return found


def _only(known: Known, word: str, otherwise: str, several: Refused) -> str:
    keys = known.get(word, set())
    if len(keys) > 1:
        raise several
    return next(iter(keys), otherwise)
