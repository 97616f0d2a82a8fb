"""Secrets: the key of the deployment, and values encrypted with it at rest."""

import base64
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from perennia.host import config as configs
from perennia.host import database, keyfile
from perennia.host.config import Config


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
    database.make_home(config.home)
    return keyfile.made_once(key_file(config))
