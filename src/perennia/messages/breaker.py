"""The door of each channel: its rate a minute, and shut for a while when the provider fails again and again."""

from datetime import datetime, timedelta

import msgspec
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from perennia.core.channel import of_medium
from perennia.core.conduct import Defer
from perennia.messages.models import ChannelState
from perennia.messages.rules import Post

# No verdict on a handful: a breaker needs this many failures in a row before it shuts.
FAILURES = 20
SHUT_FOR = timedelta(minutes=15)
UNREACHABLE_FOR = (timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
UNLIMITED = 1_000_000
NEWS = timedelta(seconds=10)  # how exactly the last send is known: not each costs a write
SOONEST = timedelta(seconds=10)  # until a provider that asks for a pause is asked again
FULL = ("rate_limited", "quota")  # what is no failure of the provider's
_MINUTE = timedelta(minutes=1)


class Door(msgspec.Struct, frozen=True):
    """Whether a channel may send now: `room` more in this minute, or shut."""

    channel: str
    post: Post
    room: int
    shut: Defer | None = None


def door(channel: str, post: Post, now: datetime) -> Door:
    """Looks at a channel and locks its row for the transaction, so that two dispatchers share one rate."""
    if of_medium(channel) is None:
        return Door(channel, post, 0, Defer(f"no_channel:{channel}", now + timedelta(hours=1)))
    if not post.is_on:
        return Door(channel, post, 0, Defer(f"channel_off:{channel}", now + timedelta(minutes=10)))
    if post.transport == "mailbox":
        return Door(channel, post, UNLIMITED)
    if post.wrong:
        return Door(channel, post, 0, Defer(f"set_up:{post.wrong}"[:300], now + timedelta(minutes=10)))
    state = _locked(channel)
    if state.shut_until is not None and state.shut_until > now:
        is_full = state.reason.partition(":")[0] in FULL
        return Door(
            channel, post, 0, Defer(state.reason if is_full else f"shut:{state.reason}"[:300], state.shut_until)
        )
    is_new = state.minute_at is None or not timedelta(0) <= now - state.minute_at < _MINUTE
    used = 0 if is_new else state.used
    if is_new:
        ChannelState.objects.filter(channel=channel).update(minute_at=now, used=0)
    return Door(channel, post, max(0, post.per_minute - used))


def used(channel: str, count: int) -> None:
    """Counts sends of this minute."""
    if count:
        state = _locked(channel)
        ChannelState.objects.filter(channel=channel).update(used=state.used + count)


def succeeded(channel: str, now: datetime) -> None:
    """The provider took one: the row of failures is over."""
    is_news = Q(failures__gt=0) | Q(refusals__gt=0) | Q(sent_at=None) | Q(sent_at__lt=now - NEWS)
    ChannelState.objects.filter(is_news, channel=channel).update(
        failures=0, refusals=0, failing_since=None, shut_until=None, reason="", sent_at=now
    )


def failed(channel: str, reason: str, now: datetime) -> bool:
    """The provider failed once more. Gives whether the door has shut just now."""
    state = _locked(channel)
    failures = state.failures + 1
    is_shut = failures >= FAILURES
    until = now + SHUT_FOR if is_shut else state.shut_until
    ChannelState.objects.filter(channel=channel).update(
        failures=failures, failing_since=state.failing_since or now, reason=reason[:300], shut_until=until,
        failed_at=now, failure=reason[:300],
    )  # fmt: skip
    return failures == FAILURES


def resume(channel: str) -> None:
    """Opens the door at once and forgets what failed: somebody has mended what was wrong."""
    ChannelState.objects.filter(channel=channel).update(
        failures=0, refusals=0, failing_since=None, shut_until=None, reason=""
    )


def refused(channel: str, reason: str, now: datetime) -> None:
    """The provider refused one message, and not for whom it was to: that may be the message's fault, so the door stays
    open, yet each in a row counts."""
    ChannelState.objects.filter(channel=channel).update(
        refusals=F("refusals") + 1,
        failing_since=Coalesce("failing_since", Value(now)),
        failed_at=now,
        failure=reason[:300],
    )


def noted(channel: str, reason: str, now: datetime) -> None:
    """Something about the channel failed that was no message."""
    _locked(channel)
    ChannelState.objects.filter(channel=channel).update(failed_at=now, failure=reason[:300])


def unreachable(channel: str, reason: str, now: datetime, wait: timedelta | None = None) -> datetime:
    """There is no talking to the provider at all: no message was tried. Gives when to try again."""
    state = _locked(channel)
    until = now + max(UNREACHABLE_FOR[min(state.failures, len(UNREACHABLE_FOR) - 1)], wait or timedelta(0))
    ChannelState.objects.filter(channel=channel).update(
        failures=state.failures + 1, failing_since=state.failing_since or now, reason=reason[:300], shut_until=until,
        failed_at=now, failure=reason[:300],
    )  # fmt: skip
    return until


def full(channel: str, reason: str, now: datetime, wait: timedelta | None = None) -> datetime:
    """The provider has taken its share for now, a rate or a quota: nothing failed. Gives when to go on."""
    _locked(channel)
    until = now + max(wait or _MINUTE, SOONEST)
    ChannelState.objects.filter(channel=channel).update(reason=reason[:300], shut_until=until)
    return until


def is_lasting(channel: str) -> bool:
    """Whether a provider has just stayed away long enough to tell somebody."""
    return ChannelState.objects.filter(channel=channel, failures=len(UNREACHABLE_FOR)).exists()


def _locked(channel: str) -> ChannelState:
    found = ChannelState.objects.select_for_update().filter(channel=channel).first()
    if found is not None:
        return found
    ChannelState.objects.bulk_create([ChannelState(channel=channel)], ignore_conflicts=True)
    return ChannelState.objects.select_for_update().get(channel=channel)
