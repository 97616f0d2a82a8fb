"""An endpoint next door: a real HTTP server that keeps the webhooks it was sent and answers as told."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import NamedTuple

import pytest
from typing_extensions import override

from tests.provider import Asked, NextDoor, Reply, serving


class Sent(NamedTuple):
    """One webhook as it arrived."""

    id: str
    timestamp: int
    signatures: list[str]
    body: bytes
    headers: dict[str, str]


class Receiver(NextDoor):
    """`answer` gives status, body and headers of the next reply."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Sent] = []
        self.answer: Callable[[], tuple[int, bytes, dict[str, str]]] = lambda: (200, b"thanks", {})

    @property
    @override
    def url(self) -> str:
        return f"{super().url}/hook"

    @override
    def reply(self, asked: Asked) -> Reply | None:
        told = dict(asked.headers)
        signatures = told["webhook-signature"].split(" ")
        self.seen.append(Sent(told["webhook-id"], int(told["webhook-timestamp"]), signatures, asked.body, told))
        return self.answer()


def receiving(monkeypatch: pytest.MonkeyPatch, many: int = 1) -> AbstractContextManager[list[Receiver]]:
    """Receivers next door."""
    return serving(monkeypatch, [Receiver() for _ in range(many)])
