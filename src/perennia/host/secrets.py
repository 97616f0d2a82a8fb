"""Secrets: the key of the deployment, and values encrypted with it at rest."""

import base64
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from perennia.host import config as configs
from perennia.host import database
from perennia.host.config import Config
from perennia.host.refusal import Refusal


class Unreadable(Exception):
    """This secret was stored under another key. Bring back the old key file, or enter the secret again."""


def signing_key(config: Config) -> str:
    """The key Django signs sessions and links with."""
    return _derived(config, "signing").decode()


def encrypt(plain: str) -> bytes:
    """The text as it may lie in the database; the same text never looks the same twice."""
    return _box().encrypt(plain.encode())


def decrypt(stored: bytes) -> str:
    """The text again. Raises Unreadable if it was stored under another key or changed since."""
    try:
        return _box().decrypt(bytes(stored)).decode()
    except InvalidToken as error:
        raise Unreadable(Unreadable.__doc__) from error


def key_file(config: Config) -> Path:
    """Where the generated key lies."""
    return config.home / "secret.key"


def _box() -> Fernet:
    return Fernet(_derived(configs.current(), "storage"))


def _derived(config: Config, purpose: str) -> bytes:
    """One key a purpose, so that a signature never tells anything of the storage key."""
    kdf = HKDF(hashes.SHA256(), length=32, salt=None, info=f"perennia {purpose}".encode())
    return base64.urlsafe_b64encode(kdf.derive(_root_key(config).encode()))


def _root_key(config: Config) -> str:
    if config.secret_key:
        return config.secret_key
    path = key_file(config)
    try:
        return _checked(path)
    except FileNotFoundError:
        return _make(path)


def _make(path: Path) -> str:
    """Makes the key whole under a passing name; of two makers at once the first to link wins, both read its key."""
    database.make_home(path.parent)
    passing = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        os.link(passing, path)
    except FileExistsError:
        pass
    except OSError as error:
        raise Refusal(
            f"The key file {path} cannot be made ({error.strerror}). Set PERENNIA_HOME or free some space."
        ) from error
    finally:
        passing.unlink(missing_ok=True)
    return _checked(path)


def _checked(path: Path) -> str:
    try:
        mode = path.stat().st_mode
        key = path.read_text().strip()
    except PermissionError as error:
        raise Refusal(f"The key file {path} belongs to another user. Start Perennia as that user.") from error
    if mode & 0o077:
        raise Refusal(f"The key file {path} can be read by others. Run: chmod 600 {path}")
    if len(key) < 32:
        raise Refusal(f"The key file {path} is damaged: it is too short. Bring it back from a backup.")
    return key
