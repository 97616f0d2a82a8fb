"""Offers letters may carry."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("messages", "0005_channels")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField("conduct", "offers", models.JSONField(default=dict)),
    ]
