"""Judges what is due: a contact's budget is locked, everything waiting for them is looked at by priority."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from perennia.core import conduct
from perennia.core.channel import Letter
from perennia.core.conduct import REMEMBERED, Asked, Defer, Hold, Rules
from perennia.core.error import Invalid
from perennia.core.profile import CONTACT
from perennia.messages import correspondents, fallback, letter, outbox, pausing, recipients, words
from perennia.messages import rules as decided
from perennia.messages.breaker import Door
from perennia.messages.context import To
from perennia.messages.follow import follow
from perennia.messages.models import Conduct
from perennia.messages.outbox import EVERY, Due, Lane, Message, Ruled
from perennia.messages.pausing import Span
from perennia.messages.recipients import Known
from perennia.messages.rules import House
from perennia.messages.words import Words
from perennia.team.models import fold_address

_NOBODY = Hold("nobody")


class Ready(msgspec.Struct, frozen=True):
    """A message that may leave now, written. `counts`: it was taken from the contact's budget."""

    message: Message
    letter: Letter
    contact: int | None
    counts: bool


class Judged(msgspec.Struct, frozen=True):
    """A batch after judging: what leaves, and what becomes of the rest."""

    ready: list[Ready]
    ruled: list[Ruled]


class Bench(msgspec.Struct, frozen=True):
    """What a batch is judged by. `shut`: channels that may not send now, why and until when."""

    now: datetime
    rules: Rules
    house: House
    stops: list[tuple[datetime, datetime | None]]
    shut: dict[str, Defer]
    room: dict[str, int]  # how many more each channel may send in this minute; counted down
    windows: dict[str, timedelta] = {}  # how long after a contact's last message a channel may write to them


def bench(now: datetime, house: House, row: Conduct, doors: Iterable[Door]) -> Bench:
    """The rules in force, and which channels are open."""
    doors = list(doors)
    shut = {door.channel: door.shut for door in doors if door.shut is not None}
    entries = {door.channel: door.post.entry for door in doors}
    windows = {name: span for name, one in entries.items() if one is not None and (span := one.open_for()) is not None}
    room = {door.channel: door.room for door in doors}
    return Bench(now, decided.rules(row), house, decided.stops(), shut, room, windows)


def judge(due: Sequence[Due], bench: Bench, limit: int, lane: Lane = EVERY) -> Judged:
    """Locks and judges, in the caller's transaction. Budgets are counted up for what may leave.

    What waits for the same contact in another lane is left to it, but has its place before what is less urgent.
    """
    resolved = recipients.by_role([one for one in due if one.contact is None])
    contacts = {
        one.id: one.contact or resolved.get((one.customer, one.role, recipients.kind_of(one.channel))) for one in due
    }
    wanted = [(one.partition, contact) for one in due if (contact := contacts[one.id]) is not None]
    budgets = outbox.lock_budgets(wanted, limit)
    unplaced = [
        (one.partition, one.id) for one in due if one.contact is None and (one.partition, contacts[one.id]) in budgets
    ]
    messages = outbox.waiting(bench.now, budgets, unplaced)
    nobody = outbox.named(bench.now, [(one.partition, one.id) for one in due if contacts[one.id] is None])
    people = [one for one in messages if not recipients.is_place(one.channel)]
    placed = [(one, one.contact or contacts.get(one.id)) for one in people]
    ours = [(one, contact) for one, contact in placed if contact is not None and (one.partition, contact) in budgets]
    judged = _judge(ours, budgets, bench, lane)
    unreached = [fallback.instead(Ruled(one, "held", _NOBODY.reason), bench.now) for one in nobody]
    return Judged(judged.ready, judged.ruled + unreached)


def _judge(
    ours: Sequence[tuple[Message, int]], budgets: dict[tuple[int, int], list[datetime]], bench: Bench, lane: Lane
) -> Judged:
    known = recipients.known((one.partition, one.customer, contact) for one, contact in ours)
    followed = follow(one for one, contact in ours if (CONTACT, contact) not in known.profiles)
    ours = [(one, contact) for one, contact in ours if one.id not in followed]
    kinds = {one.channel: recipients.kind_of(one.channel) for one, _ in ours}
    country = decided.country() if "phone" in kinds.values() else ""
    people = {
        one.id: letter.addressed(one, letter.to(contact, known, bench.house, kinds[one.channel], country))
        for one, contact in ours
    }
    folded = {id: fold_address(to.address) for id, to in people.items()}
    suppressed = decided.suppressed(folded.values(), bench.now)
    consents = decided.consents({contact for _, contact in ours}, folded.values())
    wrote = correspondents.wrote_at(
        (one.channel, people[one.id].address) for one, _ in ours if one.channel in bench.windows
    )
    edits = words.edited(one.workflow for one, _ in ours)
    pauses = pausing.spans(pausing.whose(one) for one, _ in ours)
    ready: list[Ready] = []
    ruled: list[Ruled] = []
    spent: list[tuple[int, int]] = []
    for message, contact in ours:
        sent_at = budgets[message.partition, contact]
        to, address = people[message.id], folded[message.id]
        asked = Asked(
            message.topic, message.asked_at, _expires(message, bench, pauses), to.zone,
            decided.consent_of(consents, contact, address, message.topic),
            suppressed.get(address, ""), known.left_at(message.customer), sent_at,
            message.facts.hours,
        )  # fmt: skip
        is_ours = lane.has(message.channel) and message.channel in bench.room
        if (closed := _closed(message, wrote.get((message.channel, to.address)), bench)) and is_ours:
            ruled.append(fallback.instead(Ruled(message, "held", closed, contact=contact), bench.now))
            continue
        if (rests := _rests(message, pauses, bench)) is not None:
            ruled += [rests] if is_ours else []
            continue
        found = _rule(message, to, asked, known, edits, bench if is_ours else _open(bench, message.channel))
        if isinstance(found, Ruled):
            ruled += [fallback.instead(found, bench.now)] if is_ours else []
            continue
        if found.counts:
            sent_at.append(bench.now)
        if is_ours:
            ready.append(_until(found, asked.expires_at))
            spent += [(message.partition, contact)] if found.counts else []
    outbox.spend(spent, bench.now, bench.now - REMEMBERED)
    return Judged(ready, ruled)


def _until(ready: Ready, expires_at: datetime) -> Ready:
    """The same with the end of its span as judged, which what becomes of it on its way goes by too."""
    message = ready.message
    if message.expires_at == expires_at:
        return ready
    return msgspec.structs.replace(ready, message=msgspec.structs.replace(message, expires_at=expires_at))


def _closed(message: Message, wrote_at: datetime | None, bench: Bench) -> str:
    """Why one may not write to them by this channel, which answers only those who wrote."""
    span = bench.windows.get(message.channel)
    if span is None or (wrote_at is not None and bench.now - wrote_at < span):
        return ""
    return f"window_closed:{span // timedelta(hours=1)}"


def _open(bench: Bench, channel: str) -> Bench:
    """The bench for a channel whose door somebody else watches: taken as open."""
    return msgspec.structs.replace(bench, shut={}, room={channel: 1})


def _rule(message: Message, to: To, asked: Asked, known: Known, edits: Words, bench: Bench) -> Ready | Ruled:
    if message.facts.wrong:
        return Ruled(message, "failed", f"unwritable:{message.facts.wrong}", contact=to.contact)
    if not to.address:
        return Ruled(message, "held", "no_address", contact=to.contact)
    match conduct.judge(asked, bench.rules, bench.now):
        case Hold(reason):
            return Ruled(message, "held", reason, contact=to.contact)
        case Defer(reason, until):
            return Ruled(message, "queued", reason, next_at=until)
        case conduct.Send(counts):
            if (closed := shut(message, bench)) is not None:
                if bench.now >= asked.expires_at:
                    return Ruled(message, "held", f"span_over:{closed.reason}", contact=to.contact)
                return Ruled(message, "queued", closed.reason, next_at=closed.until)
            return _write(message, to, known, edits, bench, counts=counts)


def _write(message: Message, to: To, known: Known, edits: Words, bench: Bench, *, counts: bool) -> Ready | Ruled:
    text = edits.of(message.workflow, message.version, message.template, to.language)
    if text is None:
        return Ruled(message, "failed", f"no_template:{message.template}", contact=to.contact)
    try:
        return Ready(message, letter.write(message, text, to, known, bench.house), to.contact, counts)
    except Invalid as wrong:
        return Ruled(message, "failed", f"unwritable:{wrong.detail}", contact=to.contact)


def shut(message: Message, bench: Bench) -> Defer | None:
    """Why its channel cannot take it now; takes up room where it can."""
    if message.channel in bench.shut:
        return bench.shut[message.channel]
    room = bench.room.get(message.channel, 0)
    if room <= 0:
        return Defer("rate", bench.now + timedelta(minutes=1))
    bench.room[message.channel] = room - 1
    return None


def _rests(message: Message, pauses: Mapping[str, list[Span]], bench: Bench) -> Ruled | None:
    """It waits while too many messages of its workflow failed."""
    if not any(until is None for _, until in pauses.get(pausing.whose(message), ())):
        return None
    return Ruled(message, "queued", pausing.PAUSED, next_at=bench.now + pausing.LOOK_AGAIN)


def _expires(message: Message, bench: Bench, pauses: Mapping[str, list[Span]]) -> datetime:
    """The end of its span; time under stop all, or while its workflow was paused, is added, since it does not count."""
    stops = [*bench.stops, *pauses.get(pausing.whose(message), ())]
    return message.expires_at + conduct.stopped_for(stops, message.asked_at, bench.now)
