"""By what a workflow finds a task again that it gave."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("desk", "0003_clock")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField("task", "known_as", models.CharField(max_length=200, blank=True, default=""), preserve_default=False),
        migrations.AddIndex(
            "task",
            models.Index(
                fields=["customer", "workflow", "known_as"],
                name="task_known",
                condition=~models.Q(known_as="") & models.Q(state="open"),
            ),
        ),
    ]
