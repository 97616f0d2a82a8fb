"""The database of a test run: the embedded server in a private folder, or the one that is named."""

import os
import shutil
import tempfile
from pathlib import Path

import django
import pytest
from pytest_django import DjangoDbBlocker

from perennia.host import config as configs
from perennia.host import database
from perennia.host.postgres.leash import Leash, Order
from perennia.host.postgres.place import Place

_held: list[tuple[Leash, Path]] = []
_of_database: set[Path] = set()


def pytest_configure(config: pytest.Config) -> None:
    """Starts it before pytest-django looks at the settings; the workers of a parallel run inherit the folder."""
    os.environ["PERENNIA_SECRET_KEY"] = "a key for tests, known to everybody on purpose"
    if named := os.environ.get("TEST_DATABASE_URL"):
        os.environ["DATABASE_URL"] = named
    if not os.environ.get("DATABASE_URL") and not os.environ.get("PERENNIA_TEST_HOME"):
        _start()
    configs.current.cache_clear()
    os.environ["DJANGO_SETTINGS_MODULE"] = "perennia.settings"
    django.setup()
    _empty_fast()


def _empty_fast() -> None:
    from django.test import TransactionTestCase

    from tests.emptying import empty_all

    TransactionTestCase._fixture_teardown = empty_all  # type: ignore[attr-defined]  # the one place that flushes


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stops the server this process started."""
    while _held:
        leash, home = _held.pop()
        leash.release()
        shutil.rmtree(home, ignore_errors=True)
        os.environ.pop("PERENNIA_TEST_HOME", None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what talks to a server, so that just this can run again on another PostgreSQL version."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        is_django = item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(fixtures)
        if is_django:
            _of_database.add(item.path)
        if is_django or "place" in fixtures:
            item.add_marker("database")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The database of this run, and a note of what the migrations left in it."""
    from tests.emptying import remember

    with django_db_blocker.unblock():
        remember()


@pytest.fixture(autouse=True, scope="module")
def nothing_left(request: pytest.FixtureRequest) -> None:
    """No rows that tests of another module committed on connections of their own, where no flush followed."""
    if request.path not in _of_database:
        return
    from tests.emptying import empty_all

    request.getfixturevalue("django_db_setup")
    with request.getfixturevalue("django_db_blocker").unblock():
        empty_all()


@pytest.fixture
def process_environment(transactional_db: None) -> dict[str, str]:
    """The environment for a real process (worker, web) that shall work on this test's own database."""
    from django.db import connection

    url = database.url(configs.current(), str(connection.settings_dict["NAME"]))
    return {**os.environ, "DATABASE_URL": url}


def pytest_report_header() -> str:
    """Says which server the tests run on."""
    with database.connect(configs.current()) as connection:
        version = connection.info.server_version
    kind = "embedded" if configs.current().is_embedded else "named by DATABASE_URL"
    return f"database: PostgreSQL {version // 10_000}.{version % 10_000}, {kind}"


def _start() -> None:
    # Not below pytest's own temporary folder: root's server runs as another account and must get in.
    home = Path(tempfile.mkdtemp(prefix="perennia-test-"))
    home.chmod(0o711)
    programs = os.environ.get("PERENNIA_POSTGRES_BIN")
    held = database.start(Place(home), Order(Path(programs) if programs else None, is_fast=True))
    _held.append((held, home))
    os.environ["PERENNIA_TEST_HOME"] = os.environ["PERENNIA_HOME"] = str(home)
