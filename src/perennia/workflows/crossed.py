"""Has the contacts of customers judged anew, whose segments ask about what has changed of them."""

# Each contact of these customers is judged when its timer comes; a large account is no reason to load them all here.
CROSSED = """
insert into timer (partition, due_at, enrolment_id, node, subject_kind, subject_id, customer_id)
select p.partition, g.a, md5('segments crossed ' || p.id)::uuid, -3, 1, p.id, p.customer_id
from unnest(%s::bigint[], %s::timestamptz[]) as g (c, a)
join profile p on p.customer_id = g.c and p.kind = 1 and not p.is_hidden and p.partition = %s
on conflict do nothing
"""
