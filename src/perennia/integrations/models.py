"""Connections, what was posted to them, the sessions, subscriptions and payments they tell of, and forms for requests."""

from typing import ClassVar

from django.db import models
from typing_extensions import override

STATES = ("done", "passed", "kept", "unclear", "waiting", "refused")


class Connection(models.Model):
    """One other program that posts to us. `address` is the end of the address it posts to, not to be guessed.

    `source` is its number among the sources of events. Secrets are encrypted by host.secrets; without one nothing is
    believed yet, and the former one is valid until `former_until`.
    """

    address = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=40)  # the key of a source entry
    name = models.CharField(max_length=80, unique=True)
    source = models.SmallIntegerField()
    settings = models.JSONField(default=dict)
    secret = models.BinaryField()
    former_secret = models.BinaryField(null=True)
    former_until = models.DateTimeField(null=True)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)
    received_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    refused = models.PositiveIntegerField(default=0)  # since it was last believed

    @override
    def __str__(self) -> str:
        return self.name


class Meaning(models.Model):
    """A version of what a connection's posts mean, as somebody said it."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="meanings")
    version = models.PositiveIntegerField()
    content = models.TextField()  # core.mapped.Mapping as JSON
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["connection", "version"], name="one_meaning_a_version")
        ]

    @override
    def __str__(self) -> str:
        return f"{self.connection_id} v{self.version}"


class Received(models.Model):
    """A post, kept for a while: what came of it and why. `known_as` tells it when it comes again; a refused one has none.

    `done`: events were made; `passed`: it means nothing here; `kept`: no rule fits it yet; `unclear`: something in it is
    missing; `waiting`: the connection rests; `refused`: it was not believed, and its body is not kept. `waits_for`: the
    id at the other side of somebody, or of their payment, whom nobody knows yet.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="posts")
    known_as = models.CharField(max_length=200, null=True)
    at = models.DateTimeField()
    type = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES])
    reason = models.TextField(blank=True)  # in English; a passed one's in both languages, parted by a line
    events = models.JSONField(default=list)  # names of what was made of it
    times = models.PositiveIntegerField(default=1)
    waits_for = models.CharField(max_length=500, blank=True)
    size = models.PositiveIntegerField(default=0)
    body = models.BinaryField(default=bytes)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["connection", "known_as"], name="one_post_a_name")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["connection", "at", "id"], name="received_at"),
            models.Index(fields=["connection", "state", "at", "id"], name="received_state"),
            models.Index(fields=["at"], name="received_old"),
            models.Index(fields=["connection", "waits_for"], name="received_waits", condition=~models.Q(waits_for="")),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.type} {self.state}"


class Session(models.Model):
    """A session booked elsewhere, by the first booking it had; a later one that took its place points to it by `root`.

    `state` is booked, cancelled, missed or attended; `current` the booking that holds now; `due_at` when it counts as
    attended if nobody says otherwise.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="sessions")
    booking = models.CharField(max_length=500)
    root = models.CharField(max_length=500)
    current = models.CharField(max_length=500)
    state = models.CharField(max_length=10, default="booked")
    told_at = models.DateTimeField()
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    user = models.CharField(max_length=255)
    properties = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["connection", "booking"], name="one_session_a_booking")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["due_at"], name="session_due")]

    @override
    def __str__(self) -> str:
        return f"{self.root} {self.state}"


class Subscription(models.Model):
    """A subscription kept elsewhere, of whom the other side calls `holder`. `terms`: what was said of it last, at `told_at`."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="subscriptions")
    holder = models.CharField(max_length=500)
    key = models.CharField(max_length=500)
    is_over = models.BooleanField(default=False)
    told_at = models.DateTimeField()
    terms = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["connection", "holder", "key"], name="one_subscription_a_key")
        ]

    @override
    def __str__(self) -> str:
        return f"{self.holder} {self.key}"


class Thing(models.Model):
    """A payment or the like at the other side, and whose it is there: their key, or an address where they have none."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="things")
    key = models.CharField(max_length=500)
    holder = models.CharField(max_length=500, blank=True)
    email = models.CharField(max_length=254, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["connection", "key"], name="one_thing_a_key")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["at"], name="thing_old")]

    @override
    def __str__(self) -> str:
        return f"{self.key} of {self.holder or self.email}"


class RequestForm(models.Model):
    """A page on which customers ask for something to be done. Texts without Vietnamese are shown in English.

    `questions`: [{"key", "label", "label_vi", "is_required", "is_long"}], see `questions`.
    """

    slug = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    title_vi = models.CharField(max_length=120, blank=True)
    intro = models.TextField(blank=True)
    intro_vi = models.TextField(blank=True)
    topics = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    expected_days = models.PositiveSmallIntegerField(default=1)  # working days until an answer
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    sent = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    @override
    def __str__(self) -> str:
        return self.title


class SentRequest(models.Model):
    """One sending of a form, known by its page and its words, so that the same press twice is one request."""

    form = models.ForeignKey(RequestForm, on_delete=models.CASCADE, related_name="sendings")
    key = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["form", "key"], name="one_request_a_sending")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["at"], name="sent_request_old")]

    @override
    def __str__(self) -> str:
        return self.key
