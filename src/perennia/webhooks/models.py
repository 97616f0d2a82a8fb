"""Endpoints that hear of events. What is told them is the hot table `webhook`, each try a row of `webhook_try`."""

from typing import ClassVar

from django.db import models
from typing_extensions import override

STATES = ("on", "paused", "off", "gone")


class Endpoint(models.Model):
    """An address outside that hears of events, with its secret and how it has been doing.

    `on` is told; `paused` by its failures hears later; `off` by hand and `gone` by its own word hear of nothing.
    """

    name = models.CharField(max_length=80)
    url = models.CharField(max_length=2000)
    events = models.JSONField(default=list)  # names; "*" for all
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES], default="on")
    secret = models.BinaryField()  # encrypted by host.secrets
    former_secret = models.BinaryField(null=True)
    former_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)
    failures = models.PositiveIntegerField(default=0)  # in a row
    rests_until = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["name"], name="one_endpoint_a_name")
        ]

    @override
    def __str__(self) -> str:
        return self.name
