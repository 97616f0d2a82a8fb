"""Workflows as they are kept: whether they are on, and every version there was."""

from typing import ClassVar

from django.db import models
from typing_extensions import override

from perennia.core.policy import FRAME, RECHECK


class Workflow(models.Model):
    """One workflow. On from `switched_on_at`: what happened before starts nothing."""

    key = models.CharField(max_length=120, unique=True)
    is_on = models.BooleanField(default=False)
    switched_on_at = models.DateTimeField(null=True)
    is_shipped = models.BooleanField(default=False)
    trouble = models.TextField(default="")  # why it could not be compiled; such a workflow rests
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["key"]

    @override
    def __str__(self) -> str:
        return self.key


class Feature(models.Model):
    """A feature somebody has used, and how long it may go unused. Without days of its own it has the house's."""

    name = models.CharField(max_length=200, unique=True)
    unused_days = models.PositiveIntegerField(null=True)
    is_watched = models.BooleanField(default=True)
    first_seen_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    @override
    def __str__(self) -> str:
        return self.name


class Scoring(models.Model):
    """What the organisation decided of milestones, features and value; there is one row, and defaults until it is there."""

    milestones = models.JSONField(default=dict)  # name -> score, of those that differ from the shipped ones
    unused_days = models.PositiveIntegerField(default=FRAME)
    recheck_days = models.PositiveIntegerField(default=RECHECK)
    feature_points = models.CharField(max_length=10, default="add_up")  # or: replace, see feature_points
    high_value_percent = models.PositiveIntegerField(default=20)
    high_value_amount = models.DecimalField(max_digits=16, decimal_places=2, null=True)  # instead of the share
    high_value_by_currency = models.JSONField(default=dict)  # where each one's top share begins, counted

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_scoring")]

    @override
    def __str__(self) -> str:
        return "scoring"


class Recalculation(models.Model):
    """Points counted anew after a rule or a milestone changed: from which to which, and how far it is."""

    changes = models.JSONField()
    asked_by = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    partitions_done = models.PositiveIntegerField(default=0)
    subjects_changed = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    failure = models.TextField(default="")

    class Meta:
        ordering = ["-id"]

    @override
    def __str__(self) -> str:
        return f"recalculation {self.pk}"


class WorkflowVersion(models.Model):
    """A published definition. Never changed: enrolments running in it keep it."""

    workflow = models.ForeignKey(Workflow, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.CharField(max_length=200, default="")  # empty: as it was shipped

    class Meta:
        ordering = ["workflow", "-number"]
        constraints = [models.UniqueConstraint(fields=["workflow", "number"], name="one_version_a_number")]

    @override
    def __str__(self) -> str:
        return f"{self.workflow} {self.number}"


class WorkflowDraft(models.Model):
    """What somebody is making of a workflow, faults and all; nothing runs by it. There is one for everybody."""

    workflow = models.OneToOneField(Workflow, on_delete=models.CASCADE, related_name="draft")
    definition = models.JSONField()
    revision = models.PositiveIntegerField(default=1)  # counts what was kept, so that nobody writes over another
    based_on = models.PositiveIntegerField(default=0)  # number of the version it was begun from; 0: from nothing
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200)

    @override
    def __str__(self) -> str:
        return f"draft of {self.workflow}"


class TagChange(models.Model):
    """A tag that becomes another one (or none) on everybody who has it; `kind` and `subject_id` are how far it got."""

    tag = models.TextField()
    becomes = models.TextField(blank=True)
    by = models.CharField(max_length=200)
    changed = models.IntegerField(default=0)
    kind = models.SmallIntegerField(default=0)
    subject_id = models.BigIntegerField(default=0)
    trouble = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    @override
    def __str__(self) -> str:
        return f"{self.tag} -> {self.becomes}"


class Rehearsal(models.Model):
    """A definition tried on the kept past: how far it is and what it found. `against` is what was published then."""

    workflow = models.CharField(max_length=120)
    definition = models.JSONField()
    against = models.JSONField(null=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    asker = models.CharField(max_length=40, default="", db_default="")  # the same as a key, such as "member:7"
    asked_at = models.DateTimeField()
    partitions_done = models.PositiveIntegerField(default=0)
    sums = models.JSONField(default=list)  # one of each side: perennia.workflows.rehearsal.tell.Sums
    finished_at = models.DateTimeField(null=True)
    is_cancelled = models.BooleanField(default=False)
    failure = models.TextField(default="")

    class Meta:
        ordering = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workflow", "-id"], name="rehearsal_of_workflow"),
            models.Index(fields=["asker"], condition=models.Q(finished_at=None), name="rehearsal_under_way"),
        ]

    @override
    def __str__(self) -> str:
        return f"rehearsal {self.pk} of {self.workflow}"


class RehearsalLine(models.Model):
    """A line of a trace: what the rehearsed workflow would have done with somebody, and why."""

    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.CASCADE, related_name="lines", db_constraint=False)
    side = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    customer_id = models.BigIntegerField()
    contact_id = models.BigIntegerField(null=True)
    enrolment = models.CharField(max_length=40)
    outcome = models.CharField(max_length=20)
    detail = models.JSONField()

    class Meta:
        ordering = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["rehearsal", "side", "customer_id", "id"], name="rehearsal_trace")
        ]

    @override
    def __str__(self) -> str:
        return f"{self.rehearsal_id}: {self.outcome}"
