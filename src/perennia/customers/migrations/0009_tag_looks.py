"""Colours of tags."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("customers", "0008_ledger")]
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            "TagLook",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tag", models.CharField(max_length=300, unique=True)),
                ("tone", models.CharField(max_length=10)),
            ],
        ),
    ]
