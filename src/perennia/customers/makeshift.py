"""Makeshift names: what is called by nothing better is called by the caller's own id of it, and else by its number."""

from collections.abc import Sequence

from perennia.core.profile import CONTACT as OF_CONTACT
from perennia.core.profile import CUSTOMER as OF_CUSTOMER
from perennia.customers.described import Row
from perennia.customers.fold_text import fold_text
from perennia.host.select import select

CUSTOMER, CONTACT = "Customer ", "Contact "


def call(customers: Sequence[Row], contacts: Sequence[Row]) -> None:
    """Gives these rows a name where they have none; one statement, and only where one lacks it."""
    nameless: dict[int, list[Row]] = {
        OF_CUSTOMER: [row for row in customers if not row["name"]],
        OF_CONTACT: [row for row in contacts if not row["name"]],
    }
    if not any(nameless.values()):
        return
    ids = {kind: [row["id"] for row in rows] for kind, rows in nameless.items()}
    keys = dict(select(_keyed, _KEYS, {"customers": ids[OF_CUSTOMER], "contacts": ids[OF_CONTACT]}))
    for kind, head in ((OF_CUSTOMER, CUSTOMER), (OF_CONTACT, CONTACT)):
        for row in nameless[kind]:
            row["name"] = keys.get((kind, row["id"])) or f"{head}{row['id']}"
            row["is_makeshift"] = True
            row["name_folded"] = fold_text(str(row["name"]))


def _keyed(kind: int, id_: int, key: str) -> tuple[tuple[int, object], str]:
    return (kind, id_), key[:500]


# The first id a caller used: of a customer its groupId or, where one person is alone, that person's userId.
_KEYS = """
select 0, k.customer_id, (array_agg(k.key order by k.made_at, k.key))[1]
from ingest_key k where k.kind = 'group' and k.customer_id = any(%(customers)s::bigint[]) group by k.customer_id
union all
select 0, i.customer_id, (array_agg(k.key order by k.made_at, k.key))[1]
from ingest_contact i join ingest_account a on a.id = i.customer_id and a.kind = 'implicit'
join ingest_key k on k.person_id = i.person_id and k.kind = 'user'
where i.customer_id = any(%(customers)s::bigint[]) group by i.customer_id
union all
select 1, i.id, (array_agg(k.key order by k.made_at, k.key))[1]
from ingest_contact i join ingest_key k on k.person_id = i.person_id and k.kind = 'user'
where i.id = any(%(contacts)s::bigint[]) group by i.id
"""
