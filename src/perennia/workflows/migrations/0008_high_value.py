"""Where the most valuable begin, by currency; how points of longer use of a feature stand to those of shorter."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("workflows", "0007_workflow_draft")]
    operations: ClassVar[list[Operation]] = [
        migrations.RemoveField("scoring", "high_value_from"),
        migrations.AddField("scoring", "feature_points", models.CharField(default="add_up", max_length=10)),
        migrations.AddField("scoring", "high_value_by_currency", models.JSONField(default=dict)),
    ]
