"""How far each workflow that begins by a schedule has come in its round."""

from django.db import migrations

FORWARD = """
create table engine_round (
    workflow  text primary key,
    moment    timestamptz not null,  -- of the round it is in, or was in last
    partition smallint not null      -- the next to be looked through; 256: the round is over
);
"""


class Migration(migrations.Migration):
    dependencies = [("workflows", "0009_rehearsal")]
    operations = [migrations.RunSQL(FORWARD, "drop table engine_round")]
