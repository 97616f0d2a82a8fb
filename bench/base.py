"""A base of customers, contacts, their marks and their history, filled in by the server itself: a million in minutes.

What a list reads is as the engine leaves it: rows, profiles, tags, stages, sums of days, history. Who follows whom, and
when, is drawn from the number, so that the same size is always the same base.
"""

from datetime import datetime, timedelta

import psycopg

from perennia.workflows.retention import make_months

STEP = 20_000
EACH = 10  # contacts of a customer
PLANS = ["Free", "Starter", "Growth", "Scale", "Enterprise"]
# The hash of core.partition, in numbers as wide as it needs.
PLACES = """
create unlogged table bench_place as
select n as id, floor(mod(n::numeric * 11400714819323198485, 18446744073709551616) / 72057594037927936)::smallint as partition
from generate_series(1, %(customers)s::bigint) n;
alter table bench_place add primary key (id);
"""
CUSTOMERS = """
insert into customers_customer (id, partition, kind, name, name_folded, is_named, zone, language, created_at, described_at,
    described_by, domain, website, industry, employees, plan, value_amount, value_currency, owner_id, since)
select id, partition, 'account', 'Công ty Thương mại ' || id, 'cong ty thuong mai ' || id, true, 'Asia/Ho_Chi_Minh', 'vi',
    %(now)s - interval '1 minute' * (id %% 400000), %(now)s, 'b', 'cty' || id || '.example', 'https://cty' || id || '.example',
    'Trade', id %% 900, (%(plans)s::text[])[1 + id %% 5], (id * 37) %% 90000, 'EUR',
    case when id %% 7 = 0 then null else (%(members)s::bigint[])[1 + id %% cardinality(%(members)s::bigint[])] end, %(now)s
from bench_place where id between %(first)s and %(last)s
"""
CONTACTS = """
insert into customers_contact (id, partition, customer_id, person_id, name, name_folded, is_named, first_name, email,
    email_folded, phone, title, zone, language, roles, created_at, described_at, described_by)
select id * %(each)s + k, partition, id, id * %(each)s + k, 'Nguyễn Thị Mai ' || id || ' ' || k,
    'nguyen thi mai ' || id || ' ' || k, true, 'Mai', 'mai' || k || '@cty' || id || '.example',
    'mai' || k || '@cty' || id || '.example', '', 'Manager', '', 'vi', case when k = 0 then '{primary}'::text[] else '{}' end,
    %(now)s - interval '1 minute' * (id %% 400000), %(now)s, 'b'
from bench_place cross join generate_series(0, %(each)s - 1) k where id between %(first)s and %(last)s
"""
PROFILES = """
insert into profile (partition, kind, id, customer_id, is_hidden, score, started_at, last_seen_at, state)
select partition, k.kind, k.id, p.id, false, k.score, %(now)s - interval '90 days', k.seen, jsonb_build_object(
    'kind', k.kind, 'id', k.id, 'customer', p.id, 'score', k.score, 'own_score', k.score, 'last_seen_at', k.seen,
    'latest_at', k.seen, 'traits', jsonb_build_object('name', jsonb_build_array('Name ' || k.id, %(now)s, 'b'),
        'plan', jsonb_build_array('Growth', %(now)s, 'b')),
    'features', case when k.seen is null then '{}'::jsonb
        else jsonb_build_object('Reports', jsonb_build_array(k.score * 60, k.score, k.seen, k.seen)) end,
    'counts', jsonb_build_object('Feature Used', k.score))
from bench_place p cross join lateral (
    select 0 as kind, p.id as id, (p.id * 13 %% 4000)::int as score,
        case when p.id %% 50 = 0 then null else %(now)s - interval '1 second' * ((p.id * 7919) %% 7776000) end as seen
    union all
    select 1, p.id * %(each)s + k, (p.id * 7 %% 900)::int, %(now)s - interval '1 second' * ((p.id * 7919 + k * 997) %% 7776000)
    from generate_series(0, %(each)s - 1) k) k
where p.id between %(first)s and %(last)s
"""
TAGS = """
insert into tag (partition, kind, subject_id, tag, customer_id, at)
select partition, 0, id, t.tag, id, %(now)s from bench_place cross join lateral (
    values ('Active SaaS', true), ('Inactive', id %% 4 = 0), ('VIP', id %% 1000 = 0), ('Payment Failed', id %% 90 = 0)) t(tag, has)
where t.has and id between %(first)s and %(last)s
"""
STAGES = """
insert into stage (partition, kind, subject_id, pipeline, stage, customer_id, since)
select partition, 0, id, 'Subscription & Billing', case when id %% 90 = 0 then 'Subscription Failed' when id %% 40 = 0
    then 'Subscription Churned' else 'Active Subscription' end, id, %(now)s - interval '1 minute' * (id %% 90000)
from bench_place where id between %(first)s and %(last)s
"""
LOGINS = """
insert into stage (partition, kind, subject_id, pipeline, stage, customer_id, since)
select partition, 1, id * %(each)s + k, 'User Login Activity', (array['Active', 'Active within a week', 'Inactive (1 week)',
    'Inactive (2 weeks)', 'Inactive (1 month)'])[1 + (id + k) %% 5], id, %(now)s - interval '1 minute' * (id %% 90000)
from bench_place cross join generate_series(0, %(each)s - 1) k where id between %(first)s and %(last)s
"""
DAYS = """
insert into daily (partition, kind, subject_id, day, name, count, seconds)
select partition, 0, id, (%(now)s - interval '1 day' * (d * 9 + id %% 9))::date, 'feature:Reports', 3, 400
from bench_place cross join generate_series(0, 8) d where id between %(first)s and %(last)s
"""
POINTS = """
insert into points (partition, kind, subject_id, key, customer_id, points, reason, at)
select partition, 0, id, gen_random_uuid(), id, 30, 'Payment ' || k, %(now)s - interval '1 day' * k
from bench_place cross join generate_series(1, 5) k where id between %(first)s and %(last)s
"""
EVENTS = """
insert into history (partition, received_at, seq, customer_id, contact_id, source, kind, name, message_id, message_hash, at,
    historical, late, depth, outcome, body)
select p.partition, h.at, h.n, p.id, p.id * %(each)s + h.n %% %(each)s, 101, 'track',
    (array['Feature Used', 'Feature Used', 'Feature Used', 'Signed In', 'Report Exported', 'Payment Succeeded'])[1 + h.n %% 6],
    'bench-' || h.n, gen_random_uuid(), h.at, false, false, 0, 'no_match',
    jsonb_build_object('properties', jsonb_build_object('feature', 'Reports', 'seconds', h.n %% 600), 'traits', '{}'::jsonb,
        'context', '{}'::jsonb)
from (select n, 1 + (n * 7919) %% %(customers)s as customer,
        %(now)s - interval '1 second' * ((%(events)s - n) * 7776000.0 / %(events)s) as at
      from generate_series(%(first)s::bigint, %(last)s::bigint) n) h
join bench_place p on p.id = h.customer
"""


def fill(connection: psycopg.Connection, now: datetime, customers: int, events: int) -> None:
    """Fills an empty base: so many customers, ten times as many contacts, so many events over ninety days."""
    for days in range(0, 150, 28):
        make_months(connection, (now - timedelta(days=days)).date().replace(day=1))
    members = [id_ for (id_,) in connection.execute("select id from team_member order by id").fetchall()]
    given = {"customers": customers, "events": events, "each": EACH, "now": now, "plans": PLANS, "members": members}
    for part in PLACES.split(";"):
        if part.strip():
            connection.execute(part, given if "%(" in part else None)
    for statement in (CUSTOMERS, CONTACTS, PROFILES, TAGS, STAGES, LOGINS, DAYS, POINTS):
        for first in range(1, customers + 1, STEP):
            connection.execute(statement, {**given, "first": first, "last": min(customers, first + STEP - 1)})
    for first in range(1, events + 1, STEP * 5):
        connection.execute(EVENTS, {**given, "first": first, "last": min(events, first + STEP * 5 - 1)})
    connection.execute("select setval('inbox_seq', %s)", [events + 1])
    connection.execute("vacuum analyze")
