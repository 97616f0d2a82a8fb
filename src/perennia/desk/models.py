"""Tasks: what a member of the team, or whoever of a role takes it, has to do."""

from datetime import UTC, datetime, timedelta
from typing import ClassVar

from django.db import models
from typing_extensions import override

from perennia.customers.models import Contact, Customer
from perennia.team.models import Member

LONGEST_TITLE, LONGEST_NAME = 300, 200
NO_DATE = datetime(9999, 1, 1, tzinfo=UTC)
SOON = timedelta(days=1)  # at the longest; a task with less time is due soon when a quarter of it is left


class Priority(models.IntegerChoices):
    """How much it matters; the lower number comes first."""

    URGENT = 0, "urgent"
    HIGH = 1, "high"
    NORMAL = 2, "normal"
    LOW = 3, "low"


class State(models.TextChoices):
    """Where a task stands."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class Origin(models.TextChoices):
    """How it came to be."""

    WORKFLOW = "workflow"
    HAND = "hand"


class Task(models.Model):
    """Something to do. Without an assignee it is for whoever of `role` takes it.

    `key` is that of the effect that asked for it, so that it is made once; `known_as` what its workflow finds it again
    by. `order_at` is what lists by due date are sorted by: the due date, or a day at the end of time. A task snoozed
    until a moment is left out of queues till then. `soon_at` and `late_at` are when to say that it is due soon, and that
    it is late; empty once said, or never to be.
    """

    title = models.CharField(max_length=LONGEST_TITLE)
    note = models.TextField(blank=True)
    customer = models.ForeignKey(
        Customer, null=True, on_delete=models.DO_NOTHING, related_name="tasks", db_constraint=False, db_index=False
    )
    contact = models.ForeignKey(
        Contact, null=True, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    assignee = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="tasks", db_index=False)
    role = models.CharField(max_length=40, blank=True)
    priority = models.SmallIntegerField(choices=Priority, default=Priority.NORMAL)
    due_at = models.DateTimeField(null=True)
    order_at = models.DateTimeField(default=NO_DATE)
    snoozed_until = models.DateTimeField(null=True)
    soon_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    origin = models.CharField(max_length=10, choices=Origin)
    workflow = models.CharField(max_length=120, blank=True)
    key = models.UUIDField(null=True, unique=True)
    known_as = models.CharField(max_length=LONGEST_NAME, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    finished_at = models.DateTimeField(null=True)
    finished_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["assignee", "state", "order_at", "id"], name="task_assignee"),
            models.Index(
                fields=["role", "order_at", "id"],
                name="task_role",
                condition=models.Q(assignee=None, state="open"),
            ),
            models.Index(fields=["state", "order_at", "id"], name="task_due"),
            models.Index(fields=["state", "priority", "order_at", "id"], name="task_priority"),
            models.Index(fields=["state", "-created_at", "-id"], name="task_created"),
            models.Index(fields=["customer", "state", "order_at", "id"], name="task_customer"),
            models.Index(fields=["contact"], name="task_contact", condition=models.Q(contact__isnull=False)),
            models.Index(
                fields=["customer", "workflow", "known_as"],
                name="task_known",
                condition=~models.Q(known_as="") & models.Q(state="open"),
            ),
            models.Index(fields=["finished_by", "-finished_at"], name="task_finished"),
            models.Index(fields=["-changed_at"], name="task_changed"),
            models.Index(fields=["soon_at"], name="task_soon", condition=models.Q(soon_at__isnull=False)),
            models.Index(fields=["late_at"], name="task_late", condition=models.Q(late_at__isnull=False)),
        ]

    @override
    def __str__(self) -> str:
        return self.title

    def due(self, at: datetime | None, now: datetime) -> None:
        """Sets when it is due, and with it when the clock speaks of it; None takes the date away."""
        self.due_at, self.order_at = at, at or NO_DATE
        self.late_at = at
        self.soon_at = at - min(SOON, (at - now) / 4) if at is not None and at > now else None

    def unheard(self) -> None:
        """The clock speaks of it no more."""
        self.soon_at = self.late_at = None


class Aside(models.Model):
    """Something of a member's queue they have done with, or put off until a moment. `item` names what and since when."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    item = models.CharField(max_length=120)
    until = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["member", "item"], name="aside_once")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["member", "-at"], name="aside_member")]

    @override
    def __str__(self) -> str:
        return self.item
