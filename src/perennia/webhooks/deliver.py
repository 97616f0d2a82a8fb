"""Delivers: every endpoint by itself, so that one in trouble holds up only itself.

The requests run in threads of their own; claims and results are the calling thread's, on one connection.
"""

import logging
import queue
import random
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec
from django.db import transaction
from standardwebhooks import Webhook

from perennia.core import webhook
from perennia.host import clock, fetch
from perennia.host.address import Forbidden
from perennia.host.secrets import Unreadable
from perennia.messages import queries as sending
from perennia.webhooks import outgoing, settle
from perennia.webhooks.models import Endpoint
from perennia.webhooks.outgoing import Claimed, Tried
from perennia.webhooks.subscribe import secrets_of

MOST_AT_ONCE = 128  # requests of one worker
SLOTS = 4  # of them to one endpoint that answers
PROMPT = 3.0  # seconds; who takes longer has one slot, and no second while the first is under way
logger = logging.getLogger(__name__)


class Load(msgspec.Struct):
    """What is under way to an endpoint: when each request began, and whether it has answered promptly of late."""

    began: list[float] = []
    is_prompt: bool = False


class Came(NamedTuple):
    """What came back of a request, and after how many seconds."""

    claimed: Claimed
    answer: fetch.Reply | Exception
    took: float


class Letter(msgspec.Struct, frozen=True):
    """One request, ready to leave."""

    claimed: Claimed
    url: str
    headers: dict[str, str]


class Courier:
    """Claims, sends and stores. One a worker."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="webhook")
        self._answers: queue.Queue[Came] = queue.Queue()
        self._loads: dict[int, Load] = {}
        self._under_way = 0
        self._dice = random.Random()

    def round(self, now: datetime | None = None) -> int:
        """Stores what came back, then sends what is due and has room. Gives how much was done; 0 when there is nothing."""
        moment = now or clock.now()
        stored = self._store(moment)
        if sending.stopped() is not None:
            return stored
        endpoints = {one.pk: one for one in Endpoint.objects.filter(state="on")}
        free = {pk: room for pk, one in endpoints.items() if (room := self._room(one, moment)) > 0}
        return stored + (self._send(endpoints, free, moment) if free else 0)

    def finish(self, patience: float, now: datetime | None = None) -> int:
        """Waits for what is under way and stores it: before the worker ends, or where a test looks at the result."""
        until, stored = time.monotonic() + patience, 0
        while self._under_way and time.monotonic() < until:
            stored += self._store(now or clock.now(), wait=min(0.2, max(0.0, until - time.monotonic())))
        return stored

    def close(self) -> None:
        """Ends the threads; what they still wait for is taken over by whoever comes next."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _room(self, endpoint: Endpoint, now: datetime) -> int:
        """How many requests it may have now: one until it answers promptly, none while it rests or lets us wait."""
        load = self._loads.setdefault(endpoint.pk, Load([]))
        left = MOST_AT_ONCE - self._under_way
        if endpoint.rests_until is not None and now < endpoint.rests_until:
            return 0
        if load.began and time.monotonic() - load.began[0] > PROMPT:
            return 0
        slots = SLOTS if load.is_prompt and not endpoint.failures else 1
        return max(0, min(left, slots - len(load.began)))

    def _send(self, endpoints: dict[int, Endpoint], free: dict[int, int], now: datetime) -> int:
        claimed = outgoing.claim(free, now)
        for one in claimed:
            try:
                letter = _letter(one, endpoints[one.endpoint], now)
            except Unreadable as wrong:
                self._begin(one)
                self._answers.put(Came(one, wrong, 0.0))
                continue
            self._begin(one)
            self._threads.submit(self._call, letter)
        return len(claimed)

    def _begin(self, one: Claimed) -> None:
        self._under_way += 1
        self._loads[one.endpoint].began.append(time.monotonic())

    def _call(self, letter: Letter) -> None:
        """In a thread: one request, whatever comes of it."""
        began = time.monotonic()
        try:
            found: fetch.Reply | Exception = fetch.send(
                "POST", letter.url, body=letter.claimed.body.encode(), headers=letter.headers
            )
        except Exception as wrong:  # noqa: BLE001  the thread must answer; the reason is stored with the try
            found = wrong
        self._answers.put(Came(letter.claimed, found, time.monotonic() - began))

    def _store(self, now: datetime, wait: float = 0.0) -> int:
        """Stores all that came back; with `wait` the first may let one wait so long."""
        found = list(self._came_back(wait))
        for came in found:  # before anything is stored, which may fail: who has come back is under way no more
            load = self._loads[came.claimed.endpoint]
            load.began = load.began[1:]
            load.is_prompt = isinstance(came.answer, fetch.Reply) and came.answer.is_success and came.took < PROMPT
            self._under_way -= 1
        for came in found:
            tried = read(came.claimed, came.answer, now, round(came.took * 1000), self._dice.random())
            with transaction.atomic():
                settle.settle(tried, _asked(came.answer, now))
        return len(found)

    def _came_back(self, wait: float) -> Iterable[Came]:
        try:
            if wait:
                yield self._answers.get(timeout=wait)
            while True:
                yield self._answers.get_nowait()
        except queue.Empty:
            return


def read(claimed: Claimed, answer: fetch.Reply | Exception, now: datetime, took: int, shake: float) -> Tried:
    """What a try came to, and when the next one is due."""
    if isinstance(answer, Forbidden):
        return Tried(claimed, now, "dead", "forbidden", took=took)
    if isinstance(answer, Unreadable):
        return Tried(claimed, now, "dead", "secret", took=took)
    if not isinstance(answer, fetch.Reply):
        if not isinstance(answer, fetch.Unreachable):
            logger.error("The webhook %s failed.", claimed.id, exc_info=answer)
        return _again(claimed, now, Tried(claimed, now, "queued", "unreachable", took=took), shake, None)
    tried = Tried(claimed, now, "queued", f"status:{answer.status}", None, answer.status, answer.text, took)
    match webhook.fate(answer.status):
        case "delivered":
            return msgspec.structs.replace(tried, state="delivered", reason="")
        case "gone" | "refused":
            return msgspec.structs.replace(tried, state="dead")
        case "again":
            return _again(claimed, now, tried, shake, _asked(answer, now))


def _again(claimed: Claimed, now: datetime, tried: Tried, shake: float, asked: timedelta | None) -> Tried:
    later = webhook.next_at(claimed.rung + 1, now, shake, asked)
    return msgspec.structs.replace(tried, state="dead" if later is None else "queued", next_at=later)


def _asked(answer: fetch.Reply | Exception, now: datetime) -> timedelta | None:
    return webhook.asked_wait(answer.retry_after, now) if isinstance(answer, fetch.Reply) else None


def _letter(claimed: Claimed, endpoint: Endpoint, now: datetime) -> Letter:
    """The stored body with this try's own moment and signatures."""
    id = f"wh_{claimed.id.hex}"
    signed = [Webhook(one).sign(id, now, claimed.body) for one in secrets_of(endpoint, now)]
    headers = {
        "Content-Type": "application/json; charset=utf-8", "webhook-id": id,
        "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": " ".join(signed),
    }  # fmt: skip
    return Letter(claimed, endpoint.url, headers)
