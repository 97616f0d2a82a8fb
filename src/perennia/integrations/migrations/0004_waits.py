"""Posts that wait for somebody to become known, whose a payment is, and sendings of forms."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation


def _of(name: str, related: str) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name=related, to=f"integrations.{name}"
    )





class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("integrations", "0003_subscriptions")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField(
            "received", "waits_for", models.CharField(max_length=500, blank=True, default=""), preserve_default=False
        ),
        migrations.AddIndex(
            "received",
            models.Index(
                fields=["connection", "waits_for"], name="received_waits", condition=~models.Q(waits_for="")
            ),
        ),
        migrations.CreateModel(
            "Thing",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=500)),
                ("holder", models.CharField(max_length=500, blank=True)),
                ("email", models.CharField(max_length=254, blank=True)),
                ("at", models.DateTimeField()),
                ("connection", _of("connection", "things")),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="thing_old")],
                "constraints": [models.UniqueConstraint(fields=["connection", "key"], name="one_thing_a_key")],
            },
        ),
        migrations.CreateModel(
            "SentRequest",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
                ("form", _of("requestform", "sendings")),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="sent_request_old")],
                "constraints": [models.UniqueConstraint(fields=["form", "key"], name="one_request_a_sending")],
            },
        ),
    ]
