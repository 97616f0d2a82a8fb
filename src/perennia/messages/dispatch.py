"""Sends what is due: claims and judges, commits, then calls the provider, then stores what came of it."""

from collections import Counter
from datetime import datetime

from django.db import connection, transaction

from perennia.host import clock
from perennia.messages import (
    breaker,
    judging,
    mailbox,
    outbox,
    pausing,
    recipients,
    reclaim,
    report,
    rules,
    sending,
    team_mail,
    team_post,
)
from perennia.messages.breaker import Door
from perennia.messages.judging import Bench, Judged, Ready
from perennia.messages.models import SendingStop
from perennia.messages.outbox import EVERY, Due, Lane, Ruled

BATCH = 500
# A provider takes its time: a small claim leaves the rest to other workers.
BATCH_OUTSIDE = 25
STOPPED = "stop_all"
_STOPPED = """
update message set reason = %s where (partition, id) in (
    select partition, id from message where state = 'queued' and next_at <= %s and reason <> %s limit 5000
    for update skip locked
)
"""


def dispatch(now: datetime | None = None, lane: Lane = EVERY) -> int:
    """One round at this moment, by default the clock's. Gives how many messages it settled; 0 when nothing is due."""
    return one_round(now or clock.now(), lane).total()


def one_round(now: datetime, lane: Lane = EVERY) -> Counter[str]:
    """One batch of these channels; gives how many were sent, deferred, held, failed, put back or left unknown."""
    taken_over = reclaim.reclaim(now)
    due = outbox.due(now, BATCH * 2, lane)
    if not due:
        return _tally(taken_over)
    if SendingStop.objects.filter(ended_at=None).exists():
        return _stopped(now)
    row = rules.conduct()
    house = rules.house(row)
    with transaction.atomic():
        posts = {channel: rules.post(channel, house) for channel in sorted({one.channel for one in due})}
        doors = {channel: breaker.door(channel, post, now) for channel, post in posts.items()}
        bench = judging.bench(now, house, row, list(doors.values()))
        judged = _judge(due, bench, doors, lane)
        settled, outside = _settle(judged, doors, now)
    for channel, letters in outside.items():
        settled += sending.send_all(letters, channel, posts[channel], now)
    return _tally(taken_over + settled)


def _judge(due: list[Due], bench: Bench, doors: dict[str, Door], lane: Lane) -> Judged:
    is_local = all(door.post.transport == "mailbox" for door in doors.values())
    limit = BATCH if is_local else BATCH_OUTSIDE
    posts = [one for one in due if recipients.is_place(one.channel)]
    ours = judging.judge([one for one in due if one.audience == "customer" and one not in posts], bench, limit, lane)
    team = team_mail.judge([one for one in due if one.audience == "team" and one not in posts][:limit], bench)
    told = team_post.judge(posts[:limit], bench)
    return Judged(ours.ready + team.ready + told.ready, ours.ruled + team.ruled + told.ruled)


def _settle(judged: Judged, doors: dict[str, Door], now: datetime) -> tuple[list[Ruled], dict[str, list[Ready]]]:
    """Stores every ruling. What goes to the mailbox is sent with this commit; the rest is claimed for sending."""
    ruled, outside = list(judged.ruled), dict[str, list[Ready]]()
    local: dict[str, list[Ready]] = {}
    for one in judged.ready:
        post = doors[one.message.channel].post
        (local if post.transport == "mailbox" else outside).setdefault(one.message.channel, []).append(one)
    for channel, letters in local.items():
        sender = doors[channel].post.sender
        mailbox.receive(letters, sender, now)
        ruled += [
            Ruled(
                one.message,
                "sent",
                "",
                one.contact,
                sent_at=now,
                sent=sending.as_sent(one, sender, is_outside=False),
                tried=1,
            )
            for one in letters
        ]
    claimed = [
        Ruled(one.message, "sending", "", one.contact, sent_at=now) for letters in outside.values() for one in letters
    ]
    outbox.rule(ruled + claimed)
    report.report(ruled, now)
    pausing.count(ruled, now)
    for channel, letters in outside.items():
        breaker.used(channel, len(letters))
    return ruled, outside


def _stopped(now: datetime) -> Counter[str]:
    """Under stop all everything waits where it is; its reason says so."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_STOPPED, [STOPPED, now, STOPPED])
    return Counter()


def _tally(ruled: list[Ruled]) -> Counter[str]:
    return Counter("deferred" if one.state == "queued" else one.state for one in ruled)
