"""Guidance as it is written. What people have seen and done of it is folded into their profiles, see core.guided."""

from typing import ClassVar

from django.db import models
from typing_extensions import override

from perennia.team.models import Member

KINDS = ("help", "checklist", "tip", "announcement")
STATES = ("draft", "live", "paused", "ended")


class Guidance(models.Model):
    """One item: its words in both languages, for whom, on which pages, when.

    `key` is what events name, and never changes. `content` is what `content.read` takes. `audience` is how many
    contacts met the condition when that was last counted.
    """

    key = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=12, choices=[(one, one) for one in KINDS])
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=[(one, one) for one in STATES], default="draft")
    content = models.JSONField(default=dict)
    condition = models.JSONField(default=dict)  # empty: everybody, visitors too
    pages = models.JSONField(default=list)  # patterns; none: every page
    language = models.CharField(max_length=2, blank=True)  # empty: both
    priority = models.SmallIntegerField(default=0)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    audience = models.BigIntegerField(null=True)
    counted_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    live_at = models.DateTimeField(null=True)  # when it was last made live
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-changed_at", "-id"], name="guidance_changed"),
            models.Index(fields=["id"], name="guidance_live", condition=models.Q(state="live", removed_at=None)),
        ]

    @override
    def __str__(self) -> str:
        return self.name


class GuidanceRules(models.Model):
    """What holds for all guidance; there is one row."""

    per_session = models.PositiveSmallIntegerField(default=1)
    per_day = models.PositiveSmallIntegerField(default=3)
    scheme = models.CharField(max_length=5, default="auto")  # auto light dark
    corner = models.CharField(max_length=5, default="right")  # right left
    has_button = models.BooleanField(default=True)
    needs_signature = models.BooleanField(default=False)
    key_round = models.PositiveIntegerField(default=1)  # raised to make every signature so far worthless

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_guidance_rules")
        ]


def rules() -> GuidanceRules:
    """The rules, as they ship until somebody changes them."""
    return GuidanceRules.objects.filter(pk=1).first() or GuidanceRules(pk=1)
