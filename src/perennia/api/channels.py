"""The e-mail channel: where mail goes, and a test of it."""

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from perennia.api import needs
from perennia.api.needs import Needs
from perennia.api.origin import origin_of
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Given, Line
from perennia.catalogue.channels.email import Email
from perennia.core.error import Invalid
from perennia.host import clock
from perennia.messages import channel_change, reasons, rules
from perennia.messages.models import ChannelSetting
from perennia.team import throttle

router = Router()
MANAGE = Needs(Permission.SETTINGS_MANAGE)
EMAIL = "email"
_PLAIN = ("mailbox", "smtp")
Address = Annotated[str, Field(max_length=254)]


class ChannelOut(Schema):
    """How mail leaves. Its password is never shown. `by`: said on screen, by the deployment's environment, or the mailbox."""

    by: Literal["screen", "environment", "mailbox"]
    transport: Literal["mailbox", "smtp", "service"]
    service: str | None
    host: str
    port: int
    security: str
    user: str
    has_password: bool
    from_address: str
    from_name: str
    reply_to: str
    per_minute: int
    is_on: bool
    rests: str | None
    rests_until: datetime | None


class ChannelIn(Given):
    """How mail shall leave; a password left out stays, an empty one is removed."""

    transport: Literal["mailbox", "smtp"]
    host: Annotated[Line, Field(max_length=255)] = ""
    port: Annotated[int, Field(ge=1, le=65_535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: Annotated[Line, Field(max_length=255)] = ""
    password: Annotated[str | None, Field(max_length=500)] = None
    from_address: Address = ""
    from_name: Annotated[Line, Field(max_length=120)] = ""
    reply_to: Address = ""
    per_minute: Annotated[int, Field(ge=1, le=100_000)] = 600
    is_on: bool = True


class Tried(Schema):
    """What became of a test letter, in words."""

    sent: bool
    to: str
    said: str


@router.get("", auth=MANAGE, response=ChannelOut)
def read(request: HttpRequest) -> ChannelOut:
    """How mail leaves."""
    house = rules.house(rules.conduct())
    post = rules.post(EMAIL, house)
    row = ChannelSetting.objects.filter(channel=EMAIL).first()
    resting = channel_change.state(EMAIL, clock.now())
    by: Literal["screen", "environment", "mailbox"] = "mailbox"
    if row is not None:
        by = "screen"
    elif post.transport == "smtp":
        by = "environment"
    return ChannelOut(
        by=by, transport=_transport(post.transport), service=None if post.transport in _PLAIN else post.transport,
        host=post.host, port=post.port or 587,
        security=post.security, user=post.user, has_password=bool(post.password), from_address=post.sender.address,
        from_name=post.sender.name, reply_to=post.sender.reply_to, per_minute=post.per_minute, is_on=post.is_on,
        rests=reasons.words(resting[0], needs.language(request)) if resting else None,
        rests_until=resting[1] if resting else None,
    )  # fmt: skip


def _transport(kept: str) -> Literal["mailbox", "smtp", "service"]:
    return "smtp" if kept == "smtp" else "mailbox" if kept == "mailbox" else "service"


@router.put("", auth=MANAGE, response=ChannelOut)
def change(request: HttpRequest, given: ChannelIn) -> ChannelOut:
    """Sets how mail leaves, from the next letter on."""
    said = given.model_dump(exclude={"password"})
    channel_change.change(EMAIL, said, given.password, needs.caller(request).member, clock.now())
    return read(request)


@router.delete("", auth=MANAGE, response=ChannelOut)
def forget(request: HttpRequest) -> ChannelOut:
    """Back to the environment's mail server, else the local mailbox."""
    channel_change.forget(EMAIL, needs.caller(request).member, clock.now())
    return read(request)


@router.post("/test", auth=MANAGE, response=Tried)
def try_out(request: HttpRequest, given: ChannelIn) -> Tried:
    """Sends one letter to oneself by these settings, saved or not."""
    throttle.use("channel_test", origin_of(request))
    member = needs.caller(request).member
    if member is None:
        raise Invalid("A test goes to whoever asks; an API key has no address. Sign in and try it on screen.")
    row = ChannelSetting.objects.filter(channel=EMAIL).first() or ChannelSetting(channel=EMAIL)
    for name, value in given.model_dump(exclude={"password"}).items():
        setattr(row, name, value)
    channel_change.check(row)
    house = rules.house(rules.conduct())
    post = rules.as_post(row, house)
    if given.password is not None:
        post = rules.with_password(post, given.password)
    answer = channel_change.try_out(post, house, member, clock.now())
    reading = Email().read(answer)
    said = reasons.words(reading.reason, needs.language(request)) if reading.reason else ""
    return Tried(sent=reading.fate == "sent", to=member.email, said=said)
