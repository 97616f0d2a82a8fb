"""What the organisation has decided: who it is, how it conducts itself, how its channels send."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from urllib.parse import unquote, urlsplit

import msgspec
from django.db import connection
from pydantic import ValidationError

from perennia.core import conduct as conducts
from perennia.core.catalogue import discover
from perennia.core.channel import Channel, Sender, kept_fields, medium_of, secret_fields
from perennia.core.conduct import Rules
from perennia.core.error import Invalid
from perennia.core.hours import hours_of
from perennia.host import config as configs
from perennia.host import secrets
from perennia.messages import offers
from perennia.messages.models import ChannelSetting, Conduct, SendingStop, Suppression
from perennia.messages.offers import Name, Offer
from perennia.team import models as team

PRODUCT_LINKS = ("app", "billing", "guide", "help", "booking", "affiliates")


OPTIONAL_LINKS = ("booking", "affiliates")  # where nobody said where they lead, letters leave them out


Consents = dict[tuple[int | str, str], tuple[datetime, str]]
_CONSENTS = (
    "select contact_id, address, topic, state, at from messages_consent where contact_id = any(%s) or address = any(%s)"
)
_bookable: list[Callable[[], bool]] = []
_asked: list[Callable[[], bool]] = []


def booked_by(source: Callable[[], bool]) -> None:
    """Names who knows whether a session can be booked; the station that keeps sessions says so when it starts."""
    if source not in _bookable:
        _bookable.append(source)


def asked_by(source: Callable[[], bool]) -> None:
    """Names who knows whether there is a request form; the station that keeps them says so when it starts."""
    if source not in _asked:
        _asked.append(source)


class News(msgspec.Struct, frozen=True):
    """Something new in the product."""

    at: date
    text: str
    text_vi: str = ""
    url: str = ""


class House(msgspec.Struct, frozen=True):
    """The organisation as its letters show it. `url` is where its Perennia answers."""

    name: str
    zone: str
    language: str
    url: str
    brand_colour: str
    legal_address: str
    links: dict[str, str]
    follows_clicks: bool = True
    news: tuple[News, ...] = ()  # newest first
    logo: str = ""  # where its logo lies; empty: it has none
    offers: dict[Name, Offer] = {}
    is_bookable: bool = False  # whether a session can be booked with us, by a link of the letter's own
    takes_requests: bool = False  # whether there is a form to ask by


class Post(msgspec.Struct, frozen=True):
    """How a channel sends: into the mailbox, by a mail server, or by an entry of the catalogue with its settings."""

    transport: str
    sender: Sender
    host: str = ""
    port: int = 0
    security: str = "none"
    user: str = ""
    password: str = ""
    per_minute: int = 600
    is_on: bool = True
    entry: Channel | None = None
    wrong: str = ""  # why it cannot send as it is set up


def conduct() -> Conduct:
    """The rules in force; the defaults until somebody changed them."""
    return Conduct.objects.filter(pk=1).first() or Conduct(pk=1)


def rules(row: Conduct) -> Rules:
    """The same for the core."""
    return Rules(
        row.quiet_from, row.quiet_until, row.per_day, row.per_week, row.unknown_consent,
        hours_of(team.organisation().business_hours),
    )  # fmt: skip


def house(row: Conduct) -> House:
    """The organisation with the addresses its texts link to."""
    who = team.organisation()
    url = (who.public_url or configs.current().public_url).rstrip("/")
    links = {name: str(row.links.get(name) or ("" if name in OPTIONAL_LINKS else url)) for name in PRODUCT_LINKS}
    logo = f"{url}/api/organisation/logo" if who.brand_logo else ""
    return House(
        who.name, who.zone, who.language, url, who.brand_colour, who.legal_address, links, row.follows_clicks,
        tuple(msgspec.convert(one, News) for one in row.news), logo, offers.read(row.offers),
        any(source() for source in _bookable), any(source() for source in _asked),
    )  # fmt: skip


def post(channel: str, house: House) -> Post:
    """How the channel sends: as set on screen, else by the deployment's mail server, else into the local mailbox."""
    config = configs.current()
    row = ChannelSetting.objects.filter(channel=channel).first()
    if row is None:
        sender = Sender(config.mail_from, house.name, house_url=house.url)
        is_mail = medium_of(channel) == "email"
        return _by_server(config.smtp_url, sender) if config.smtp_url and is_mail else Post("mailbox", sender)
    return as_post(row, house)


def as_post(row: ChannelSetting, house: House) -> Post:
    """How this setting would send, saved or not."""
    sender = Sender(
        row.from_address or configs.current().mail_from, row.from_name or house.name, row.reply_to, house.url
    )
    if row.transport == "smtp":
        password = secrets.decrypt(bytes(row.password)) if row.password else ""
        return Post(
            "smtp", sender, row.host, row.port, row.security, row.user, password, row.per_minute, row.is_on,
            discover(Channel)["email"](),
        )  # fmt: skip
    plain = Post(row.transport, sender, per_minute=row.per_minute, is_on=row.is_on)
    if row.transport == "mailbox":
        return plain
    try:
        return msgspec.structs.replace(plain, entry=entry_of(row))
    except (Invalid, secrets.Unreadable) as wrong:
        return msgspec.structs.replace(plain, wrong=str(wrong))


def entry_of(row: ChannelSetting) -> Channel:
    """The entry of a setting with its secrets. Raises Invalid naming what is wrong, Unreadable where they cannot be read."""
    found = discover(Channel).get(row.transport)
    if found is None or (found.medium or found.key) != medium_of(row.channel):
        raise Invalid(f"There is no way {row.transport!r} to send by {row.channel!r}.", field="body.transport")
    try:
        entry: Channel = found.model_validate({**row.settings, **secrets_of(row), **borrowed(found)})
    except ValidationError as wrong:
        first = wrong.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise Invalid(f"{first['msg']}.", field=f"body.settings.{place}") from wrong
    return entry


def borrowed(found: type[Channel]) -> dict[str, str]:
    """The credentials of the channel an entry sends with. Raises Invalid where that one is not connected."""
    if not found.borrows:
        return {}
    lender = ChannelSetting.objects.filter(channel=found.borrows).first()
    if lender is None or entry_of(lender).connected() is None:
        raise Invalid("Connect the account it sends for first, under Channels.", field="body.transport")
    known = secrets_of(lender)
    return {name: known.get(name, "") for name in kept_fields(found)}


def secrets_of(row: ChannelSetting) -> dict[str, str]:
    """The secrets of a setting, in the clear."""
    if not row.secrets:
        return {}
    return msgspec.json.decode(secrets.decrypt(bytes(row.secrets)), type=dict[str, str])


def readable_secrets_of(row: ChannelSetting) -> dict[str, str]:
    """The same for a form: what was kept under a lost key is entered anew, so none is known."""
    try:
        return secrets_of(row)
    except secrets.Unreadable:
        return {}


def hidden_of(transport: str) -> tuple[set[str], set[str]]:
    """The secret fields of a way to send, and those of them we write ourselves."""
    found = discover(Channel).get(transport)
    return (set(secret_fields(found)), set(kept_fields(found))) if found is not None else (set(), set())


def _by_server(url: str, sender: Sender) -> Post:
    parts = urlsplit(url)
    security, port = ("tls", 465) if parts.scheme == "smtps" else ("if_offered", 587)
    return Post(
        "smtp", sender, parts.hostname or "", parts.port or port, security,
        unquote(parts.username or ""), unquote(parts.password or ""), entry=discover(Channel)["email"](),
    )  # fmt: skip


def country() -> str:
    """The country code put before phone numbers that have none: that of text messages, else that of Zalo's templates."""
    rows = dict(ChannelSetting.objects.filter(channel__in=("sms", "zns")).values_list("channel", "settings"))
    return next((code for name in ("sms", "zns") if (code := str(rows.get(name, {}).get("country", "")))), "")


def stops() -> list[tuple[datetime, datetime | None]]:
    """The times in which all sending was stopped, the latest last."""
    return list(SendingStop.objects.order_by("started_at").values_list("started_at", "ended_at"))


def suppressed(addresses: Iterable[str], now: datetime) -> dict[str, str]:
    """Folded addresses nothing may be sent to, with the reason."""
    rows = Suppression.objects.filter(address__in=set(addresses))
    return {row.address: row.reason for row in rows if row.until is None or row.until > now}


def consents(contacts: Iterable[int], addresses: Iterable[str]) -> Consents:
    """The latest word by (contact id or folded address, topic)."""
    latest: Consents = {}
    with connection.cursor() as cursor:
        cursor.execute(_CONSENTS, [list(set(contacts)), list(set(addresses))])
        rows = cursor.fetchall()
    for contact, address, topic, state, at in rows:
        keys: tuple[int | str, ...] = (contact, address) if address else (contact,)
        for key in keys:
            known = latest.get((key, topic))
            if known is None or at > known[0]:
                latest[key, topic] = (at, state)
    return latest


def consent_of(known: Consents, contact: int, address: str, topic: str) -> conducts.Consent:
    """The latest word on a topic, by the contact or by their folded address."""
    said = [one for key in (contact, address) if (one := known.get((key, topic))) is not None]
    if not said:
        return "unknown"
    return "withdrawn" if max(said)[1] == "withdrawn" else "given"


def with_password(post: Post, password: str) -> Post:
    """The same with another password, to be tried before it is kept."""
    return msgspec.structs.replace(post, password=password)
