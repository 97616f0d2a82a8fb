from django.db import migrations


class Migration(migrations.Migration):
    """A worker says when it last looked at the clock's rules: an empty queue is no proof that anybody does."""

    dependencies = [("workflows", "0002_workflow")]
    operations = [
        migrations.RunSQL(
            "alter table engine_worker add column swept_at timestamptz not null default clock_timestamp()",
            "alter table engine_worker drop column swept_at",
        )
    ]
