"""How the text of a setting becomes a value; each complaint reads on from the setting's name."""

import ipaddress
from collections.abc import Callable
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def word(text: str) -> str:
    """Any text on one line."""
    if "\n" in text or "\x00" in text:
        raise ValueError("must be one line of text")
    return text


def folder(text: str) -> Path:
    """A path, made absolute, links followed: one folder has one name. `~` is the home folder."""
    return Path(text).expanduser().resolve()


def whole(least: int, most: int) -> Callable[[str], int]:
    """A whole number within bounds."""

    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(text)

    return read


def yes_no(text: str) -> bool:
    """yes or no, also true/false, on/off, 1/0."""
    lowered = text.lower()
    if lowered in {"yes", "true", "on", "1"}:
        return True
    if lowered in {"no", "false", "off", "0"}:
        return False
    raise ValueError("must be yes or no")


def one_of(*choices: str) -> Callable[[str], str]:
    """One of a few words."""

    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return text

    return read


def web_address(text: str) -> str:
    """http:// or https:// with a host and nothing behind it; a last slash falls away."""
    parts = _split(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise ValueError("must be an address like https://perennia.example.com")
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ValueError("must end after the host name: Perennia lives at the root of its own host")
    return text.rstrip("/")


def issuer_address(text: str) -> str:
    """http:// or https:// with a host, maybe a path; a last slash falls away."""
    parts = _split(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise ValueError("must be an address like https://login.example.com/realms/main")
    return text.rstrip("/")


def database_address(text: str) -> str:
    """postgresql://user:password@host:port/name."""
    parts = _split(text)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("must start with postgresql://, no other database will do")
    if len(parts.path) < 2:
        raise ValueError("must end with the name of the database, like postgresql://me@localhost/perennia")
    return text


def mail_server(text: str) -> str:
    """smtp://user:password@host:587 (STARTTLS where offered), smtps:// for TLS from the first byte."""
    parts = _split(text)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("must be an address like smtp://user:password@mail.example.com:587")
    return text


def mail_address(text: str) -> str:
    """name@host, without a display name."""
    name, at, host = text.rpartition("@")
    if not (name and at and host) or any(sign.isspace() or sign in "<>,;\x00" for sign in text):
        raise ValueError("must be an e-mail address like success@example.com")
    return text


def words(text: str) -> tuple[str, ...]:
    """Words parted by commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def networks(text: str) -> tuple[Network, ...]:
    """Networks parted by commas, like 10.0.0.0/8,192.168.1.7."""
    try:
        return tuple(ipaddress.ip_network(part) for part in words(text))
    except ValueError as error:
        raise ValueError("must be networks like 10.0.0.0/8, parted by commas") from error


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise ValueError("must be an address with a port from 0 to 65535") from error
    return parts
