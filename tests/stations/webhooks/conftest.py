"""A receiver next door, and empty tables."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.receiver import Receiver


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator["Receiver"]:
    from tests.receiver import receiving

    with receiving(monkeypatch) as (one,):
        yield one
