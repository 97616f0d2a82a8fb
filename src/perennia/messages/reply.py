"""What a recipient does with a letter by its links: leaves a topic, answers a check-in, follows a link. Each is an event."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Literal

import msgspec
from django.db import transaction

from perennia.core import partition
from perennia.core.error import Invalid, NotFound
from perennia.customers import queries as customers
from perennia.messages import consent, marks, outbox, queries, recipients, report
from perennia.messages import letter as letters
from perennia.messages.context import To
from perennia.messages.link import Purpose, read
from perennia.messages.outbox import Message
from perennia.messages.rules import House
from perennia.messages.template import is_safe_link

Choice = Literal["going_well", "have_a_question", "need_help"]
CHOICES: tuple[Choice, ...] = ("going_well", "have_a_question", "need_help")
LONGEST_TEXT = 2000


class WrongLink(NotFound):
    """This link is not complete. Open it again from the letter."""

    code = "wrong_link"


class Letter(msgspec.Struct, frozen=True):
    """The message a link belongs to, with the address it went to."""

    message: Message
    address: str
    links: Sequence[str]
    place: int


@transaction.atomic
def of(purpose: Purpose, token: str) -> Letter:
    """The letter of a link. Raises WrongLink."""
    parts = read(purpose, token)
    message = outbox.locked(parts[0], parts[1]) if parts is not None else None
    if parts is None or message is None or message.contact is None:
        raise WrongLink
    kept = queries.sent(message.partition, message.id)
    return Letter(message, kept.to, kept.links, parts[2])


def now_at(letter: Letter) -> tuple[int, int]:
    """Where whom it went to is now, (customer, contact): since it left they may have joined an account."""
    return customers.now_at(letter.message.customer, _contact(letter.message))


def person(letter: Letter, house: House) -> To:
    """Whom it went to, as they are known now."""
    customer, contact = now_at(letter)
    return letters.to(contact, recipients.known([(partition.of(customer), customer, contact)]), house)


@transaction.atomic
def leave(letter: Letter, topics: Sequence[str], at: datetime, *, source: str) -> None:
    """Withdraws consent for these topics, and says so to the workflows once."""
    _say(letter, topics, "withdrawn", at, source)


@transaction.atomic
def come_back(letter: Letter, topics: Sequence[str], at: datetime) -> None:
    """Gives consent again."""
    _say(letter, topics, "given", at, "page")


def _say(letter: Letter, topics: Sequence[str], state: str, at: datetime, source: str) -> None:
    message = letter.message
    contact = _contact(message)
    known = consent.states(contact, letter.address)
    changed = [topic for topic in topics if known.get(topic) != state]
    if state == "withdrawn" and changed:
        marks.put(message.partition, message.id, "unsubscribed", at, ", ".join(changed))
    consent.say(contact, letter.address, changed, state, at, source)
    name = "Message Unsubscribed" if state == "withdrawn" else "Message Subscribed"
    for topic in changed:
        report.tell(message, contact, name, {"topic": topic, "source": source}, f"{state}:{topic}:{at.isoformat()}", at)


@transaction.atomic
def answer(letter: Letter, choice: str, text: str, at: datetime) -> None:
    """Keeps the answer to a check-in; the same answer twice is one. Raises Invalid."""
    if choice not in CHOICES:
        raise Invalid("Choose one of the answers.", field="choice")
    words = " ".join(text.replace("\x00", "").split())[:LONGEST_TEXT]
    key = f"answer:{choice}:{blake2b(words.encode(), digest_size=8).hexdigest()}"
    said = {"choice": choice, "text": words}
    report.tell(letter.message, _contact(letter.message), "Check-in Answered", {**said}, key, at)


@transaction.atomic
def follow(letter: Letter, at: datetime) -> str:
    """Where the link leads; the first visit of it is an event. Raises WrongLink."""
    if not 0 <= letter.place < len(letter.links) or not is_safe_link(letter.links[letter.place]):
        raise WrongLink
    target = letter.links[letter.place]
    key = f"click:{letter.place}"
    marks.put(letter.message.partition, letter.message.id, "clicked", at, target)
    report.tell(letter.message, _contact(letter.message), "Message Clicked", {"url": target}, key, at)
    return target


def _contact(message: Message) -> int:
    if message.contact is None:
        raise WrongLink
    return message.contact
