"""Counts the changes to people, so that a web process knows whether what it remembers of them still holds."""

from django.db import migrations

FORWARD = """
create table ingest_epoch (
    slot   smallint primary key,           -- person id % 256
    number bigint not null default 0
) with (fillfactor = 50);
insert into ingest_epoch (slot) select generate_series(0, 255);
"""


class Migration(migrations.Migration):
    dependencies = [("ingest", "0002_who")]
    operations = [migrations.RunSQL(FORWARD, "drop table ingest_epoch")]
