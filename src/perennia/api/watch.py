"""Watches the database for all open screens of this process: one thread, one connection, one look a second.

It looks at marks that change whenever something does (the newest rows, a row's version), never at what changed itself,
so a look costs the same however much happens.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from django.db import Error, connection

from perennia.team import logged_in
from perennia.workflows import marks

EVERY = 1.0
IDLE = 10.0
log = logging.getLogger(__name__)
Changes = Mapping[str, list[str]]


class Badge(NamedTuple):
    """By what somebody listens: a login (member, round, digest of the cookie), or an API key."""

    login: tuple[int, int, str] | None
    key: int | None


class Subscription:
    """What one screen has not heard yet. Filled from the watching thread, read in its own event loop."""

    def __init__(self, topics: frozenset[str], badge: Badge) -> None:
        self.topics = topics
        self.badge = badge
        self.is_over = False
        self._loop = asyncio.get_running_loop()
        self._fresh = asyncio.Event()
        self._heard: dict[str, list[str]] = {}
        self._is_greeted = False

    async def changed(self, patience: float) -> Changes:
        """What changed since the last call; empty when nothing did for so long."""
        try:
            async with asyncio.timeout(patience):
                await self._fresh.wait()
        except TimeoutError:
            return {}
        self._fresh.clear()
        heard, self._heard = self._heard, {}
        return heard

    def tell(self, changes: Changes) -> None:
        """From any thread. The first time it says `ready`: what is read from now on, misses nothing."""
        mine = {topic: ids for topic, ids in changes.items() if topic in self.topics}
        if not self._is_greeted:
            self._is_greeted = True
            mine["ready"] = []
        if mine:
            self._later(lambda: self._take(mine))

    def end(self) -> None:
        """From any thread: whoever listens may do so no longer."""
        self.is_over = True
        self._later(self._fresh.set)

    def _later(self, call: Callable[[], None]) -> None:
        try:
            self._loop.call_soon_threadsafe(call)
        except RuntimeError:
            log.debug("A screen went away while it was told something.")

    def _take(self, mine: Changes) -> None:
        for topic, ids in mine.items():
            self._heard[topic] = list(dict.fromkeys([*self._heard.get(topic, []), *ids]))[:200]
        self._fresh.set()


class Watch:
    """All subscriptions of this process, and the thread that serves them while there are any."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._subscriptions: set[Subscription] = set()
        self._thread: threading.Thread | None = None
        self._wanted = threading.Event()

    @property
    def listeners(self) -> int:
        """How many screens listen."""
        return len(self._subscriptions)

    @contextmanager
    def subscribe(self, topics: frozenset[str], badge: Badge) -> Iterator[Subscription]:
        """A screen listens as long as the block runs, and as long as its badge is good."""
        subscription = Subscription(topics, badge)
        with self._lock:
            self._subscriptions.add(subscription)
            self._wanted.set()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="live", daemon=True)
                self._thread.start()
        try:
            yield subscription
        finally:
            with self._lock:
                self._subscriptions.discard(subscription)
                if not self._subscriptions:
                    self._wanted.clear()

    def _run(self) -> None:
        seen: dict[str, list[str]] = {}
        try:
            while self._is_wanted():
                seen = self._look(seen)
                threading.Event().wait(EVERY)
        finally:
            connection.close()

    def _is_wanted(self) -> bool:
        self._wanted.wait(IDLE)
        with self._lock:
            if not self._subscriptions:
                self._thread = None
                return False
            return True

    def _look(self, before: dict[str, list[str]]) -> dict[str, list[str]]:
        with self._lock:
            listening = list(self._subscriptions)
        topics = frozenset[str]().union(*(each.topics for each in listening))
        try:
            _end_the_departed(listening)
            now = marks.marks(topics)
        except Error as error:
            log.warning("Open screens hear nothing while the database is away: %s", error)
            connection.close()
            return before
        changes = {topic: marks.fresh(now[topic], before[topic]) for topic in now if topic in before}
        told = {topic: ids for topic, ids in changes.items() if ids is not None}
        for each in listening:
            each.tell({topic: ids or [] for topic, ids in told.items()})
        return now


def _end_the_departed(listening: Sequence[Subscription]) -> None:
    """Ends the screens of those who signed out, were signed out, or whose key is gone."""
    logins = {one.badge.login for one in listening if one.badge.login is not None}
    keys = {one.badge.key for one in listening if one.badge.key is not None}
    good, left = logged_in.standing(logins, keys)
    for one in listening:
        if one.badge.login not in good and one.badge.key not in left:
            one.end()


watch = Watch()
