"""Reports that came before their message had its name, and an index by which marks of long ago are found."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messages", "0009_workflow_breaker")]
    operations = [
        migrations.CreateModel(
            name="EarlyReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("medium", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=200)),
                ("mark", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("key", models.CharField(max_length=200)),
                ("address", models.CharField(blank=True, max_length=300)),
                ("detail", models.TextField(blank=True)),
                ("is_final", models.BooleanField(default=True)),
                ("heard_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("medium", "name", "mark", "key"), name="one_early_report")
                ],
                "indexes": [models.Index(fields=["heard_at"], name="early_heard_at")],
            },
        ),
        # Written in the order of time, so that an index of blocks is a few pages however many there are.
        migrations.RunSQL(
            "create index message_mark_at on message_mark using brin (at);", "drop index message_mark_at;"
        ),
    ]
