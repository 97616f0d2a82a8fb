"""A source of its own for what comes out of files."""

from django.db import migrations

FORWARD = "insert into ingest_source (id, name) values (5, 'import')"
BACKWARD = "delete from ingest_source where id = 5"


class Migration(migrations.Migration):
    dependencies = [("ingest", "0003_epoch")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
