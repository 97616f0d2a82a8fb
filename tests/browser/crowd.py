"""Fills every list of the data folder `PERENNIA_HOME` names: `python -m tests.browser.crowd 10000`."""

import sys
import unicodedata

from perennia.cli import set_up

_VIETNAMESE = "Hiệp hội các nhà khai thác cảng biển và vận tải đường thủy nội địa khu vực đồng bằng sông Cửu Long"
ODD = (
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsvorstandsbüros"[:95],
    unicodedata.normalize("NFD", _VIETNAMESE[:80]),
    _VIETNAMESE[:95],
    "شركة النخيل للتجارة والمقاولات العامة والخدمات البحرية المتكاملة المحدودة في دبي والشارقة وعجمان",
    "🌱🌿 Grün & Söhne 👩‍👩‍👧‍👦 and their very many friends along the long coast of the Baltic Sea 🌊",
    "The Association of Harbour Masters, Pilots and Tug Owners of the Northern and Western Coasts, Ltd",
)
NAME = "case when n %% 23 = 0 then (%(odd)s)[1 + (n / 23) %% 6] else 'Harbour Lights ' || n end"
MOMENT = "to_char(created_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
STATE = f"jsonb_build_object('id', id, 'score', id % 900, 'started_at', {MOMENT}, 'last_seen_at', {MOMENT})"
STAGE = """(array['Active Subscription', 'Active Subscription', 'Active Subscription', 'Active Subscription',
    'Subscription Failed', 'Subscription Churned'])[1 + id % 6]"""
STATEMENTS = (
    f"""insert into customers_customer (id, partition, kind, name, name_folded, is_named, domain, website, industry, plan,
            value_amount, value_currency, zone, language, created_at, described_at, described_by, owner_id)
        select id, id %% 256, 'account', name, lower(name), true, 'harbour-' || n || '.example', '', 'Software',
               (array['Starter', 'Growth', 'Scale'])[1 + n %% 3], n * 12, 'EUR', 'Europe/Oslo', 'en',
               now() - n * interval '1 minute', now(), '',
               case when n %% 4 = 0 then null else (select min(id) from team_member) end
        from (select n, 20000000 + n as id, {NAME} as name from generate_series(1, %(many)s) n) numbered""",
    f"""insert into customers_contact (id, partition, customer_id, name, name_folded, is_named, first_name, email, email_folded,
            phone, title, roles, zone, language, created_at, described_at, described_by)
        select id, customer %% 256, customer, name, lower(name), true, 'Liv', 'liv.' || n || '@harbour.example',
               'liv.' || n || '@harbour.example', '', case when n %% 7 = 0 then (%(odd)s)[1 + n %% 6] else 'Harbour master' end,
               case when n <= %(many)s / 2 and n > 1 then '{{}}' else '{{primary}}' end ::text[], '', 'en',
               now() - n * interval '1 minute', now(), ''
        from (select n, 30000000 + n as id, case when n <= %(many)s / 2 then 20000001 else 20000000 + n end as customer,
                     {NAME} as name from generate_series(1, %(many)s) n) numbered""",
    f"""insert into profile (partition, kind, id, customer_id, score, started_at, last_seen_at, state)
        select partition, 0, id, id, id % 900, created_at, created_at, {STATE}
            || jsonb_build_object('kind', 0, 'customer', id,
                'stages', jsonb_build_object('Subscription & Billing', jsonb_build_array({STAGE}, {MOMENT})))
            || case when id = 20000001 then jsonb_build_object('tags', (select jsonb_object_agg('Quay ' || n,
                jsonb_build_array(true, {MOMENT})) from generate_series(1, 40) n)) else '{{}}' end
        from customers_customer where id > 20000000
        union all
        select partition, 1, id, customer_id, id % 900, created_at, created_at,
               {STATE} || jsonb_build_object('kind', 1, 'customer', customer_id)
        from customers_contact where id > 30000000""",
    f"""insert into stage (partition, kind, subject_id, pipeline, stage, customer_id, since)
        select partition, 0, id, 'Subscription & Billing', {STAGE}, id, created_at from customers_customer where id > 20000000
        union all
        select partition, 1, id, 'User Login Activity', 'Active', customer_id, created_at
        from customers_contact where id > 30000000""",
    """insert into tag (partition, kind, subject_id, tag, customer_id, at)
        select partition, 0, id, case when id % 50 = 0 then (%(odd)s)[1 + id % 6] || id % 500 else 'Berth ' || id % 400 end,
               id, created_at from customers_customer where id > 20000000""",
    """insert into tag (partition, kind, subject_id, tag, customer_id, at)
        select 20000001 % 256, 0, 20000001, 'Quay ' || n, 20000001, now() from generate_series(1, 40) n""",
    """insert into customers_segment (key, kind, name, name_vi, about, about_vi, condition, is_shipped, revision, counted,
            created_at, changed_at)
        select 'harbour-' || n, 0, case when n % 5 = 0 then (%(odd)s)[1 + n % 6] else 'Harbours ' || n end, '', '', '',
               '{"all": [{"field": "customer.score", "op": "at_least", "value": 0}]}', false, 1, 1, now(), now()
        from generate_series(1, %(many)s / 100) n""",
    """insert into segment_member (partition, kind, subject_id, segment, customer_id, since)
        select partition, 0, id, 'harbour-1', id, created_at from customers_customer where id > 20000000""",
    """insert into desk_task (title, note, role, priority, order_at, due_at, state, origin, workflow, known_as, created_at, changed_at,
            customer_id, assignee_id)
        select case when id % 23 = 0 then (%(odd)s)[1 + id % 6] || ' ' || (%(odd)s)[1 + id % 5] else 'Call ' || name end, '', '',
               id % 4, created_at + interval '2 days', created_at + interval '2 days', 'open', 'hand', '', '', created_at, now(),
               id, (select min(id) from team_member)
        from customers_customer where id > 20000000""",
    """insert into messages_notice (key, kind, member_id, customer_id, workflow, text, at, is_urgent, is_shown, mail, "by")
        select 'crowd ' || n, 'milestone ' || n % 900, (select min(id) from team_member), 20000000 + n, '',
               case when n % 9 = 0 then (%(odd)s)[1 + n % 6] else 'Harbour Lights ' || n || ' reached 300 points' end,
               now() - n * interval '1 minute', n % 40 = 0, true, 'never', 'email'
        from generate_series(1, %(many)s) n""",
    """insert into messages_mailboxmessage (partition, message, audience, at, from_address, to_address, to_name, subject,
            snippet, customer_id, workflow, is_read, is_private)
        select n % 256, gen_random_uuid(), case when n % 3 = 0 then 'team' else 'customer' end, now() - n * interval '1 minute',
               'success@acme.example', 'liv.' || n || '@harbour.example',
               case when n % 9 = 0 then (%(odd)s)[1 + n % 6] else 'Liv ' || n end,
               case when n % 7 = 0 then (%(odd)s)[1 + n % 6] else 'Welcome aboard, harbour ' || n end,
               'How it goes on from here, and who helps', 20000000 + n, '', n % 2 = 0, false
        from generate_series(1, %(many)s) n""",
    """insert into webhooks_endpoint (name, url, events, state, secret, made_at, failures, failure)
        select case when n = 1 then 'Crowd' else (%(odd)s)[n - 1] end,
               'https://hooks.example/' || n || repeat('/a-long-way', case when n = 2 then 40 else 1 end), '["*"]', 'paused', '',
               now(), 0, '' from generate_series(1, 6) n where length((%(odd)s)[greatest(n - 1, 1)]) <= 80 or n = 1""",
    """insert into webhook (partition, id, endpoint_id, customer_id, event, type, body, made_at, state, next_at, tries, tried_at)
        select n % 256, gen_random_uuid(), (select id from webhooks_endpoint where name = 'Crowd'), 20000000 + n,
               case when n % 9 = 0 then (%(odd)s)[1 + n % 6] else 'Feature Used' end, 'feature.used', '{"n": ' || n || '}',
               now() - n * interval '1 minute', case when n % 5 = 0 then 'dead' else 'delivered' end, now(), 1, now()
        from generate_series(1, %(many)s) n""",
    """insert into imports_import (kind, state, file_name, size, encoding, separator, quote, skip, columns, signature, mapping,
            is_historical, made_by_name, made_at, ended_at, row, "offset", good, bad, taken, refused, made_customers,
            made_contacts, undone, trouble)
        select 'customers', 'done', case when n % 5 = 0 then (%(odd)s)[1 + n % 6] else 'harbours ' || n end || '.csv', 4000000,
               'utf-8', ',', '"', 0, '[]', '', '{}', true, 'Ada First', now() - n * interval '1 hour', now(), 20000, 0, 10000,
               10000, 10000, %(many)s, 10000, 0, '{}', ''
        from generate_series(1, %(many)s / 50) n""",
    """insert into imports_fault (of_id, row, "column", code, value)
        select (select max(id) from imports_import), n + 1, case when n % 9 = 0 then (%(odd)s)[1 + n % 6] else 'Employees' end,
               'no_number', case when n % 7 = 0 then (%(odd)s)[1 + n % 6] else 'many' end
        from generate_series(1, %(many)s) n""",
    """insert into rejected (received_at, source, place, code, field, message, name, excerpt)
        select now() - n * interval '1 second', 101, 0, 'no_user_anon_id', 'userId', 'Send a userId or an anonymousId.',
               case when n % 9 = 0 then (%(odd)s)[1 + n % 6] else 'Nobody Did This' end, '{}'
        from generate_series(1, %(many)s) n""",
    """insert into history (partition, received_at, seq, customer_id, contact_id, source, kind, name, message_id, message_hash,
            at, historical, outcome, body)
        select id % 256, created_at, id, id, null::bigint, 101, 'track', case when id % 23 = 0 then (%(odd)s)[1 + id % 6]
               else 'Feature Used' end, 'crowd ' || id, md5(id::text)::uuid, created_at, false, 'no_match',
               '{"properties": {"feature": "Berths", "seconds": 60}}'::jsonb from customers_customer where id > 20000000
        union all
        select 20000001 % 256, now() - n * interval '1 minute', 40000000 + n, 20000001, null, 101, 'track',
               case when n % 23 = 0 then (%(odd)s)[1 + n % 6] else 'Feature Used' end, 'crowd one ' || n,
               md5('one' || n)::uuid, now() - n * interval '1 minute', false, 'no_match',
               '{"properties": {"feature": "Berths", "seconds": 60}}'::jsonb from generate_series(1, %(many)s) n""",
    """insert into run_log (partition, at, customer_id, workflow, outcome, detail)
        select n % 256, now() - n * interval '1 minute', 20000000 + n, 'check_ins', 'entered', '{"text": "Entered"}'
        from generate_series(1, %(many)s) n""",
)


def main() -> int:
    """Makes the rows, then tells the planner of them."""
    set_up()
    from django.db import connection, transaction  # they need the settings

    given: dict[str, int | list[str]] = {"many": int(sys.argv[1]), "odd": list(ODD)}
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in STATEMENTS:
            # Every odd name stands in a cast; a sign for the remainder is doubled once, here.
            words = statement.replace("%%", "%").replace("%(", "\0").replace("%", "%%").replace("\0", "%(")
            cursor.execute(words.replace("(%(odd)s)", "(%(odd)s::text[])"), given)
        cursor.execute("analyze")
    return 0


if __name__ == "__main__":
    sys.exit(main())
