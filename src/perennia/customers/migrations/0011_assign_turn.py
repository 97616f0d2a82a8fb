"""Members of a role may be given customers in turn; whoever began N days ago is found by index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0010_contact_phone")]
    operations = [
        migrations.CreateModel(
            name="AssignTurn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=40, unique=True)),
                ("last", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.RunSQL(
            "create index profile_started on profile (started_at) where started_at is not null and not is_hidden",
            "drop index profile_started",
        ),
    ]
