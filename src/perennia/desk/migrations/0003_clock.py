"""When the clock speaks of a task: that it is due soon, that it is late."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

# What was late before stays unsaid: nobody is told of the past.
COMING = """
update desk_task set late_at = due_at, soon_at = greatest(due_at - interval '1 day', now())
where state = 'open' and due_at > now()
"""


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("desk", "0002_asides")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField("task", "soon_at", models.DateTimeField(null=True)),
        migrations.AddField("task", "late_at", models.DateTimeField(null=True)),
        migrations.RunSQL(COMING, migrations.RunSQL.noop),
        migrations.AddIndex(
            "task", models.Index(fields=["soon_at"], name="task_soon", condition=models.Q(soon_at__isnull=False))
        ),
        migrations.AddIndex(
            "task", models.Index(fields=["late_at"], name="task_late", condition=models.Q(late_at__isnull=False))
        ),
    ]
