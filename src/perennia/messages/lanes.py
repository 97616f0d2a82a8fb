"""Rounds beside each other: each channel that calls out has a thread of its own, so that one that hangs holds up only itself."""

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime

from django.db import connection

from perennia.core.channel import medium_of
from perennia.host import clock
from perennia.ingest import store
from perennia.messages import dispatch
from perennia.messages.models import ChannelSetting
from perennia.messages.outbox import Lane

MOST = 32  # channels of one worker under way together
_DUE = "select distinct channel from message where state = 'queued' and next_at <= %s and channel = any(%s)"


def outside() -> tuple[str, ...]:
    """The channels that call a web address, but mail, which has the first lane with the mailbox."""
    named = ChannelSetting.objects.exclude(transport__in=("mailbox", "smtp")).values_list("channel", flat=True)
    return tuple(sorted(name for name in named if medium_of(name) != "email"))


def home(now: datetime | None = None) -> int:
    """A round of mail and of what goes to the mailbox."""
    return dispatch.dispatch(now, Lane(but=outside()))


class Lanes:
    """The channels under way of one worker."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(MOST, thread_name_prefix="channel", initializer=store.keep_apart)
        self._under_way: dict[str, Future[None]] = {}

    def round(self, now: datetime | None = None) -> int:
        """Starts each channel that has something due and is not under way. Always 0: it waits for none of them."""
        self._under_way = {name: one for name, one in self._under_way.items() if not one.done()}
        free = [name for name in outside() if name not in self._under_way]
        if free:
            with connection.cursor() as cursor:
                cursor.execute(_DUE, [now or clock.now(), free])
                due = [str(name) for (name,) in cursor.fetchall()]
            for name in due:
                self._under_way[name] = self._threads.submit(_work, name, now)
        return 0

    def finish(self) -> None:
        """Waits for what is under way, where a test looks at the result."""
        for one in self._under_way.values():
            one.result()

    def close(self) -> None:
        """Ends the threads; what they hold is taken over by whoever comes next."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _work(name: str, now: datetime | None) -> None:
    try:
        while dispatch.dispatch(now, Lane(only=(name,))):
            pass
    finally:
        connection.close()  # seldom used: thirty-two that lie idle would be as many sessions of the database
