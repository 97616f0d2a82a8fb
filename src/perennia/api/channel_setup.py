"""Channels: what there is to reach people by, how each is set up, tried and doing, and what did not arrive."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from perennia.api import needs
from perennia.api.channel_shapes import (
    ChannelCard,
    ChannelField,
    ChannelHealth,
    ChannelList,
    ChannelTestAnswer,
    ChannelTrial,
    Replayed,
    SetUp,
    SetUpIn,
    State,
    Way,
)
from perennia.api.needs import Needs
from perennia.api.origin import origin_of
from perennia.api.permissions import Permission
from perennia.core.channel import Channel, kept_fields, media, medium_of, secret_fields
from perennia.core.error import Invalid
from perennia.host import clock
from perennia.messages import again, breaker, channel_health, channel_setup, connect, reasons, rules
from perennia.messages.channel_health import Health
from perennia.messages.models import ChannelSetting
from perennia.messages.rules import House
from perennia.team import throttle

router = Router()
MANAGE = Needs(Permission.SETTINGS_MANAGE)
Name = Annotated[str, Field(max_length=60)]
OWN = "slack:@"


@router.get("", auth=MANAGE, response=ChannelList)
def listing(request: HttpRequest) -> ChannelList:
    """Every channel with how it is doing."""
    rows = {row.channel: row for row in ChannelSetting.objects.exclude(channel__startswith=OWN)}
    names = sorted(set(media()) | set(rows), key=_order)
    healths = channel_health.health(names, clock.now())
    language, house = needs.language(request), rules.house(rules.conduct())
    return ChannelList(items=[_card(name, rows.get(name), healths[name], house, language) for name in names])


@router.get("/{name}/set-up", auth=MANAGE, response=SetUp)
def read(request: HttpRequest, name: Name) -> SetUp:
    """A channel with its forms and how it is doing."""
    return _whole(name, needs.language(request))


@router.put("/{name}/set-up", auth=MANAGE, response=SetUp)
def change(request: HttpRequest, name: Name, given: SetUpIn) -> SetUp:
    """Sets how a channel sends, from the next message on."""
    common = _common(given)
    channel_setup.set_up(name, given.transport, given.settings, common, needs.caller(request).member, clock.now())
    return _whole(name, needs.language(request))


@router.delete("/{name}/set-up", auth=MANAGE, response={204: None})
def forget(request: HttpRequest, name: Name) -> HttpResponse:
    """Takes a channel's setting away: it goes back to the local mailbox, and a further one is gone."""
    channel_setup.named(name)
    channel_setup.forget(name, needs.caller(request).member, clock.now())
    return HttpResponse(status=204)


@router.post("/{name}/set-up/test", auth=MANAGE, response=ChannelTestAnswer)
def try_out(request: HttpRequest, name: Name, given: ChannelTrial) -> ChannelTestAnswer:
    """Sends one message by these settings, saved or not, and says what came back."""
    throttle.use("channel_test", origin_of(request))
    return tried(request, name, given)


@router.post("/{name}/resume", auth=MANAGE, response=SetUp)
def resume(request: HttpRequest, name: Name) -> SetUp:
    """Lets a channel that rests go on at once."""
    channel_setup.named(name)
    breaker.resume(name)
    return _whole(name, needs.language(request))


@router.post("/{name}/replay", auth=MANAGE, response=Replayed)
def replay(request: HttpRequest, name: Name) -> Replayed:
    """Puts what failed back into the outbox; what may have arrived stays for a person to decide, one by one."""
    channel_setup.named(name)
    return Replayed(count=again.retry_all(name, clock.now()))


def tried(request: HttpRequest, name: str, given: ChannelTrial, *, own: bool = False) -> ChannelTestAnswer:
    """The answer to a test of a channel."""
    member = needs.caller(request).member
    if member is None:
        raise Invalid("A test goes to whoever asks; an API key has no address. Sign in and try it on screen.")
    channel_setup.named(name, own=own)
    row = ChannelSetting.objects.filter(channel=name).first()
    row = channel_setup.written(name, given.transport, given.settings, _common(given), row)
    house = rules.house(rules.conduct())
    found = channel_setup.try_out(row, house, given.to, member, clock.now())
    said = reasons.words(found.reading.reason, needs.language(request)) if found.reading.reason else ""
    raw = " ".join(f"{found.answer.code or ''} {found.answer.text}".split())[:500]
    return ChannelTestAnswer(sent=found.reading.fate == "sent", to=found.to, said=said, answer=raw)


def _common(given: SetUpIn) -> dict[str, object]:
    said = given.model_dump(include=set(channel_setup.COMMON))
    return {name: value for name, value in said.items() if value is not None}


def _whole(name: str, language: str) -> SetUp:
    row = ChannelSetting.objects.filter(channel=name).first()
    ways = channel_setup.ways_of(name)
    health = channel_health.health([name], clock.now())[name]
    house = rules.house(rules.conduct())
    card = _card(name, row, health, house, language)
    entry = rules.as_post(row, house).entry if row is not None else None
    window = entry.open_for() if entry is not None else None
    return SetUp(
        **card.model_dump(), ways=[_way(one, row, language) for one in ways.values()],
        per_minute=row.per_minute if row is not None else next((one.per_minute for one in ways.values()), 600),
        from_address=row.from_address if row else "", from_name=row.from_name if row else "",
        reply_to=row.reply_to if row else "",
        hook=channel_setup.hook(name, house) if any(one.hears for one in ways.values()) else None,
        window_hours=int(window.total_seconds() // 3600) if window else None,
        back=f"{house.url}{connect.BACK}" if any(one.connects for one in ways.values()) else None,
        connected=entry.connected() if entry is not None else None,
    )  # fmt: skip


def _card(name: str, row: ChannelSetting | None, health: Health, house: House, language: str) -> ChannelCard:
    medium = medium_of(name)
    first = media()[medium][0]
    chosen = next((one for one in media()[medium] if row is not None and one.key == row.transport), None)
    which = name.partition(":")[2]
    is_place = first.audience == "team"
    label = MEDIA.get(medium, (first.called("en"), first.called("vi")))[language == "vi"]
    about = ABOUT.get(medium, (first.about, first.about_vi))[language == "vi"]
    transport = row.transport if row is not None else rules.post(name, house).transport
    wrong = rules.as_post(row, house).wrong if row is not None and transport != "smtp" else ""
    return ChannelCard(
        name=name, medium=medium, label=f"{label}: {which}" if which else label, about=about, icon=first.icon,
        audience=first.audience, address=first.address, may_be_several=is_place,
        transport=transport,
        transport_label=chosen.called(language) if chosen is not None else None,
        is_set_up=row is not None, is_on=row.is_on if row is not None else True,
        health=_health(health, _stands(row, transport, health, wrong), wrong, language),
    )  # fmt: skip


def _stands(row: ChannelSetting | None, transport: str, health: Health, wrong: str) -> State:
    if row is not None and not row.is_on:
        return "off"
    if transport == "mailbox":
        return "mailbox"
    if wrong:
        return "failing"
    if health.rests_until is not None:
        return "resting"
    return "failing" if health.is_failing else "connected"


def _health(one: Health, state: State, wrong: str, language: str) -> ChannelHealth:
    failure = f"set_up:{wrong}" if wrong else one.failure
    return ChannelHealth(
        state=state, failing_since=None if wrong else one.failing_since, sent_24h=one.sent, waiting=one.waiting,
        dead=one.dead, sent_at=one.sent_at, failed_at=one.failed_at,
        failure=reasons.words(failure, language) if failure else None, failures=one.failures + one.refusals,
        rests=reasons.words(one.rests, language) if one.rests else None, rests_until=one.rests_until,
    )  # fmt: skip


def _way(entry: type[Channel], row: ChannelSetting | None, language: str) -> Way:
    is_chosen = row is not None and row.transport == entry.key
    values = dict(row.settings) if row is not None and is_chosen else {}
    known = rules.readable_secrets_of(row) if row is not None and is_chosen else {}
    kept = {name for name, value in known.items() if value}
    hidden, ours = set(secret_fields(entry)), set(kept_fields(entry))
    shown = [name for name in entry.model_fields if name not in ours]
    fields = [
        _field(entry, name, values.get(name), language, is_secret=name in hidden, is_kept=name in kept)
        for name in shown
    ]
    about = entry.about_vi if language == "vi" and entry.about_vi else entry.about
    return Way(key=entry.key, label=entry.called(language), about=about, fields=fields, per_minute=entry.per_minute)


def _field(
    entry: type[Channel], name: str, value: Any, language: str, *, is_secret: bool, is_kept: bool
) -> ChannelField:
    field = entry.model_fields[name]
    schema = entry.model_json_schema()["properties"][name]
    title = schema.get("vi") if language == "vi" and schema.get("vi") else field.title or name
    choices = [str(one) for one in schema.get("enum", [])]
    kind: Literal["text", "secret", "code", "choice", "switch"] = "text"
    if is_secret:
        kind = "secret"
    elif choices:
        kind = "choice"
    elif schema.get("type") == "boolean":
        kind = "switch"
    elif schema.get("widget") == "code":
        kind = "code"
    default = "" if field.is_required() else field.default
    shown = "" if is_secret else default if value is None else value
    about = schema.get("about_vi") if language == "vi" and schema.get("about_vi") else field.description or ""
    return ChannelField(
        name=name, title=str(title), about=str(about), kind=kind, choices=choices, is_required=field.is_required(),
        is_advanced=schema.get("advanced") is True,
        value=shown if isinstance(shown, bool) else str(shown), is_kept=is_kept,
    )  # fmt: skip


def _order(name: str) -> tuple[int, str]:
    medium = medium_of(name)
    return (ORDER.index(medium) if medium in ORDER else len(ORDER), name)


ORDER = ["email", "sms", "zalo", "zns", "slack", "teams", "webhook"]
# What a medium with several providers is called: no entry speaks for all of them.
MEDIA = {"email": ("E-mail", "Thư điện tử"), "sms": ("Text messages (SMS)", "Tin nhắn SMS")}
ABOUT = {
    "email": ("Letters to customers and to the team.", "Thư gửi khách hàng và nhóm."),
    "sms": (
        "Short messages to customers' phones. Who answers STOP gets no more.",
        "Tin ngắn tới điện thoại của khách hàng; STOP có hiệu lực ngay.",
    ),
}
