"""What a person is about to become: the contact they are being moved to, the account a visitor named."""

from django.db import migrations

FORWARD = """
alter table ingest_person
    add column moving_to bigint,           -- a move is queued: the contact their implicit one becomes
    add column joins     bigint;           -- the account a visitor named by `group` before they were known
create index ingest_key_customer on ingest_key (customer_id) where customer_id is not null;
"""

BACKWARD = """
drop index ingest_key_customer;
alter table ingest_person drop column joins, drop column moving_to;
"""


class Migration(migrations.Migration):
    dependencies = [("ingest", "0001_stream")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
