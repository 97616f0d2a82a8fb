"""A crowd: very many events by several senders at once, and what each person must come to, worked out from numbers alone.

Event number n is the same whenever it is made, so a batch whose answer was lost is sent again as it was.
"""

import json
import random
import threading
import time
from base64 import b64encode
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from typing import NamedTuple

from tests.chaos.rig import Event, Rig
from tests.chaos.stories import WELCOME

EACH = 100  # events of one person
BLOCK = 1000  # people who come in the same while
BATCH = 500
SENDERS = 3
INVOICES: dict[str, object] = {
    "key": "chaos_invoices", "label": "Invoices", "group": "chaos", "subject": "contact", "audience": "internal_notification",
    "trigger": {"key": "event_seen", "names": ["Invoice Paid"]}, "re_entry": "per properties.invoice",
    "steps": [{"key": "add_score", "points": 1, "reason": "paid"}],
}  # fmt: skip
WORKFLOWS = [WELCOME, INVOICES]


class Sum(NamedTuple):
    """What one person must come to."""

    uses: int
    seconds: int
    paid: int
    score: int


class Crowd:
    """So many events of a hundredth as many people."""

    def __init__(self, events: int) -> None:
        self.people = max(BATCH // EACH, events // EACH)
        self.block = min(BLOCK, self.people)
        self.events = self.people * EACH

    def event(self, n: int) -> Event:
        """Event number n."""
        person, nth = self._who(n)
        told: Event = {"type": "track", "userId": f"u{person}", "messageId": f"e-{n}", **_what(person, nth)}
        if account := _account(person, nth):
            told["context"] = {"groupId": account}
        return told

    def sums(self) -> dict[str, Sum]:
        """What everybody must come to."""
        return {f"u{person}": self._sum(person) for person in range(self.people)}

    def _who(self, n: int) -> tuple[int, int]:
        """Whose event it is, and which of theirs. The last block may be smaller than the others."""
        block, place = divmod(n, self.block * EACH)
        size = min(self.block, self.people - block * self.block)
        return block * self.block + place % size, place // size

    def _sum(self, person: int) -> Sum:
        told = [_what(person, nth) for nth in range(EACH)]
        used = [one["properties"] for one in told if one["event"] == "Feature Used"]
        paid = [one["properties"] for one in told if one["event"] == "Invoice Paid"]
        invoices = {str(one) for one in paid}
        return Sum(
            len(used),
            sum(int(str(one["seconds"])) for one in used if isinstance(one, dict)),
            len(paid),
            15 + len(invoices),
        )


def _what(person: int, nth: int) -> Event:
    if nth == 0:
        return {
            "event": "Signed Up",
            "properties": {"email": f"u{person}@example.com", "first_name": f"Person {person}"},
        }
    if nth % 10 == 5:
        return {"event": "Invoice Paid", "properties": {"invoice": f"{person}-{nth // 20}"}}  # each of them told twice
    return {"event": "Feature Used", "properties": {"feature": "Reports", "seconds": (person + nth) % 60 + 1}}


def _account(person: int, nth: int) -> str:
    """Half belong to an account from the beginning, four tenths to none; one tenth move into theirs half-way."""
    kind = person % 10
    return f"a{person // 5}" if kind >= 5 or (kind == 0 and nth >= EACH // 2) else ""


class Senders:
    """Send the whole crowd, each batch until it is accepted, one in twenty once more. They share the work."""

    def __init__(self, crowd: Crowd, product: Rig, seed: int) -> None:
        self.crowd, self.product = crowd, product
        self.left = iter(range(0, crowd.events, BATCH))
        self.lock = threading.Lock()
        self.may_go_on = threading.Event()  # cleared while the workers have enough to do
        self.may_go_on.set()
        self.accepted = self.again = self.unanswered = 0
        self.failure: BaseException | None = None
        self.threads = [
            threading.Thread(target=self._send, args=(random.Random(seed + n),), daemon=True) for n in range(SENDERS)
        ]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def are_done(self) -> bool:
        """Whether all is accepted. Raises what stopped a sender."""
        if self.failure is not None:
            raise self.failure
        return not any(thread.is_alive() for thread in self.threads)

    def _send(self, chance: random.Random) -> None:
        try:
            with self._line() as line:
                while (first := self._next()) is not None:
                    numbers = range(first, min(first + BATCH, self.crowd.events))
                    body = json.dumps({"batch": [self.crowd.event(n) for n in numbers]}).encode()
                    line.until_accepted(body, len(numbers))
                    repeats = chance.random() < 0.05
                    if repeats:
                        line.until_accepted(body, len(numbers))
                    with self.lock:
                        self.accepted += len(numbers)
                        self.again += len(numbers) * repeats
        except BaseException as failure:  # noqa: BLE001 handed to the one who waits
            self.failure = failure

    def _next(self) -> int | None:
        self.may_go_on.wait()
        with self.lock:
            return next(self.left, None)

    def _line(self) -> "Line":
        return Line(self.product.port, self.product.write_key, self._missed)

    def _missed(self) -> None:
        with self.lock:
            self.unanswered += 1


class Line:
    """One sender's connection, made anew whenever the web process dies."""

    def __init__(self, port: int, write_key: str, missed: Callable[[], None]) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Authorization": "Basic " + b64encode(f"{write_key}:".encode()).decode()}
        self.missed = missed

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def until_accepted(self, body: bytes, number: int) -> None:
        """Sends it until it is accepted whole; an answer that says otherwise is a failure."""
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                self.connection.request("POST", "/v1/batch", body, self.headers)
                answer = self.connection.getresponse()
                said = answer.read()
            except (OSError, HTTPException):
                self.connection.close()
                self.missed()
                time.sleep(0.2)  # as a client backs off
                continue
            if answer.status == 503:
                time.sleep(0.2)
                continue
            assert (answer.status, json.loads(said)) == (200, {"accepted": number, "rejected": []}), said[:500]
            return
        raise AssertionError("A batch was not accepted within two minutes.")
