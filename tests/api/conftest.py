"""Passwords in these tests are hashed fast, and nobody waits for an engine that is not there."""

from collections.abc import Iterator

import pytest
from django.test import override_settings


@pytest.fixture(autouse=True)
def fast_passwords() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    from perennia.workflows import by_hand

    monkeypatch.setattr(by_hand, "PATIENCE", 0.0)
