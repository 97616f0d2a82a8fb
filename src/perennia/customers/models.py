# size: the nouns of a station read better in one place
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
    owner_given = models.BigIntegerField(default=0, db_default=0)  # the number of the effect that gave it
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


class AssignTurn(models.Model):
    """Whom of a role a customer was given to last, where they take turns."""

    role = models.CharField(max_length=40, unique=True)
    last = models.BigIntegerField(default=0)

    @override
    def __str__(self) -> str:
        return f"{self.role}: {self.last}"


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


class Segment(models.Model):
    """A saved, live condition. `key` is what workflows name; who is in it the engine keeps in `segment_member`.

    `revision` rises with each change of what it means, `counted` is the one its members were last judged by.
    """

    key = models.CharField(max_length=80, unique=True)
    kind = models.SmallIntegerField()  # core.profile: 0 customers, 1 contacts
    name = models.CharField(max_length=120)
    name_vi = models.CharField(max_length=120, default="")
    about = models.TextField(default="")
    about_vi = models.TextField(default="")
    condition = models.JSONField()
    is_shipped = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    counted = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "key"]

    @override
    def __str__(self) -> str:
        return self.name


class CustomField(models.Model):
    """A field of one's own on customers or contacts. Its values are traits under `key`, so conditions and texts know them."""

    subject = models.CharField(max_length=10)  # customer or contact
    key = models.CharField(max_length=60)
    label = models.CharField(max_length=80)
    kind = models.CharField(max_length=10)  # see fields.KINDS
    choices = ArrayField(models.TextField(), default=list)
    currency = models.CharField(max_length=3, default="")
    about = models.CharField(max_length=300, default="")
    place = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["place", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["subject", "key"], name="one_field_a_key")
        ]

    @override
    def __str__(self) -> str:
        return self.label


class SavedView(models.Model):
    """A list as somebody likes to see it: its filters, order and columns. Private, or shared with the team."""

    owner = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="views")
    name = models.CharField(max_length=80)
    is_shared = models.BooleanField(default=False)
    filters = models.JSONField(default=dict)
    columns = ArrayField(models.TextField(), default=list)
    pinned_by = models.ManyToManyField(Member, related_name="pinned_views")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "id"]

    @override
    def __str__(self) -> str:
        return self.name


class BulkChange(models.Model):
    """One change of many customers, worked by id in batches: `after` is the last one done, so it can be cut off anywhere."""

    action = models.JSONField()
    chosen = models.JSONField()  # ids, or the filter of a list
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.TextField(default="")
    owners = ArrayField(models.BigIntegerField(), null=True)  # whose customers may be changed; null: anybody's
    total = models.IntegerField()
    done = models.IntegerField(default=0)
    skipped = models.IntegerField(default=0)
    after = models.BigIntegerField(default=0)
    undoes = models.OneToOneField("self", null=True, on_delete=models.CASCADE, related_name="undone_by")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    trouble = models.TextField(default="")

    @override
    def __str__(self) -> str:
        return f"Bulk change {self.pk}"


class BulkStep(models.Model):
    """What one customer was before a bulk change, where that can be undone."""

    change = models.ForeignKey(BulkChange, on_delete=models.CASCADE, related_name="steps")
    customer_id = models.BigIntegerField()
    was = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["change", "customer_id"], name="one_step_a_customer")
        ]

    @override
    def __str__(self) -> str:
        return f"{self.change_id} {self.customer_id}"


class Note(models.Model):
    """What a member wrote about a customer, in Markdown. Removed ones are kept a while so that they can come back."""

    customer = models.ForeignKey(Customer, on_delete=models.DO_NOTHING, related_name="notes", db_constraint=False)
    body = models.TextField()
    author = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.TextField(default="")
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    pinned_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["customer", "-created_at", "-id"], name="note_customer")
        ]

    @override
    def __str__(self) -> str:
        return self.body[:60]


class StoredFile(models.Model):
    """A file somebody put with a customer. Its id is 128 random bits and its name on disk; its own name is only shown."""

    id = models.CharField(primary_key=True, max_length=32)
    customer = models.ForeignKey(Customer, on_delete=models.DO_NOTHING, related_name="files", db_constraint=False)
    name = models.TextField()
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    author = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.TextField(default="")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["customer", "-created_at", "-id"], name="file_customer")
        ]

    @override
    def __str__(self) -> str:
        return self.name


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


class TagLook(models.Model):
    """The colour a tag is shown in; without one it is plain."""

    tag = models.CharField(max_length=300, unique=True)
    tone = models.CharField(max_length=10)

    @override
    def __str__(self) -> str:
        return f"{self.tag}: {self.tone}"


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
