# size: the nouns of a station read better in one place
"""Texts, consent, channels, the mailbox and notices. The outbox itself is a hot table, see `outbox`."""

from datetime import time
from typing import ClassVar

from django.db import models
from typing_extensions import override

MAIL = ("now", "hourly", "daily", "never")
BY = ("email", "slack")


class Template(models.Model):
    """An edit of a workflow's shipped text in one language; without one the shipped text is used."""

    workflow = models.CharField(max_length=120)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=8)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    short = models.TextField(default="")  # for channels that take a few lines
    edited_at = models.DateTimeField()
    edited_by = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workflow", "name", "language"], name="one_edit_a_text")
        ]

    @override
    def __str__(self) -> str:
        return f"{self.workflow}/{self.name}.{self.language}"


class Consent(models.Model):
    """What a contact last said about a topic. The address counts too, so it holds after a move or merge."""

    contact_id = models.BigIntegerField()
    address = models.CharField(max_length=300)  # folded
    topic = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=[(s, s) for s in ("given", "withdrawn")])
    at = models.DateTimeField()
    source = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contact_id", "topic"], name="one_word_a_topic")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["address"], name="consent_address")]

    @override
    def __str__(self) -> str:
        return f"{self.contact_id} {self.topic}: {self.state}"


class Suppression(models.Model):
    """An address nothing is sent to: it bounced, it complained, or somebody asked."""

    address = models.CharField(max_length=300, unique=True)  # folded
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)

    @override
    def __str__(self) -> str:
        return self.address


class ChannelSetting(models.Model):
    """How a channel sends. Without a row: by the mail server of the deployment, else into the local mailbox.

    A channel of which there may be several is named after the colon: "slack:alerts", "slack:@7" for a member's own.
    """

    channel = models.CharField(max_length=60, unique=True)
    transport = models.CharField(max_length=40, default="mailbox")  # mailbox, smtp, or the key of a channel entry
    settings = models.JSONField(default=dict)  # the entry's fields that may be seen
    secrets = models.BinaryField(default=bytes)  # the others, as JSON encrypted by host.secrets
    host = models.CharField(max_length=255, blank=True)
    port = models.PositiveIntegerField(default=587)
    security = models.CharField(
        max_length=10, choices=[(s, s) for s in ("starttls", "tls", "none")], default="starttls"
    )
    user = models.CharField(max_length=255, blank=True)
    password = models.BinaryField(default=bytes)  # encrypted by host.secrets
    from_address = models.CharField(max_length=254, blank=True)
    from_name = models.CharField(max_length=120, blank=True)
    reply_to = models.CharField(max_length=254, blank=True)
    per_minute = models.PositiveIntegerField(default=600)
    is_on = models.BooleanField(default=True)

    @override
    def __str__(self) -> str:
        return f"{self.channel} by {self.transport}"


class ChannelState(models.Model):
    """What a channel is doing now: its rate in this minute, the breaker, and when it last sent and failed."""

    channel = models.CharField(max_length=60, unique=True)
    minute_at = models.DateTimeField(null=True)
    used = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)  # in a row
    refusals = models.PositiveIntegerField(default=0)  # messages refused one by one, in a row
    failing_since = models.DateTimeField(null=True)  # the first failure or refusal behind the last that was taken
    shut_until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)

    @override
    def __str__(self) -> str:
        return self.channel


class Outside(models.Model):
    """The name a provider has for a message of ours, by which it reports on it."""

    medium = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    partition = models.SmallIntegerField()
    message = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["medium", "name"], name="one_outside_name")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["at"], name="outside_at")]

    @override
    def __str__(self) -> str:
        return f"{self.medium}: {self.name}"


class EarlyReport(models.Model):
    """What a provider reported under a name we have not stored yet; told when the message gets that name."""

    medium = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    mark = models.CharField(max_length=20)
    at = models.DateTimeField()
    key = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    detail = models.TextField(blank=True)
    is_final = models.BooleanField(default=True)
    heard_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["medium", "name", "mark", "key"], name="one_early_report")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["heard_at"], name="early_heard_at")]

    @override
    def __str__(self) -> str:
        return f"{self.medium}: {self.name} {self.mark}"


class HeardPost(models.Model):
    """The digest of what a post is known by that may be taken once, and of what it told where that must not change."""

    key = models.BinaryField(primary_key=True, max_length=16)
    told = models.BinaryField(max_length=16, default=bytes)
    until = models.DateTimeField()  # kept

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["until"], name="heard_post_until")]

    @override
    def __str__(self) -> str:
        return bytes(self.key).hex()


class Correspondent(models.Model):
    """Who writes to us from an outside address, and when they last did: the window in which one may answer."""

    medium = models.CharField(max_length=20)
    address = models.CharField(max_length=200)
    wrote_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["medium", "address"], name="one_correspondent")
        ]

    @override
    def __str__(self) -> str:
        return f"{self.medium}: {self.address}"


class SendingStop(models.Model):
    """A time in which all sending was stopped; open while it lasts."""

    started_at = models.DateTimeField()
    started_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["ended_at"], name="one_open_stop", nulls_distinct=False)
        ]

    @override
    def __str__(self) -> str:
        return f"{self.started_at} - {self.ended_at or ''}"


class Attempts(models.Model):
    """How many messages of a workflow left or failed within an hour; its breaker counts them."""

    workflow = models.CharField(max_length=120)
    hour = models.DateTimeField()
    tried = models.PositiveIntegerField()
    failed = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workflow", "hour"], name="one_hour_of_attempts")
        ]

    @override
    def __str__(self) -> str:
        return f"{self.workflow} {self.hour}"


class SendingPause(models.Model):
    """A time in which a workflow's messages waited, since so many of them failed; open while it lasts."""

    workflow = models.CharField(max_length=120)
    started_at = models.DateTimeField()
    tried = models.PositiveIntegerField()
    failed = models.PositiveIntegerField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workflow", "ended_at"], name="one_open_pause", nulls_distinct=False)
        ]

    @override
    def __str__(self) -> str:
        return f"{self.workflow}: {self.started_at} - {self.ended_at or ''}"


class Conduct(models.Model):
    """The organisation's rules of conduct and what its mails link to; one row."""

    quiet_from = models.TimeField(default=time(20))
    quiet_until = models.TimeField(default=time(8))
    per_day = models.PositiveSmallIntegerField(default=1)
    per_week = models.PositiveSmallIntegerField(default=3)
    unknown_consent = models.BooleanField(default=True)
    news = models.JSONField(default=list)  # what is new in the product: {"at", "text", "text_vi", "url"}, newest first
    follows_clicks = models.BooleanField(default=True)
    links = models.JSONField(default=dict)  # name -> address, as texts name them: app, billing, guide, help
    offers = models.JSONField(default=dict)  # name -> offer, see `offers`

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_conduct"),
            models.CheckConstraint(condition=models.Q(per_day__gte=1, per_week__gte=1), name="caps_leave_room"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.per_day} a day, {self.per_week} a week"


class MailboxMessage(models.Model):
    """A message the local mailbox received. Its words lie with the message itself."""

    partition = models.SmallIntegerField()
    message = models.UUIDField(unique=True)
    audience = models.CharField(max_length=10)
    at = models.DateTimeField()
    from_address = models.TextField()
    to_address = models.TextField()
    to_name = models.TextField()
    subject = models.TextField()
    snippet = models.TextField()
    customer_id = models.BigIntegerField(null=True)
    contact_id = models.BigIntegerField(null=True)
    workflow = models.TextField(default="")
    is_read = models.BooleanField(default=False)
    is_private = models.BooleanField(default=False)  # holds the key of an account: for administrators only

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-at", "-id"], name="mailbox_at"),
            models.Index(fields=["audience", "-at", "-id"], name="mailbox_audience"),
            models.Index(fields=["audience"], condition=models.Q(is_read=False), name="mailbox_unread"),
        ]

    @override
    def __str__(self) -> str:
        return self.subject


class Notice(models.Model):
    """Something one member is told: in the bell at once, by mail grouped per kind and hour."""

    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=60)
    member_id = models.BigIntegerField()
    customer_id = models.BigIntegerField(null=True)
    workflow = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    at = models.DateTimeField()
    is_urgent = models.BooleanField(default=False)
    is_shown = models.BooleanField(default=True)  # in the bell
    read_at = models.DateTimeField(null=True)
    mail = models.CharField(max_length=10, choices=[(m, m) for m in MAIL], default="hourly")
    by = models.CharField(max_length=10, choices=[(b, b) for b in BY], default="email")
    mail_at = models.DateTimeField(null=True)  # when it is to be mailed; null: never
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["member_id", "-at", "-id"], name="notice_member"),
            models.Index(fields=["member_id"], condition=models.Q(read_at=None, is_shown=True), name="notice_unread"),
            models.Index(
                fields=["mail_at"], condition=models.Q(mailed_at=None, mail_at__isnull=False), name="notice_unmailed"
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.text


class NoticeWish(models.Model):
    """How a member wants to be told of a kind of thing; without one: in the bell, and by mail once an hour."""

    member_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    in_app = models.BooleanField(default=True)
    mail = models.CharField(max_length=10, choices=[(m, m) for m in MAIL], default="hourly")
    by = models.CharField(max_length=10, choices=[(b, b) for b in BY], default="email")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["member_id", "kind"], name="one_wish_a_kind")
        ]

    @override
    def __str__(self) -> str:
        return f"{self.member_id} {self.kind}: {self.mail}"
