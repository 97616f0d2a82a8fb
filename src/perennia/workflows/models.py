"""Workflows as they are kept: whether they are on, and every version there was."""

from django.db import models
from typing_extensions import override


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


class WorkflowVersion(models.Model):
    """A published definition. Never changed: enrolments running in it keep it."""

    workflow = models.ForeignKey(Workflow, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["workflow", "-number"]
        constraints = [models.UniqueConstraint(fields=["workflow", "number"], name="one_version_a_number")]

    @override
    def __str__(self) -> str:
        return f"{self.workflow} {self.number}"
