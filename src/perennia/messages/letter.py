"""Writes the letter of one message: the words with their values, the page around them, the headers."""

import re
from html import escape, unescape

from perennia.core import sms
from perennia.core.channel import Address, Letter, of_medium
from perennia.core.conduct import TRANSACTIONAL
from perennia.core.event import Properties, Value
from perennia.core.hours import is_zone
from perennia.core.workflow import Text
from perennia.messages import layout, link
from perennia.messages.context import About, To, context
from perennia.messages.outbox import Message
from perennia.messages.recipients import TRAITS, Known
from perennia.messages.rules import House
from perennia.messages.template import compiled

ASKING: tuple[link.Purpose, ...] = ("answer", "happiness", "nps", "affiliate", "booking", "request")
_HREF = re.compile(r'(<a href=")(https?:[^"]*)(")')
_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "why": "You get this because you use {house}.",
        "booked": "You get this because a session with {house} was booked for this address.",
        "leave": "Unsubscribe from mails like this",
    },
    "vi": {
        "why": "Bạn nhận được thư này vì bạn đang dùng {house}.",
        "booked": "Bạn nhận được thư này vì có một buổi hẹn với {house} được đặt cho địa chỉ này.",
        "leave": "Ngừng nhận những thư như thế này",
    },
}


def to(contact: int, known: Known, house: House, kind: Address = "email", country: str = "") -> To:
    """The recipient with the organisation's language and zone where their own are not known."""
    language = known.text(1, contact, "language", "locale")[:2].lower()
    zone = known.text(1, contact, "timezone", "zone")
    name = known.text(1, contact, "name")
    return To(
        contact,
        _address(known.text(1, contact, TRAITS[kind]), kind, country),
        name,
        known.text(1, contact, "first_name") or (name.split()[0] if name else ""),
        language if language in _WORDS else house.language,
        zone if is_zone(zone) else house.zone,
    )


def addressed(message: Message, to: To) -> To:
    """The recipient where the message itself names one: who has just told us their address may not be known yet."""
    said = message.facts.to
    if said is None:
        return to
    address, name, language, zone = said.address, said.name, said.language, said.zone
    return To(
        to.contact, address or to.address, name or to.name, name.split()[0] if name else to.first_name,
        language if language in _WORDS else to.language, zone if is_zone(zone) else to.zone,
    )  # fmt: skip


def write(message: Message, words: Text, to: To, known: Known, house: House) -> Letter:
    """The letter. Raises Invalid where the words cannot be written."""
    leave = "" if message.topic == TRANSACTIONAL else link.make("unsubscribe", house.url, message.partition, message.id)
    asking = {one: link.make(one, house.url, message.partition, message.id) for one in ASKING}
    about = About(
        message.customer, message.facts.event, facts_of(message), answer=asking["answer"], happiness=asking["happiness"], nps=asking["nps"],
        affiliate=asking["affiliate"], booking=asking["booking"] if house.is_bookable else "",
        request=asking["request"] if house.takes_requests else "",
        unsubscribe=leave, at=message.asked_at,
    )  # fmt: skip
    values = context(about, to, known, house)
    written = compiled(words.subject, words.body).write(values)
    channel = of_medium(message.channel)
    if channel is not None and channel.is_short:
        short = _short(words, values, written.text)
        template, filled = _outside(message, values) if channel.templated else ("", ())
        shown = "\n".join([short, *(f"{name}: {value}" for name, value in filled)])
        page = _plain(written.subject, shown, house, to.language)
        return Letter(
            to.address, to.name, written.subject, page, f"{shown}\n", short=short, template=template, values=filled
        )
    said = _WORDS.get(to.language, _WORDS["en"])
    html, links = _followed(written.html, message, house)
    why = said["booked" if message.facts.calendar is not None else "why"].format(house=house.name)
    foot = layout.Foot(why, house.legal_address, said["leave"], leave)
    return Letter(
        to.address,
        to.name,
        written.subject,
        layout.page(written.subject, html, house, foot, to.language),
        _with_foot(written.text, foot),
        headers(leave),
        links,
        _short(words, values, written.text) if words.short or message.id.int == 0 else "",
        calendar=message.facts.calendar,
    )


def facts_of(message: Message) -> Properties:
    """What a text may name as `facts`: the run that asked for it, and whom that is about."""
    said = {"enrolment": message.facts.enrolment, "subject": message.facts.subject}
    return {name: value for name, value in said.items() if value}


def _outside(message: Message, values: dict[str, Value]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The provider's template and what goes into it. Raises Invalid where it cannot be written."""
    said = message.facts.outside
    if said is None:
        return "", ()
    filled = tuple((name, compiled(text, "").write(values).subject) for name, text in said.values.items())
    return said.template, filled


def _address(said: str, kind: Address, country: str) -> str:
    """The address as it is kept and compared: a phone number as the world writes it."""
    return sms.number(said, country) or said if kind == "phone" and said else said


def _short(words: Text, values: dict[str, Value], whole: str) -> str:
    """What a channel of a few lines says: its own text, else the letter's without its marks."""
    return compiled("", words.short).write(values).text.strip() if words.short else whole.strip()


def _plain(subject: str, short: str, house: House, language: str) -> str:
    """A short text as a page, for the mailbox and the message's record."""
    lines = "<br>".join(escape(line) for line in short.splitlines())
    return layout.page(subject, f"<p>{lines}</p>", house, layout.Foot(""), language)


def headers(leave: str) -> tuple[tuple[str, str], ...]:
    """Says that no person wrote it and, where one may, how to leave with one click (RFC 8058)."""
    automatic = ("Auto-Submitted", "auto-generated")
    if not leave:
        return (automatic,)
    return (automatic, ("List-Unsubscribe", f"<{leave}>"), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))


def _followed(html: str, message: Message, house: House) -> tuple[str, tuple[str, ...]]:
    """The HTML with its web links led over us, so that a click is known; and where each leads."""
    links: list[str] = []
    ours = tuple(f"{house.url}/{link.PATHS[purpose]}/" for purpose in (*ASKING, "unsubscribe"))

    def lead(found: re.Match[str]) -> str:
        target = unescape(found.group(2))
        if not house.follows_clicks or target.startswith(ours):
            return found.group()
        links.append(target)
        over = link.make("click", house.url, message.partition, message.id, len(links) - 1)
        return f"{found.group(1)}{escape(over)}{found.group(3)}"

    return _HREF.sub(lead, html), tuple(links)


def _with_foot(text: str, foot: layout.Foot) -> str:
    leave = f"{foot.leave_text}: {foot.leave_url}" if foot.leave_url else ""
    lines = [line for line in (foot.why, leave, *foot.address.splitlines()) if line.strip()]
    return f"{text.rstrip()}\n\n-- \n" + "\n".join(lines) + "\n"
