"""Which workers run, by their own word every few seconds."""

from django.db import migrations

FORWARD = """
create table engine_worker (
    name    text primary key,              -- one a process: host, pid and start
    pid     integer not null,
    seen_at timestamptz not null default clock_timestamp()
);
"""


class Migration(migrations.Migration):
    dependencies = [("workflows", "0001_engine")]
    operations = [migrations.RunSQL(FORWARD, "drop table engine_worker;")]
