"""Passwords in these tests are hashed fast, and nobody waits for an engine that is not there."""

import os
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from perennia.host import config as configs
from perennia.host import database
from tests.serving import served


@pytest.fixture(autouse=True)
def fast_passwords() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    from perennia.workflows import by_hand

    monkeypatch.setattr(by_hand, "PATIENCE", 0.0)


@pytest.fixture(scope="module")
def host(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """One server for all tests of a module that need no special one."""
    with django_db_blocker.unblock():
        url = database.url(configs.current(), str(connection.settings_dict["NAME"]))
    with served({**os.environ, "DATABASE_URL": url}) as address:
        yield address
