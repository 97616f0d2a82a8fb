"""Customers and their contacts as people look them up. What they did lies in the hot tables, see `queries`."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat
from typing_extensions import override

from perennia.team.models import Member

_SPACE = Value(" ", output_field=models.TextField())


class Described(models.Model):
    """What is known by name. `id` is handed out by ingest; `is_named` is false while `name` is only a makeshift."""

    id = models.BigIntegerField(primary_key=True)
    partition = models.SmallIntegerField()
    name = models.TextField()
    name_folded = models.TextField()
    is_named = models.BooleanField(default=False)
    zone = models.TextField(default="")
    language = models.TextField(default="")
    created_at = models.DateTimeField()
    described_at = models.DateTimeField()
    described_by = models.TextField(default="")

    class Meta:
        abstract = True

    @override
    def __str__(self) -> str:
        return self.name


class Customer(Described):
    """An account, or the implicit customer of a person who came alone.

    `search` begins with a space, so that the start of a word can be looked for.
    """

    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in ("account", "implicit", "visitor")])
    domain = models.TextField(default="")
    website = models.TextField(default="")
    industry = models.TextField(default="")
    employees = models.BigIntegerField(null=True)
    plan = models.TextField(default="")
    value_amount = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    value_currency = models.CharField(max_length=3, default="")
    owner = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="customers")
    since = models.DateTimeField(null=True)
    search = models.GeneratedField(
        expression=Concat(_SPACE, "name_folded", _SPACE, "domain"),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["name_folded", "id"], name="customer_name"),
            models.Index(fields=["-created_at", "-id"], name="customer_created"),
            models.Index(fields=["-value_amount", "-id"], name="customer_value"),
            models.Index(fields=["plan"], name="customer_plan"),
            GinIndex(fields=["search"], opclasses=["gin_trgm_ops"], name="customer_search"),
        ]


class Contact(Described):
    """A person at one customer. `person_id` says who they are everywhere."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="contacts", db_constraint=False)
    person_id = models.BigIntegerField(null=True)
    first_name = models.TextField(default="")
    email = models.TextField(default="")
    email_folded = models.TextField(default="")
    phone = models.TextField(default="")
    title = models.TextField(default="")
    roles = ArrayField(models.TextField(), default=list)
    search = models.GeneratedField(
        expression=Concat(_SPACE, "name_folded", _SPACE, "email_folded"),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["email_folded"], name="contact_email"),
            models.Index(fields=["person_id"], name="contact_person"),
            GinIndex(fields=["search"], opclasses=["gin_trgm_ops"], name="contact_search"),
        ]


class PipelineLayout(models.Model):
    """A pipeline of one's own, or a shipped one as somebody changed it; `columns` are those of `boards.Column`.

    Workflows and hot rows name pipelines and stages by `key`, which never changes; `name` is what people read.
    """

    key = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=80)
    subject = models.CharField(max_length=10, choices=[(kind, kind) for kind in ("customer", "contact")])
    columns = models.JSONField(default=list)
    position = models.IntegerField(default=1000)
    is_archived = models.BooleanField(default=False)

    @override
    def __str__(self) -> str:
        return self.name


class StageEmptying(models.Model):
    """An archived stage whose cards move elsewhere, slice by slice; `since` and `subject_id` are how far it got."""

    pipeline = models.CharField(max_length=80)
    stage = models.TextField()
    to_stage = models.TextField()
    by = models.CharField(max_length=200)
    moved = models.IntegerField(default=0)
    since = models.DateTimeField(null=True)
    subject_id = models.BigIntegerField(default=0)
    trouble = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    @override
    def __str__(self) -> str:
        return f"{self.stage} -> {self.to_stage}"
