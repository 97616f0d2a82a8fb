"""Takes an import back: orders for some customers of a partition at a time, which the engine carries out in its turns.

What goes: customers and contacts it made, where nothing else has come of them since and nobody has added a note, a task
or a file; its events; the tags, owners and values it was the last to set. What stays: what anybody else did since, what
workflows did because of an import said to be live, and the ids people and accounts are known by.
"""

import time
from collections.abc import Mapping, Sequence

import msgspec
from django.db import connection, transaction
from django.db.models.fields.reverse_related import ForeignObjectRel

from perennia.customers.models import Contact, Customer
from perennia.host import clock, jobs
from perennia.host.select import one as select_one
from perennia.host.select import select
from perennia.imports.models import Import, State
from perennia.imports.put import prefix
from perennia.ingest import store
from perennia.ingest.row import BULK, IMPORTS, Body, Row, encode

CUSTOMERS = 50  # in one order
CONTACTS = 2000  # and contacts, at most, but for a customer who has more
PAUSE = 0.1
NEXT = """
select partition, customer_id, count(*) from imports_subject
where import_id = %(id)s and (partition, customer_id) > (%(partition)s, %(customer)s)
group by 1, 2 order by 1, 2 limit %(limit)s
"""
WHO = """
select kind, id, customer_id, is_made, before::text from imports_subject
where import_id = %(id)s and partition = %(partition)s and customer_id = any(%(customers)s::bigint[]) order by 1, 2
"""
UNWORKED = """
select exists (select from inbox where partition between 0 and 255 and kind = 'take_back' and message_id like %(like)s)
    or exists (select from effect where partition between 0 and 255 and kind in ('Remove', 'Describe') and tries = 0)
"""
REMOVED = """
select count(*) filter (where s.kind = 0), count(*) filter (where s.kind = 1) from imports_subject s
where s.import_id = %(id)s and s.is_made
    and not exists (select from profile p where p.partition = s.partition and p.kind = s.kind and p.id = s.id)
"""
_decode = msgspec.json.Decoder(dict[str, object]).decode


def work(one: Import) -> bool:
    """One slice of it; whether more is left."""
    until = time.monotonic() + jobs.SLICE_SECONDS
    while time.monotonic() < until:
        after = (int(one.undone.get("partition", -1)), int(one.undone.get("customer", 0)))
        some = select(_place, NEXT, {"id": one.pk, "partition": after[0], "customer": after[1], "limit": CUSTOMERS})
        if not some:
            return _settle(one, until)
        partition, customers = _of_one_partition(some)
        if not _order(one, partition, customers):
            return False
    return True


def _place(partition: int, customer: int, many: int) -> tuple[int, int, int]:
    return partition, customer, many


def _of_one_partition(some: Sequence[tuple[int, int, int]]) -> tuple[int, list[int]]:
    partition, total, customers = some[0][0], 0, list[int]()
    for place, customer, many in some:
        if place != partition or (customers and total + many > CONTACTS):
            break
        customers.append(customer)
        total += many
    return partition, customers


def _order(one: Import, partition: int, customers: list[int]) -> bool:
    """Stores one order and how far it is, in one transaction. False where somebody else was faster."""
    who = select(_who, WHO, {"id": one.pk, "partition": partition, "customers": customers})
    kept, owners = _kept(customers), dict(Customer.objects.filter(pk__in=customers).values_list("pk", "owner_id"))
    who = [_now(each, kept, owners) for each in who]
    with transaction.atomic():
        now = Import.objects.select_for_update().get(pk=one.pk)
        if now.state != State.UNDOING or now.undone != one.undone:
            return False
        at = clock.now()
        body = encode(Body({"prefix": prefix(one.pk), "who": who}))
        store.put([
            Row(customer=customers[0], source=IMPORTS, kind="take_back", name="Import Taken Back",
                message_id=f"undo:{one.pk}:{partition}:{customers[0]}:{int(at.timestamp() * 1000)}", at=at, received_at=at,
                historical=True, lane=BULK, body=body)
        ])  # fmt: skip
        now.undone = {"partition": partition, "customer": customers[-1]}
        now.save(update_fields=["undone"])
    one.undone = now.undone
    return True


def _who(kind: int, id_: int, customer: int, is_made: bool, before: str) -> dict[str, object]:  # a row's columns
    stood = _decode(before)
    return {"kind": kind, "id": id_, "customer": customer, "is_made": is_made, "before": stood}


def _now(who: dict[str, object], kept: set[int], owners: Mapping[int, int | None]) -> dict[str, object]:
    """The same with what has become of them since: who is to stay, and whether the owner is still the import's."""
    before = who["before"]
    if isinstance(before, dict) and before.get("member") != owners.get(int(str(who["customer"]))):
        before = {**before, "member": None}
    return {**who, "may_go": bool(who["is_made"]) and who["customer"] not in kept, "before": before}


def _kept(customers: list[int]) -> set[int]:
    """Customers people have since worked with: whatever refers to one of them or their contacts keeps them."""
    found: set[int] = set()
    for model, ids, path in ((Customer, customers, ""), (Contact, customers, "customer_id")):
        for relation in model._meta.get_fields(include_hidden=True):
            if not isinstance(relation, ForeignObjectRel) or relation.related_model is Contact:
                continue
            field = f"{relation.field.name}__{path}" if path else f"{relation.field.name}_id"
            rows = relation.field.model._base_manager.filter(**{f"{field}__in": ids})
            found.update(rows.values_list(field, flat=True).distinct())
    return found


def _settle(one: Import, until: float) -> bool:
    """Waits until all orders are carried out, and counts what went."""
    while select_one(bool, UNWORKED, {"like": f"undo:{one.pk}:%"}):
        if time.monotonic() > until:
            return True
        time.sleep(PAUSE)
    with connection.cursor() as cursor:
        cursor.execute(REMOVED, {"id": one.pk})
        customers, contacts = cursor.fetchone()
    undone = {
        "customers": customers, "contacts": contacts, "kept_customers": max(0, one.made_customers - customers),
        "kept_contacts": max(0, one.made_contacts - contacts),
    }  # fmt: skip
    Import.objects.filter(pk=one.pk, state=State.UNDOING).update(
        state=State.UNDONE, undone=undone, ended_at=clock.now()
    )
    return False
