"""Every setting of a deployment: read from the environment, typed, explained, refused when wrong."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from perennia.host import reading
from perennia.host.postgres import account
from perennia.host.refusal import Refusal
from perennia.host.setting import setting, values


def default_home(environ: Mapping[str, str] = os.environ) -> Path:
    """The data folder when none is named: its name carries a digest of the clone's path, so clones stay apart.

    Root's home is closed to the account root's server runs as; in a container without the capability to pass it
    (most take it away) the data go to /var/lib instead.
    """
    clone = Path(__file__).resolve().parents[3]
    digest = hashlib.sha256(os.fsencode(clone)).hexdigest()[:10]
    base = environ.get("XDG_DATA_HOME") or ""
    data = Path(base) if base.startswith("/") else Path.home() / ".local" / "share"
    if os.geteuid() == 0 and _is_closed(data) and not account.can_pass():
        data = Path("/var/lib")
    return (data / "perennia" / digest).resolve()


def _is_closed(folder: Path) -> bool:
    """Whether an ordinary account is kept out of a folder, or of one above it."""
    ways = [folder, *folder.parents]
    return any(way.exists() and not way.stat().st_mode & 0o001 for way in ways)


@dataclass(frozen=True)
class Config:
    """The settings. Each is an environment variable; a secret may be given as a file by NAME_FILE."""

    home: Path = setting(
        "PERENNIA_HOME",
        reading.folder,
        Path(),
        "Data folder: the embedded database, the key file, `demo.json`. Unset: a folder below `~/.local/share/perennia`"
        " whose name is a digest of the clone's path, so two clones don't disturb each other (as root in a container"
        " that may not pass its own home: below `/var/lib/perennia`).",
    )
    port: int | None = setting(
        "PERENNIA_PORT",
        reading.whole(1, 65535),
        None,
        "Port of the web server. Unset: 8000, or the next free one, said aloud.",
    )
    host: str = setting(
        "PERENNIA_HOST",
        reading.word,
        "127.0.0.1",
        "Address the web server listens on. `0.0.0.0` opens it to other machines.",
    )
    url: str = setting(
        "PERENNIA_URL",
        reading.web_address,
        "",
        "Public address, used in links and mails, like `https://success.example.com`."
        " Unset: `http://localhost` and the port.",
    )
    is_production: bool = setting(
        "PERENNIA_PRODUCTION",
        reading.yes_no,
        False,
        "Whether strangers can reach it. `yes` refuses to start on a setting that is unsafe there, and says which.",
    )
    database_url: str = setting(
        "DATABASE_URL",
        reading.database_address,
        "",
        "A PostgreSQL of your own, version 15 or later. Unset: the embedded server in the data folder.",
        is_secret=True,
    )
    postgres_bin: Path | None = setting(
        "PERENNIA_POSTGRES_BIN",
        reading.folder,
        None,
        "Folder with `postgres` and `initdb` to use as the embedded server in place of the ones installed with"
        " Perennia, like `/usr/lib/postgresql/15/bin`.",
    )
    postgres_account: str = setting(
        "PERENNIA_POSTGRES_ACCOUNT",
        reading.word,
        "",
        "System account the embedded server runs as when Perennia is started by root."
        " Unset: the owner of the data, else `perennia` where there is such an account, else `nobody`.",
    )
    secret_key: str = setting(
        "PERENNIA_SECRET_KEY",
        reading.word,
        "",
        "Key that signs sessions and links and encrypts stored secrets; at least 32 characters."
        " Unset: made once and kept in the data folder, readable by its owner only.",
        is_secret=True,
    )
    files: Path | None = setting(
        "PERENNIA_FILES",
        reading.folder,
        None,
        "Folder for files put with customers; on several machines one that all of them share."
        " Unset: `files` in the data folder.",
    )
    web_processes: int = setting(
        "PERENNIA_WEB_PROCESSES", reading.whole(1, 64), 2, "Web processes `perennia serve` runs."
    )
    worker_processes: int = setting(
        "PERENNIA_WORKER_PROCESSES", reading.whole(0, 64), 1, "Worker processes `perennia serve` runs."
    )
    smtp_url: str = setting(
        "PERENNIA_SMTP_URL",
        reading.mail_server,
        "",
        "Mail server, like `smtp://user:password@mail.example.com:587`, or `smtps://` for TLS from the first byte."
        " Unset: mail goes to the local mailbox on screen and nothing leaves the machine.",
        is_secret=True,
    )
    mail_from: str = setting(
        "PERENNIA_MAIL_FROM", reading.mail_address, "success@perennia.localhost", "Sender address of outgoing mail."
    )
    allowed_private_hosts: tuple[str, ...] = setting(
        "PERENNIA_ALLOWED_PRIVATE_HOSTS",
        reading.words,
        (),
        "Host names inside your network that outgoing requests (webhooks) may reach, parted by commas. Unset: none.",
    )
    trusted_proxies: tuple[reading.Network, ...] = setting(
        "PERENNIA_TRUSTED_PROXIES",
        reading.networks,
        (),
        "Networks of the reverse proxies whose forwarding headers are believed, like `10.0.0.0/8`. Unset: none.",
    )
    import_megabytes: int = setting(
        "PERENNIA_IMPORT_MEGABYTES", reading.whole(1, 10_000), 512, "Largest file that may be imported, in megabytes."
    )
    oidc_issuer: str = setting(
        "PERENNIA_OIDC_ISSUER",
        reading.issuer_address,
        "",
        "Your company's own sign-in (OpenID Connect), like `https://login.example.com/realms/main`."
        " Unset: as set on screen, else none.",
    )
    oidc_client_id: str = setting(
        "PERENNIA_OIDC_CLIENT_ID", reading.word, "", "The name under which that sign-in knows this Perennia."
    )
    oidc_secret: str = setting(
        "PERENNIA_OIDC_SECRET", reading.word, "", "The secret that belongs to that name.", is_secret=True
    )
    oidc_name: str = setting(
        "PERENNIA_OIDC_NAME", reading.word, "your company's sign-in", "What the button of that sign-in says."
    )
    log_level: str = setting(
        "PERENNIA_LOG_LEVEL", reading.one_of("debug", "info", "warning", "error"), "info", "How much is logged."
    )

    @property
    def is_embedded(self) -> bool:
        """Whether the database is our own server in the data folder."""
        return not self.database_url

    @property
    def public_url(self) -> str:
        """The address people and mails use."""
        return self.url or f"http://localhost:{self.port or 8000}"

    @property
    def is_https(self) -> bool:
        """Whether people reach it over TLS."""
        return self.public_url.startswith("https://")

    @property
    def hostnames(self) -> list[str]:
        """Host names the web server answers to."""
        named = urlsplit(self.public_url).hostname or "localhost"
        return [named] if self.is_production else sorted({named, "localhost", "127.0.0.1", "[::1]"})


def read(environ: Mapping[str, str] = os.environ) -> Config:
    """The settings in an environment. Raises Refusal for a wrong or, in production, an unsafe one."""
    config = replace(Config(), **values(Config, environ))  # type: ignore[arg-type]  # each reader gives its field's type
    if config.home == Path():
        config = replace(config, home=default_home(environ))
    _refuse_unsafe(config)
    return config


@cache
def current() -> Config:
    """The settings of this process, read once."""
    return read()


def _refuse_unsafe(config: Config) -> None:
    if config.oidc_issuer and not config.oidc_client_id:
        raise Refusal("PERENNIA_OIDC_ISSUER is set but PERENNIA_OIDC_CLIENT_ID is not: set both or neither.")
    if config.secret_key and len(config.secret_key) < 32:
        raise Refusal("PERENNIA_SECRET_KEY is too short: give it 32 characters or more, or leave it unset.")
    if not config.is_production:
        return
    if not config.url:
        raise Refusal("PERENNIA_PRODUCTION is on but PERENNIA_URL is not set: links in mails would lead nowhere.")
    if not config.is_https:
        raise Refusal("PERENNIA_URL must start with https:// in production: sign-in cookies would travel in the open.")
    if config.log_level == "debug":
        raise Refusal("PERENNIA_LOG_LEVEL must not be debug in production: it may write personal data to the log.")
    if any(network.prefixlen == 0 for network in config.trusted_proxies):
        raise Refusal("PERENNIA_TRUSTED_PROXIES must not trust the whole internet: name your proxies' networks.")
