"""Writes the letter of one message: the words with their values, the page around them, the headers."""

import re
from collections.abc import Mapping
from html import escape, unescape

import msgspec

from perennia.core.channel import Letter
from perennia.core.conduct import TRANSACTIONAL
from perennia.core.event import Properties, Value
from perennia.core.hours import is_zone
from perennia.core.workflow import Text
from perennia.messages import layout, link
from perennia.messages.outbox import Message
from perennia.messages.recipients import Known, Person
from perennia.messages.rules import House
from perennia.messages.template import compiled

NAMES = (
    "contact.name", "contact.first_name", "contact.email", "contact.title", "contact.traits.*", "customer.name", "customer.plan",
    "customer.traits.*", "owner.name", "owner.first_name", "owner.email", "organisation.name", "event.*", "facts.*", "features",
    "links.app", "links.billing", "links.guide", "links.help", "links.answer", "links.unsubscribe", "language",
)  # fmt: skip
_HREF = re.compile(r'(<a href=")(https?:[^"]*)(")')
_FEATURES_SHOWN = 10

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "you": "there",
        "why": "You get this because you use {house}.",
        "leave": "Unsubscribe from mails like this",
    },
    "vi": {
        "you": "bạn",
        "why": "Bạn nhận được thư này vì bạn đang dùng {house}.",
        "leave": "Ngừng nhận những thư như thế này",
    },
}


class To(msgspec.Struct, frozen=True):
    """The recipient, as far as the letter is concerned."""

    contact: int
    address: str
    name: str
    first_name: str
    language: str
    zone: str


def to(contact: int, known: Known, house: House) -> To:
    """The recipient with the organisation's language and zone where their own are not known."""
    language = known.text(1, contact, "language", "locale")[:2].lower()
    zone = known.text(1, contact, "timezone", "zone")
    name = known.text(1, contact, "name")
    return To(
        contact,
        known.text(1, contact, "email"),
        name,
        known.text(1, contact, "first_name") or (name.split()[0] if name else ""),
        language if language in _WORDS else house.language,
        zone if is_zone(zone) else house.zone,
    )


def write(message: Message, words: Text, to: To, known: Known, house: House) -> Letter:
    """The letter. Raises Invalid where the words cannot be written."""
    leave = "" if message.topic == TRANSACTIONAL else _address("unsubscribe", message, house)
    written = compiled(words.subject, words.body).write(context(message, to, known, house))
    said = _WORDS.get(to.language, _WORDS["en"])
    why = said["why"].format(house=house.name)
    html, links = _followed(written.html, message, house)
    foot = layout.Foot(why, house.legal_address, said["leave"], leave)
    return Letter(
        to.address,
        to.name,
        written.subject,
        layout.page(written.subject, html, house.name, house.brand_colour, foot, to.language),
        _with_foot(written.text, foot),
        headers(leave),
        links,
    )


def headers(leave: str) -> tuple[tuple[str, str], ...]:
    """Says that no person wrote it and, where one may, how to leave with one click (RFC 8058)."""
    automatic = ("Auto-Submitted", "auto-generated")
    if not leave:
        return (automatic,)
    return (automatic, ("List-Unsubscribe", f"<{leave}>"), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))


def context(message: Message, to: To, known: Known, house: House) -> dict[str, Value]:
    """What the words may name: plain values only, chosen one by one."""
    owner = known.owners.get(message.customer) or Person(house.name, "")
    you = _WORDS.get(to.language, _WORDS["en"])["you"]
    links: Properties = {
        **house.links,
        "answer": _address("answer", message, house),
        "unsubscribe": _address("unsubscribe", message, house),
    }
    return {
        "contact": {
            "name": to.name or you,
            "first_name": to.first_name or you,
            "email": to.address,
            "title": known.text(1, to.contact, "title"),
            "traits": _traits(known, 1, to.contact),
        },
        "customer": {
            "name": known.text(0, message.customer, "name") or to.name,
            "plan": known.text(0, message.customer, "plan"),
            "traits": _traits(known, 0, message.customer),
        },
        "owner": {"name": owner.name, "first_name": owner.first_name, "email": owner.email},
        "organisation": {"name": house.name},
        "event": _event(message.facts.get("event")),
        "facts": {name: _plain(value) for name, value in message.facts.items() if name != "event"},
        "features": _features(known, message.customer, to.contact),
        "links": links,
        "language": to.language,
        "zone": to.zone,
    }


def _address(purpose: link.Purpose, message: Message, house: House) -> str:
    return link.make(purpose, house.url, message.partition, message.id)


def _event(entry: Value) -> Properties:
    """The event that let the enrolment in: its properties by name, and `name` and `at`."""
    if not isinstance(entry, Mapping):
        return {}
    properties = entry.get("properties")
    own = {name: _plain(value) for name, value in properties.items()} if isinstance(properties, Mapping) else {}
    return {**own, "name": _plain(entry.get("name")), "at": _plain(entry.get("at"))}


def _traits(known: Known, kind: int, id: int) -> Properties:
    profile = known.profiles.get((kind, id))
    return {name: _plain(one.value) for name, one in profile.traits.items()} if profile is not None else {}


def _features(known: Known, customer: int, contact: int) -> list[Value]:
    """What they use most, in minutes: the contact's, else the customer's."""
    profile = known.profiles.get((1, contact)) or known.profiles.get((0, customer))
    used = sorted(profile.features.items(), key=lambda one: -one[1].seconds) if profile is not None else []
    return [{"name": name, "minutes": use.seconds // 60, "uses": use.uses} for name, use in used[:_FEATURES_SHOWN]]


def _plain(value: Value, depth: int = 0) -> Value:
    """Text in one line, numbers, and shallow lists and tables of them; nothing else reaches a template."""
    if isinstance(value, str):
        return " ".join(value.split())[:2000]
    if isinstance(value, list):
        return [_plain(item, depth + 1) for item in value[:50]] if depth < 3 else []
    if isinstance(value, dict):
        return {name: _plain(item, depth + 1) for name, item in list(value.items())[:50]} if depth < 3 else {}
    return value


def _followed(html: str, message: Message, house: House) -> tuple[str, tuple[str, ...]]:
    """The HTML with its web links led over us, so that a click is known; and where each leads."""
    links: list[str] = []

    def lead(found: re.Match[str]) -> str:
        target = unescape(found.group(2))
        if not house.follows_clicks or target.startswith(f"{house.url}/a/") or target.startswith(f"{house.url}/u/"):
            return found.group()
        links.append(target)
        over = link.make("click", house.url, message.partition, message.id, len(links) - 1)
        return f"{found.group(1)}{escape(over)}{found.group(3)}"

    return _HREF.sub(lead, html), tuple(links)


def _with_foot(text: str, foot: layout.Foot) -> str:
    leave = f"{foot.leave_text}: {foot.leave_url}" if foot.leave_url else ""
    lines = [line for line in (foot.why, leave, *foot.address.splitlines()) if line.strip()]
    return f"{text.rstrip()}\n\n-- \n" + "\n".join(lines) + "\n"
