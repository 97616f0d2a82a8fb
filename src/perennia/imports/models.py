"""A file on its way into the stream: where it got to, what was refused of it, and what it made."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from typing_extensions import override

from perennia.team.models import Member


class Kind(models.TextChoices):
    """What each row of a file is."""

    CUSTOMERS = "customers"
    CONTACTS = "contacts"
    EVENTS = "events"


class State(models.TextChoices):
    """Where an import stands.

    uploading -> uploaded -> checking -> checked -> running -> settling -> done; cancelled or failed on the way;
    from done, cancelled and failed: undoing -> undone.
    """

    UPLOADING = "uploading"
    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    SETTLING = "settling"  # all is in the inbox, and the engine works it
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"


AT_WORK = (State.CHECKING, State.RUNNING, State.SETTLING, State.UNDOING)
ENDED = (State.DONE, State.CANCELLED, State.FAILED, State.UNDONE)


class Import(models.Model):
    """One file. `row` and `offset` say how far the present pass is: behind which row, at which byte the next begins."""

    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADING)
    file_name = models.CharField(max_length=200)
    size = models.BigIntegerField(default=0)
    encoding = models.CharField(max_length=10, default="utf-8")
    separator = models.CharField(max_length=1, default=",")
    quote = models.CharField(max_length=1, default='"')
    skip = models.SmallIntegerField(default=0)  # lines before the header
    columns = models.JSONField(default=list)  # name and samples of each
    signature = models.CharField(max_length=40, default="")
    mapping = models.JSONField(default=dict)
    is_historical = models.BooleanField(default=True)
    made_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    made_by_name = models.CharField(max_length=220, default="")
    made_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    row = models.BigIntegerField(default=0)
    offset = models.BigIntegerField(default=0)
    good = models.BigIntegerField(default=0)  # by the check
    bad = models.BigIntegerField(default=0)
    taken = models.BigIntegerField(default=0)  # by the run
    refused = models.BigIntegerField(default=0)
    made_customers = models.BigIntegerField(default=0)
    made_contacts = models.BigIntegerField(default=0)
    undone = models.JSONField(default=dict)
    trouble = models.CharField(max_length=600, default="")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-made_at", "-id"], name="import_made")]

    @override
    def __str__(self) -> str:
        return self.file_name


class Piece(models.Model):
    """A stretch of a file's bytes. In the database, so that any worker on any machine can read it."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="pieces")
    number = models.IntegerField()
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["of", "number"], name="one_piece_a_number"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.of_id}:{self.number}"


class Fault(models.Model):
    """A row that cannot be taken, and why. `column` is empty where it is the row as a whole."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="faults")
    row = models.BigIntegerField()
    column = models.CharField(max_length=200, default="")
    code = models.CharField(max_length=40)
    value = models.CharField(max_length=200, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["of", "row"], name="one_fault_a_row"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.of_id}:{self.row} {self.code}"


class Remembered(models.Model):
    """The mapping last used for files with these columns."""

    kind = models.CharField(max_length=10, choices=Kind)
    signature = models.CharField(max_length=40)
    mapping = models.JSONField()
    used_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "signature"], name="one_mapping_a_heading"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.signature}"
