"""Fills the list of customers of the data folder `PERENNIA_HOME` names: `python -m tests.browser.crowd 10000`."""

import sys

from perennia.cli import set_up

ROWS = """
insert into customers_customer (id, partition, kind, name, name_folded, is_named, domain, website, industry, plan,
                                value_amount, value_currency, zone, language, created_at, described_at, described_by)
select id, id %% 256, 'account', 'Harbour Lights ' || n, 'harbour lights ' || n, true, 'harbour-' || n || '.example', '',
       'Software', (array['Starter', 'Growth', 'Scale'])[1 + n %% 3], n, 'EUR', 'Europe/Oslo', 'en',
       now() - n * interval '1 minute', now(), ''
from (select n, 20000000 + n as id from generate_series(1, %s) n) numbered
"""
PROFILES = """
insert into profile (partition, kind, id, customer_id, score, last_seen_at, state)
select partition, 0, id, id, id % 900, created_at, '{}' from customers_customer where id > 20000000
"""


def main() -> int:
    """Makes the rows, then tells the planner of them."""
    set_up()
    from django.db import connection  # needs the settings

    with connection.cursor() as cursor:
        cursor.execute(ROWS, [int(sys.argv[1])])
        cursor.execute(PROFILES)
        cursor.execute("analyze customers_customer, profile")
    return 0


if __name__ == "__main__":
    sys.exit(main())
