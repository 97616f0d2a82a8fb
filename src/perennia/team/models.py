"""The organisation, its members and their keys."""

import unicodedata
from collections.abc import Iterator
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac
from typing_extensions import override

from perennia.team.roles import Role


class Language(models.TextChoices):
    """The languages the screens and default messages are written in."""

    ENGLISH = "en", "English"
    VIETNAMESE = "vi", "Tiếng Việt"


class ColorScheme(models.TextChoices):
    """How a member likes the screens; auto follows the system."""

    AUTO = "auto", "Like the system"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"


def fold_address(email: str) -> str:
    """The form by which addresses are compared, so that no two members differ by case alone."""
    return unicodedata.normalize("NFC", email).strip().casefold()


def working_week() -> dict[str, list[list[str]]]:
    """Monday to Friday, 9 to 17, until the organisation says otherwise."""
    return {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


DEFAULT_CURRENCY = "EUR"


class Organisation(models.Model):
    """Whom this deployment serves; there is one row."""

    name = models.CharField(max_length=200, default="Perennia")
    zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=8, choices=Language, default=Language.ENGLISH)
    currency = models.CharField(max_length=3, default=DEFAULT_CURRENCY)
    public_url = models.CharField(max_length=300, blank=True)
    brand_colour = models.CharField(max_length=7, default="#2f7d4f")
    legal_address = models.TextField(blank=True)
    business_hours = models.JSONField(default=working_week)
    brand_logo = models.BinaryField(default=bytes)  # PNG, JPEG or WebP, as `logo.kind` found it
    second_step_roles = ArrayField(models.CharField(max_length=20), default=list)
    set_up = models.JSONField(default=dict)  # how far the first run has come: step -> done or left out
    historical_after_hours = models.PositiveIntegerField(
        default=24, help_text="Events older than this when they arrive teach the record and start nothing."
    )
    keep_log_days = models.PositiveIntegerField(default=400)  # how long it is kept why workflows did what they did
    keep_history_days = models.PositiveIntegerField(default=0)  # how long events are kept; 0: for ever

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_organisation"),
            models.CheckConstraint(
                condition=models.Q(historical_after_hours__gte=1), name="the_past_begins_behind_now"
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.name


class MemberManager(BaseUserManager["Member"]):
    """Makes members; addresses are compared folded."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Member":
        """A member with this address. Without a password they can't sign in yet."""
        member = self.model(email=email, email_folded=fold_address(email), **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member

    @override
    def get_by_natural_key(self, username: str | None) -> "Member":
        return self.get(email_folded=fold_address(username or ""))


class Member(AbstractBaseUser, PermissionsMixin):
    """One of our team, who signs in by e-mail address."""

    email = models.EmailField(max_length=254)
    email_folded = models.CharField(max_length=300, unique=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=Role, default=Role.VIEWER)
    group = models.CharField(max_length=100, blank=True, help_text="Members of one group may change each other's.")
    language = models.CharField(max_length=8, choices=Language, default=Language.ENGLISH)
    zone = models.CharField(max_length=64, blank=True, help_text="Empty: the organisation's.")
    color_scheme = models.CharField(max_length=5, choices=ColorScheme, default=ColorScheme.AUTO)
    is_active = models.BooleanField(default=True)
    has_second_step = models.BooleanField(default=False)
    needs_second_step = models.BooleanField(default=False, help_text="Their role asks for one.")
    login_round = models.PositiveIntegerField(default=0, help_text="Raised to end every login.")
    created_at = models.DateTimeField(db_default=Now())

    objects = MemberManager()

    USERNAME_FIELD = "email_folded"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    @override
    def __str__(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """Whether Django's own admin lets them in."""
        return self.role == Role.ADMINISTRATOR

    @property
    def must_add_second_step(self) -> bool:
        """Whether they may do nothing until they have set up their second step."""
        return self.needs_second_step and not self.has_second_step

    @override
    def get_session_auth_hash(self) -> str:
        """What a login is bound to: a new password or a new round ends it."""
        return self._bound(None)

    @override
    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same by earlier signing keys, which Django asks for when the key was changed."""
        return (self._bound(key) for key in settings.SECRET_KEY_FALLBACKS)

    def _bound(self, key: str | bytes | None) -> str:
        kept = f"{self.password} {self.login_round}"
        return salted_hmac("perennia.team.login", kept, secret=key, algorithm="sha256").hexdigest()

    @override
    def save(self, *args: object, **kwargs: object) -> None:
        """Keeps the folded address beside the written one."""
        self.email_folded = fold_address(self.email)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came


class ApiKey(models.Model):
    """A machine's key: only its hash is kept, so it is shown once."""

    name = models.CharField(max_length=100)
    key_hash = models.BinaryField(max_length=32, unique=True)
    key_hint = models.CharField(max_length=16)
    scopes = ArrayField(models.CharField(max_length=40))
    made_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    last_used_at = models.DateTimeField(null=True)

    @override
    def __str__(self) -> str:
        return self.name


class LoginAttempt(models.Model):
    """One try to sign in, kept for the throttle; the address is kept only as a hash."""

    address_hash = models.BinaryField(max_length=32)
    origin = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["address_hash", "at"], name="attempt_address"),
            models.Index(fields=["origin", "at"], name="attempt_origin"),
        ]


class FormUse(models.Model):
    """One use of a form anybody can reach, kept for the throttle."""

    form = models.CharField(max_length=20)
    origin = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["origin", "form", "at"], name="form_use")]


class Login(models.Model):
    """A login as its owner sees it. The session itself is Django's; `digest` is the key it is kept by."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="logins")
    digest = models.CharField(max_length=40, unique=True)
    origin = models.CharField(max_length=64)
    agent = models.CharField(max_length=300)
    made_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())

    @override
    def __str__(self) -> str:
        return f"{self.agent} at {self.origin}"


class Invitation(models.Model):
    """Somebody was asked to join. The link is known by its hash alone, works once, and ends."""

    email = models.EmailField(max_length=254)
    email_folded = models.CharField(max_length=300)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=Role)
    group = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=8, choices=Language, default=Language.ENGLISH)
    digest = models.BinaryField(max_length=32, unique=True)
    invited_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["email_folded"], condition=models.Q(accepted_at=None), name="one_open_invitation"
            )
        ]

    @override
    def __str__(self) -> str:
        return self.email


class SetUpCode(models.Model):
    """The code that lets somebody become the first administrator; there is one, while there is none."""

    digest = models.BinaryField(max_length=32)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_set_up_code")
        ]


class IdentityProvider(models.Model):
    """The company's own sign-in (OpenID Connect), where it was set on screen; one row."""

    name = models.CharField(max_length=60)
    issuer = models.CharField(max_length=300)
    client_id = models.CharField(max_length=300)
    secret = models.BinaryField(default=bytes)  # encrypted by host.secrets
    is_on = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_identity_provider")
        ]

    @override
    def __str__(self) -> str:
        return self.name


class SettingChange(models.Model):
    """Who changed which setting, when, from what to what."""

    at = models.DateTimeField()
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=200)
    area = models.CharField(max_length=200)
    what = models.CharField(max_length=200)
    was = models.TextField(blank=True)
    now = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-at", "-id"], name="setting_change_at")]

    @override
    def __str__(self) -> str:
        return f"{self.area}: {self.what}"


def organisation() -> Organisation:
    """The organisation, with its defaults until somebody has described it."""
    return Organisation.objects.filter(pk=1).first() or Organisation(pk=1)
