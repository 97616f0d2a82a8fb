"""The one database: where it is, how it is reached, and a first look whether it will do."""

import atexit
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import quote, unquote, urlencode, urlsplit, urlunsplit

import psycopg
from psycopg.conninfo import make_conninfo

from perennia.host import config as configs
from perennia.host import keyfile
from perennia.host.config import Config
from perennia.host.postgres import leash, programs
from perennia.host.postgres.leash import Leash, Order
from perennia.host.postgres.place import DATABASE, ROLE, Place
from perennia.host.refusal import Refusal

_OPTIONS: dict[str, str | int] = {
    "application_name": "perennia",
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
# Pages read a few rows by index, where starting helpers or a compiler costs more than they save (20 of 30 ms measured);
# and whoever reads has long gone after half a minute.
_FOR_PAGES = "-c max_parallel_workers_per_gather=0 -c jit=off -c statement_timeout=30s"


def conninfo(config: Config) -> str:
    """The address for psycopg and the programs of PostgreSQL; holds the password."""
    if not config.is_embedded:
        return make_conninfo(config.database_url, **_OPTIONS)
    place = Place(config.home)
    return make_conninfo(
        host=str(place.socket), user=ROLE, dbname=DATABASE, password=_password(place), application_name="perennia"
    )


def url(config: Config, name: str = DATABASE) -> str:
    """The address as a URL, for another process; holds the password. `name`: another database on the same server."""
    if not config.is_embedded:
        parts = urlsplit(config.database_url)
        return urlunsplit(parts._replace(path=f"/{quote(name)}"))
    place = Place(config.home)
    return (
        f"postgresql:///{quote(name)}?{urlencode({'host': place.socket, 'user': ROLE, 'password': _password(place)})}"
    )


def for_django(config: Config, *, pool_size: int = 0) -> dict[str, object]:
    """Django's entry for it. With a pool (web: many short-lived threads) connections outlive the request there."""
    options: dict[str, object] = {}
    if pool_size:
        options["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 10}
        options["options"] = _FOR_PAGES
    entry = _embedded(config) if config.is_embedded else _named(config, options)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 0 if pool_size else None,
        "CONN_HEALTH_CHECKS": not pool_size,
        "OPTIONS": options,
        **entry,
    }


def connect(config: Config) -> psycopg.Connection:
    """A connection of its own, outside Django."""
    return psycopg.connect(conninfo(config))


def hold(config: Config) -> Leash | None:
    """Sees that the database is there, starting the embedded server if need be, and that it will do.

    Keep the leash while the database is used; None for a server of the operator's own. Raises Refusal.
    """
    held = _start(config) if config.is_embedded else None
    try:
        _check(config)
    except Refusal:
        if held is not None:
            held.release()
        raise
    return held


@cache
def hold_for_life() -> None:
    """Holds the database of the current settings until this process ends."""
    held = hold(configs.current())
    if held is not None:
        atexit.register(held.release)


def start(place: Place, order: Order) -> Leash:
    """Starts or joins the server of a data folder and waits until it takes connections."""
    _password(place)
    held = leash.take(place, order)
    try:
        held.wait_ready(lambda: _answers(place))
    except BaseException:
        held.release()
        raise
    return held


def make_home(home: Path) -> None:
    """Makes the data folder. Only one that we make gets its rights from us; an existing one keeps its own."""
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        # Root's server runs as another account, which passes through; the files inside are their owners' alone.
        home.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, exist_ok=True)
    except OSError as error:
        raise Refusal(
            f"The data folder {home} cannot be made ({error.strerror}). Set PERENNIA_HOME to a folder you may write to."
        ) from error
    if not os.access(home, os.W_OK | os.X_OK):
        raise Refusal(f"You may not write to the data folder {home}. Set PERENNIA_HOME to a folder of your own.")


def _start(config: Config) -> Leash:
    return start(Place(config.home), Order(config.postgres_bin, config.postgres_account))


def _answers(place: Place) -> bool:
    try:
        psycopg.connect(host=str(place.socket), user=ROLE, dbname=DATABASE, password=_password(place)).close()
    except psycopg.OperationalError:
        return False
    return True


def _password(place: Place) -> str:
    """The password of our role: made before the server, which gives it to the role."""
    make_home(place.home)
    return keyfile.made_once(place.password)


def _check(config: Config) -> None:
    """Refuses a server that is out of reach, too old, or of another text encoding."""
    try:
        with connect(config) as connection:
            version = connection.info.server_version
            encoding = connection.info.parameter_status("server_encoding")
    except psycopg.OperationalError as error:
        raise Refusal(f"The database cannot be reached: {_first_line(error)}. Check DATABASE_URL.") from error
    if version < programs.OLDEST * 10_000:
        raise Refusal(
            f"The database server is PostgreSQL {version // 10_000}; Perennia needs {programs.OLDEST} or later. "
            "Point DATABASE_URL at a newer server, or leave it unset to use the embedded one."
        )
    if encoding != "UTF8":
        raise Refusal(f"The database stores text as {encoding}; Perennia needs one made with ENCODING 'UTF8'.")


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".")


def _embedded(config: Config) -> Mapping[str, object]:
    place = Place(config.home)
    return {"HOST": str(place.socket), "NAME": DATABASE, "USER": ROLE, "PASSWORD": _password(place)}


def _named(config: Config, options: dict[str, object]) -> Mapping[str, object]:
    parts = urlsplit(config.database_url)
    given = psycopg.conninfo.conninfo_to_dict(config.database_url)
    known = {"host", "port", "user", "password", "dbname"}
    options |= _OPTIONS | {key: value for key, value in given.items() if key not in known}
    return {
        "HOST": str(given.get("host") or ""),
        "PORT": str(given.get("port") or ""),
        "USER": str(given.get("user") or ""),
        "PASSWORD": str(given.get("password") or ""),
        "NAME": str(given.get("dbname") or unquote(parts.path[1:])),
    }
