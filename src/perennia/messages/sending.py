"""Hands judged letters to a provider one by one: committed as sending, then sent, then stored with what came of it."""

import logging
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from django.db import InterfaceError, OperationalError, connection, transaction

from perennia.core.catalogue import discover
from perennia.core.channel import Answer, Channel, Reading, Request, Sender
from perennia.core.error import Invalid
from perennia.host import crash
from perennia.messages import account_mail, breaker, outbox, report
from perennia.messages.judging import Ready
from perennia.messages.outbox import Ruled
from perennia.messages.rules import Post
from perennia.messages.suppress import bounced
from perennia.messages.transport import Line

LADDER = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=5),
    timedelta(hours=10), timedelta(hours=10),
)  # fmt: skip
_STORE_TRIES = 20
logger = logging.getLogger(__name__)


def as_sent(ready: Ready, sender: Sender, *, is_outside: bool = True) -> bytes:
    """The letter as it is kept with its message; the key of an account only where the mailbox is the one place it goes."""
    letter = ready.letter
    if is_outside and ready.message.template == account_mail.TEMPLATE:
        letter = account_mail.without_link(letter)
    head = [
        ("From", f"{sender.name} <{sender.address}>" if sender.name else sender.address),
        ("To", f"{letter.to_name} <{letter.to}>" if letter.to_name else letter.to),
        ("Subject", letter.subject),
        ("Message-ID", f"<{ready.message.id}@{sender.address.rpartition('@')[2]}>"),
        *letter.headers,
    ]
    kept = {"to": letter.to, "to_name": letter.to_name, "subject": letter.subject, "html": letter.html,
            "text": letter.text, "headers": head, "links": letter.links}  # fmt: skip
    return msgspec.json.encode(kept)


def send_all(letters: Sequence[Ready], channel: str, post: Post, now: datetime) -> list[Ruled]:
    """Sends letters already claimed; gives what became of each."""
    entry = discover(Channel)[channel]()
    done: list[Ruled] = []
    with Line(post) as line:
        for place, ready in enumerate(letters):
            try:
                request = entry.request(ready.letter, post.sender, ready.message.id)
            except Exception as wrong:  # noqa: BLE001  a channel may be a stranger's; its fault is this letter's alone
                why = wrong.detail if isinstance(wrong, Invalid) else f"{type(wrong).__name__}: {wrong}"
                done.append(_store(ready, Ruled(ready.message, "failed", f"unwritable:{why}", ready.contact), now))
                continue
            sent = _send(ready, request, entry, line, post)
            if sent is None:
                continue
            reading, answer = sent
            if reading.fate == "closed":
                return done + _put_back(letters[place:], channel, reading.reason, now)
            done.append(_store(ready, _ruled(ready, reading, post, now), now, channel, answer))
    return done


def _send(ready: Ready, request: Request, entry: Channel, line: Line, post: Post) -> tuple[Reading, Answer] | None:
    """Sends one letter. None: the connection that claimed it was lost, and it is somebody else's now."""
    # From this commit on the letter may have left: if we die now, nobody can know, and it is never sent again by machine.
    with transaction.atomic():
        if not outbox.begin(ready.message, as_sent(ready, post.sender)):
            return None
    crash.point("send_claimed")
    try:
        answer = line.send(request)
        crash.point("sent_outside")
        return entry.read(answer), answer
    except Exception:
        logger.exception("The channel failed over the message %s, which may have left.", ready.message.id)
        return Reading("unknown", "cut_off"), Answer("cut_off")


def _ruled(ready: Ready, reading: Reading, post: Post, now: datetime) -> Ruled:
    message, contact = ready.message, ready.contact
    kept = as_sent(ready, post.sender)
    match reading.fate:
        case "sent":
            return Ruled(message, "sent", "", contact, sent_at=now, sent=kept, tried=1)
        case "unknown":
            return Ruled(message, "unknown", reading.reason, contact, sent_at=now, sent=kept, tried=1)
        case "again" if (later := _later(ready, now)) is not None:
            return Ruled(message, "queued", reading.reason, next_at=later, tried=1)
    return Ruled(message, "failed", reading.reason, contact, sent=kept, tried=1)


def _later(ready: Ready, now: datetime) -> datetime | None:
    """The next rung of the ladder, unless the span ends before it."""
    message = ready.message
    later = now + LADDER[min(message.attempts, len(LADDER) - 1)]
    return later if message.attempts < len(LADDER) and later < message.expires_at else None


def _store(ready: Ready, ruled: Ruled, now: datetime, channel: str = "", answer: Answer | None = None) -> Ruled:
    """Stores a result; where the database is away for a moment it waits, since only we know what happened."""
    for turn in range(_STORE_TRIES):
        try:
            with transaction.atomic():
                _result(ready, ruled, now, channel, answer)
            break
        except (OperationalError, InterfaceError):
            connection.close()
            if turn == _STORE_TRIES - 1:
                raise
            time.sleep(0.5)
    crash.point("result_stored")
    return ruled


def _result(ready: Ready, ruled: Ruled, now: datetime, channel: str, answer: Answer | None) -> None:
    outbox.rule([ruled])
    report.report([ruled], now)
    if ruled.state in ("queued", "failed"):
        _give_back(ready, now)
    if ruled.state == "sent":
        breaker.succeeded(channel)
    elif ruled.state == "queued":
        breaker.failed(channel, ruled.reason, now)
    elif answer is not None:
        bounced(ready.letter.to, answer, now)


def _put_back(letters: Sequence[Ready], channel: str, reason: str, now: datetime) -> list[Ruled]:
    """The provider cannot be reached: nothing was tried, all wait until the door opens again."""
    with transaction.atomic():
        until = breaker.unreachable(channel, reason, now)
        ruled = [Ruled(one.message, "queued", reason, next_at=until) for one in letters]
        outbox.rule(ruled)
        for one in letters:
            _give_back(one, now)
    return ruled


def _give_back(ready: Ready, now: datetime) -> None:
    if ready.counts and ready.contact is not None:
        outbox.give_back(ready.message.partition, ready.contact, now)
