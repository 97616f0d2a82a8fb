"""The zone is the organisation's, in one place: the engine reads it there."""

from django.db import migrations

FORWARD = "delete from engine_constant where name = 'zone'"
BACKWARD = "insert into engine_constant values ('zone', 'UTC')"


class Migration(migrations.Migration):
    dependencies = [("workflows", "0003_swept_at"), ("team", "0001_team")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
