"""Hands judged letters to a provider: committed as sending, then sent, then stored with what came of it."""

import logging
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from django.db import InterfaceError, OperationalError, connection, transaction

from perennia.core.channel import Answer, Channel, Reading, Request, Sender, medium_of, outside_of
from perennia.core.effect import Notify
from perennia.core.error import Invalid
from perennia.core.event import Properties
from perennia.core.hours import next_open
from perennia.core.letter_facts import AccountFacts
from perennia.core.outcome import key_of
from perennia.host import crash
from perennia.messages import (
    account_mail,
    breaker,
    fallback,
    notices,
    outbox,
    pausing,
    reasons,
    report,
    reported,
    suppress,
)
from perennia.messages.judging import Ready
from perennia.messages.notices import Telling
from perennia.messages.outbox import Ruled
from perennia.messages.queries import public_id
from perennia.messages.renew import renewed
from perennia.messages.rules import Post
from perennia.messages.transport import Line

LADDER = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=5),
    timedelta(hours=10), timedelta(hours=10),
)  # fmt: skip
SOON = timedelta(minutes=5)  # our clock may say that a window is open which the provider's still holds shut
_STORE_TRIES = 20
logger = logging.getLogger(__name__)


class Under(msgspec.Struct, frozen=True):
    """What letters are sent under: by which channel, how, when."""

    channel: str
    post: Post
    entry: Channel
    now: datetime


class Begun(msgspec.Struct, frozen=True):
    """A letter that may have left from now on."""

    ready: Ready
    request: Request


def as_sent(ready: Ready, sender: Sender, *, is_outside: bool = True) -> bytes:
    """The letter as it is kept with its message; the key of an account only where the mailbox is the one place it goes."""
    letter = ready.letter
    if is_outside and isinstance(ready.message.own, AccountFacts):
        letter = account_mail.without_link(letter)
    head = [
        ("From", f"{sender.name} <{sender.address}>" if sender.name else sender.address),
        ("To", f"{letter.to_name} <{letter.to}>" if letter.to_name else letter.to),
        ("Subject", letter.subject),
        ("Message-ID", f"<{ready.message.id}@{sender.address.rpartition('@')[2]}>"),
        *letter.headers,
    ]
    is_mail = medium_of(ready.message.channel) == "email"
    kept = {"to": letter.to, "to_name": letter.to_name, "subject": letter.subject, "html": letter.html,
            "text": letter.text, "headers": head if is_mail else [], "links": letter.links}  # fmt: skip
    if letter.calendar is not None:
        kept["calendar"] = letter.calendar.content
    return msgspec.json.encode(kept)


def send_all(letters: Sequence[Ready], channel: str, post: Post, now: datetime) -> list[Ruled]:
    """Sends letters already claimed, as many together as the provider may have; gives what became of each."""
    assert post.entry is not None
    under = Under(channel, renewed(channel, post, now), post.entry, now)
    under = msgspec.structs.replace(under, entry=under.post.entry or post.entry)
    done: list[Ruled] = []
    with Line(under.post) as line:
        for place in range(0, len(letters), under.entry.at_once):
            together = letters[place : place + under.entry.at_once]
            ruled, closed = _together(together, line, under)
            done += ruled
            if closed is not None:
                ended = {one.message.id for one in done}
                return done + _put_back([one for one in letters if one.message.id not in ended], under, closed)
    return done


def _together(letters: Sequence[Ready], line: Line, under: Under) -> tuple[list[Ruled], Reading | None]:
    """Sends some at once. Gives what became of them, and why the channel is closed where it is; closed ones never left."""
    done: list[Ruled] = []
    begun: list[Begun] = []
    for ready in letters:
        try:
            begun += _begin(ready, under)
        except Exception as wrong:  # noqa: BLE001  a channel may be a stranger's; its fault is this letter's alone
            why = wrong.detail if isinstance(wrong, Invalid) else f"{type(wrong).__name__}: {wrong}"
            done.append(_store(ready, _unwritable(ready, why, under), under))
    if not begun:
        return done, None
    closed: Reading | None = None
    for one, answer in zip(begun, _sent(begun, line, under), strict=True):
        reading = _read(one, answer, line, under)
        if reading.fate in ("full", "closed", "renew"):
            closed = reading
            continue
        done.append(_store(one.ready, _ruled(one.ready, reading, under), under, reading, answer))
    return done, closed


def _begin(ready: Ready, under: Under) -> list[Begun]:
    """From this commit on the letter may have left: if we die now, nobody can know, and it is never sent again by machine.

    Nothing where the connection that claimed it was lost: it is somebody else's now.
    """
    message = ready.message
    letter = msgspec.structs.replace(ready.letter, name=public_id(message.partition, message.id))
    request = under.entry.request(letter, under.post.sender, message.id, under.now)
    with transaction.atomic():
        is_ours = outbox.begin(message, as_sent(ready, under.post.sender))
    if is_ours:
        crash.point("send_claimed")
    return [Begun(ready, request)] if is_ours else []


def _sent(begun: Sequence[Begun], line: Line, under: Under) -> list[Answer]:
    try:
        answers = line.send_several([one.request for one in begun], under.now)
    except Exception:
        logger.exception("The channel %s failed over messages that may have left.", under.channel)
        answers = [Answer("cut_off")] * len(begun)
    crash.point("sent_outside")
    return answers


def _read(one: Begun, answer: Answer, line: Line, under: Under) -> Reading:
    """What the answer means. Refused for its credentials it did not leave: with new ones it is tried once more."""
    try:
        reading = under.entry.read(answer)
        if reading.fate != "renew":
            return reading
        post = renewed(under.channel, under.post, under.now, is_refused=True)
        if post.entry is None or post.entry == under.entry:
            return msgspec.structs.replace(reading, fate="closed")
        message = one.ready.message
        letter = msgspec.structs.replace(one.ready.letter, name=public_id(message.partition, message.id))
        return post.entry.read(line.send(post.entry.request(letter, post.sender, message.id, under.now), under.now))
    except Exception:
        logger.exception("What became of the message %s cannot be read.", one.ready.message.id)
        return Reading("unknown", "cut_off")


def _ruled(ready: Ready, reading: Reading, under: Under) -> Ruled:
    message, contact, now = ready.message, ready.contact, under.now
    kept = as_sent(ready, under.post.sender)
    match reading.fate:
        case "sent":
            return Ruled(message, "sent", "", contact, sent_at=now, sent=kept, tried=1)
        case "unknown":
            return Ruled(message, "unknown", reading.reason, contact, sent_at=now, sent=kept, tried=1)
        case "again" if (later := _later(ready, reading, now)) is not None:
            return Ruled(message, "queued", reading.reason, next_at=later, tried=1)
        case "later" | "barred":
            return _withheld(ready, reading, now)
    return fallback.instead(Ruled(message, "failed", reading.reason, contact, sent=kept, tried=1), now)


def _withheld(ready: Ready, reading: Reading, now: datetime) -> Ruled:
    """By the provider's rules it may not go to them now, so it did not leave: by the next channel, later, or not at all."""
    message = ready.message
    held = fallback.instead(Ruled(message, "held", reading.reason, ready.contact), now)
    if held.state != "held" or reading.fate == "barred":
        return held
    soonest = now + (reading.wait or SOON)
    opens = soonest if reading.open is None else next_open(reading.open, soonest, reading.zone)
    if opens < message.expires_at:
        return Ruled(message, "queued", reading.reason, next_at=opens)
    return msgspec.structs.replace(held, reason=f"span_over:{reading.reason}"[:300])


def _unwritable(ready: Ready, why: str, under: Under) -> Ruled:
    return fallback.instead(Ruled(ready.message, "failed", f"unwritable:{why}", ready.contact), under.now)


def _later(ready: Ready, reading: Reading, now: datetime) -> datetime | None:
    """The next rung of the ladder, or when the provider asks for it; None where the span ends before it."""
    message = ready.message
    later = now + max(LADDER[min(message.attempts, len(LADDER) - 1)], reading.wait or timedelta(0))
    return later if message.attempts < len(LADDER) and later < message.expires_at else None


def _store(
    ready: Ready, ruled: Ruled, under: Under, reading: Reading | None = None, answer: Answer | None = None
) -> Ruled:
    """Stores a result; where the database is away for a moment it waits, since only we know what happened."""
    for turn in range(_STORE_TRIES):
        try:
            with transaction.atomic():
                _result(ready, ruled, under, reading, answer)
            break
        except (OperationalError, InterfaceError):
            connection.close()
            if turn == _STORE_TRIES - 1:
                raise
            time.sleep(0.5)
    crash.point("result_stored")
    return ruled


def _result(ready: Ready, ruled: Ruled, under: Under, reading: Reading | None, answer: Answer | None) -> None:
    outside = reading.id if reading is not None and ruled.state == "sent" else ""
    if outside:
        reported.lock(outside_of(under.channel), outside)  # before the message, as whoever reports does
    outbox.rule([ruled])
    report.report([ruled], under.now)
    pausing.count([ruled], under.now)
    if ruled.state in ("queued", "failed", "held"):
        _give_back(ready, under.now)
    if reading is None:
        return
    if ruled.state == "sent":
        breaker.succeeded(under.channel, under.now)
        if outside:
            medium = outside_of(under.channel)
            reported.name(medium, outside, ready.message, under.now)
            reported.catch_up(medium, outside, under.now)
    elif reading.fate == "again":
        if breaker.failed(under.channel, ruled.reason, under.now):
            _tell(under, ruled.reason)
    elif reading.fate == "refused":
        is_nobody = suppress.refused(ready.letter.to, reading, answer, under.now)
        if not is_nobody and not reading.is_theirs:
            breaker.refused(under.channel, reading.reason, under.now)


def _put_back(letters: Sequence[Ready], under: Under, why: Reading) -> list[Ruled]:
    """The provider cannot be reached, or takes nothing now: nothing has left, all wait until the door opens again."""
    with transaction.atomic():
        if why.fate == "full":
            until, is_told = (
                breaker.full(under.channel, why.reason, under.now, why.wait),
                why.reason.startswith("quota"),
            )
        else:
            until = breaker.unreachable(under.channel, why.reason, under.now, why.wait)
            is_told = breaker.is_lasting(under.channel)
        if is_told:
            _tell(under, why.reason, is_full=why.fate == "full")
        ruled = [Ruled(one.message, "queued", why.reason, next_at=until) for one in letters]
        outbox.rule(ruled)
        for one in letters:
            _give_back(one, under.now)
    return ruled


def _tell(under: Under, reason: str, *, is_full: bool = False) -> None:
    """Tells the administrators, once a day, that a channel rests."""
    text = (
        '{% if language == "vi" %}Kênh {{ facts.channel }} tạm nghỉ: {{ facts.why_vi }}. Tin nhắn chờ tới khi gửi lại'
        " được.{% else %}The channel {{ facts.channel }} rests: {{ facts.why }}. What it should send waits.{% endif %}"
        if is_full
        else '{% if language == "vi" %}Kênh {{ facts.channel }} đang nghỉ vì nhà cung cấp lỗi liên tục: {{ facts.why_vi }}.'
        " Tin nhắn chờ tới khi kênh hoạt động lại.{% else %}The channel {{ facts.channel }} rests, since its provider"
        " keeps failing: {{ facts.why }}. What it should send waits.{% endif %}"
    )
    effect = Notify("channel", text, "role:administrator", is_urgent=under.channel != "email")
    key = key_of("channel", under.channel, under.now.date().isoformat())
    said: Properties = {"channel": under.channel, "why": reasons.words(reason), "why_vi": reasons.words(reason, "vi")}
    notices.tell([Telling(effect, key, 0, None, under.now, "", said)])


def _give_back(ready: Ready, now: datetime) -> None:
    if ready.counts and ready.contact is not None:
        outbox.give_back(ready.message.partition, ready.contact, now)
