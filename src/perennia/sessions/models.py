"""Kinds of sessions, who holds them and when they can, and what was booked."""

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from typing_extensions import override

from perennia.core.slots import Terms
from perennia.customers.models import Contact, Customer
from perennia.team.models import Member


class Kind(models.TextChoices):
    """What a session is for; letters about a feature offer a walkthrough first."""

    WALKTHROUGH = "walkthrough"
    SUCCESS = "success"
    OTHER = "other"


class State(models.TextChoices):
    """What became of a booking."""

    BOOKED = "booked"
    ATTENDED = "attended"
    MISSED = "missed"
    CANCELLED = "cancelled"


class SessionType(models.Model):
    """Something that can be booked. Without hosts whoever looks after customers holds it; texts without Vietnamese are
    shown in English.

    `questions`: [{"key", "label", "label_vi", "kind", "is_required"}], see `questions`.
    """

    slug = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.OTHER)
    title = models.CharField(max_length=120)
    title_vi = models.CharField(max_length=120, blank=True)
    about = models.TextField(blank=True)
    about_vi = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField(default=30)
    every = models.PositiveSmallIntegerField(default=30)  # minutes from one possible beginning to the next
    before = models.PositiveSmallIntegerField(default=0)
    after = models.PositiveSmallIntegerField(default=0)
    notice_hours = models.PositiveSmallIntegerField(default=24)
    ahead_days = models.PositiveSmallIntegerField(default=60)
    per_day = models.PositiveSmallIntegerField(default=0)  # of this kind and one host; 0: no limit
    place = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=300, blank=True)  # where one joins; empty: the host's own room
    goals = models.TextField(blank=True)
    goals_vi = models.TextField(blank=True)
    agenda = models.TextField(blank=True)
    agenda_vi = models.TextField(blank=True)
    prepare = models.TextField(blank=True)
    prepare_vi = models.TextField(blank=True)
    questions = models.JSONField(default=list)
    owner_first = models.BooleanField(default=True)  # whoever owns the customer holds it, where they are free
    is_active = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)
    hosts = models.ManyToManyField(Member, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]

    @override
    def __str__(self) -> str:
        return self.title

    def said(self, name: str, language: str) -> str:
        """One of its texts in a language, else in English."""
        text = (getattr(self, f"{name}_vi") if language == "vi" else "") or getattr(self, name)
        return str(text)

    def terms(self) -> Terms:
        """The same for the core."""
        return Terms(
            timedelta(minutes=self.minutes), timedelta(minutes=self.every), timedelta(minutes=self.before),
            timedelta(minutes=self.after), timedelta(hours=self.notice_hours), timedelta(days=self.ahead_days),
            self.per_day,
        )  # fmt: skip


class OpenHours(models.Model):
    """When a member can be met, in their own zone. Without a row: in the organisation's hours, in theirs."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="open_hours")
    week = models.JSONField(default=dict)  # {"mon": [["09:00", "12:00"], ["13:00", "17:00"]]}
    days = models.JSONField(default=dict)  # {"2026-12-24": []}: off, or other hours
    room_url = models.CharField(max_length=300, blank=True)
    is_bookable = models.BooleanField(default=True)

    @override
    def __str__(self) -> str:
        return f"{self.member_id}"


class Booking(models.Model):
    """One session. `key` names it in links and calendars; `sequence` rises with each change a calendar must hear of.

    `blocked` is the session with what lies around it: no two of a host overlap, which the database itself sees to.
    `organizer` stays as it was first written, since only the organiser of an invitation may change it.
    """

    key = models.UUIDField(default=uuid4, unique=True)
    type = models.ForeignKey(SessionType, on_delete=models.PROTECT, related_name="bookings")
    host = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="bookings", db_index=False)
    customer = models.ForeignKey(
        Customer, on_delete=models.DO_NOTHING, related_name="bookings", db_constraint=False, db_index=False
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    blocked = DateTimeRangeField()
    state = models.CharField(max_length=10, choices=State, default=State.BOOKED)
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254)
    email_folded = models.CharField(max_length=300)
    zone = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    goals = models.TextField(blank=True)
    answers = models.JSONField(default=list)  # [{"label", "text"}]
    organizer = models.CharField(max_length=254)
    sequence = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=500, blank=True)  # why it was moved or cancelled
    made_by = models.CharField(max_length=200, blank=True)  # empty: the customer
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    marks = models.PositiveIntegerField(default=0)  # how often somebody said what became of it
    asked_at = models.DateTimeField(null=True)  # when the host was asked what became of it

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            ExclusionConstraint(
                name="no_host_is_booked_twice",
                expressions=[("host", RangeOperators.EQUAL), ("blocked", RangeOperators.OVERLAPS)],
                condition=~models.Q(state="cancelled"),
            ),
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="a_session_lasts"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["starts_at", "id"], name="booking_starts"),
            models.Index(fields=["host", "starts_at", "id"], name="booking_host"),
            models.Index(fields=["state", "starts_at", "id"], name="booking_state"),
            models.Index(fields=["type", "starts_at", "id"], name="booking_type"),
            models.Index(fields=["customer", "starts_at", "id"], name="booking_customer"),
            models.Index(fields=["contact"], name="booking_contact"),
            models.Index(fields=["-changed_at"], name="booking_changed"),
            models.Index(fields=["email_folded", "starts_at"], name="booking_email"),
            models.Index(fields=["ends_at"], name="booking_unasked", condition=models.Q(asked_at=None, state="booked")),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.type_id} {self.starts_at}"

    def is_over(self, now: datetime) -> bool:
        """Whether its time is past."""
        return self.ends_at <= now
