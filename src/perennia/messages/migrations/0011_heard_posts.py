"""By what posts of providers are known that may be taken once."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("messages", "0010_early_reports")]
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            "HeardPost",
            [
                ("key", models.BinaryField(max_length=16, primary_key=True, serialize=False)),
                ("told", models.BinaryField(default=bytes, max_length=16)),
                ("until", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["until"], name="heard_post_until")]},
        ),
    ]
