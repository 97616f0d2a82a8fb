"""Which addresses an outgoing request may reach: public ones, and private ones the operator has named."""

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_PORTS = {"http": 80, "https": 443}
# Forms a resolver reads as IPv4 though they do not look it: 127.1, 2130706433, 0x7f000001, 0177.0.0.1.
_ODD_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+))*\.?", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*", re.IGNORECASE)
_CARRIERS = [
    ipaddress.IPv6Network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "::/96", "2002::/16", "2001::/32")
]
_CLOSED = [ipaddress.ip_network(text) for text in ("192.88.99.0/24", "fec0::/10", "100::/64", "5f00::/16")]


class Forbidden(Exception):
    """This address may not be called. Use a public http or https address on its usual port."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


@dataclass(frozen=True)
class Target:
    """An address taken apart once; what is checked is what is called."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_named(self) -> tuple[str, str]:
        """The two ways an operator may allow it."""
        return self.host, f"{self.host}:{self.port}"


def target(url: str, allowed: Collection[str] = ()) -> Target:
    """Takes an address apart. Raises Forbidden for one that may not even be looked up."""
    if any(ord(sign) <= 32 or ord(sign) >= 127 or sign == "\\" for sign in url):
        raise Forbidden
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise Forbidden from None
    host = (parts.hostname or "").lower()
    if parts.username is not None or parts.password is not None or not host:
        raise Forbidden
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    found = Target(parts.scheme, host, port, path)
    if not set(found.is_named) & set(allowed):
        _refuse_odd(found)
    return found


def may_call(address: Address) -> bool:
    """Whether an address is out in the open: not here, not next door, not one carried inside another."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return may_call(address.ipv4_mapped)
        if any(address in carrier for carrier in _CARRIERS):
            return False
    if address.is_multicast or address.is_reserved or any(address in net for net in _CLOSED):
        return False
    return address.is_global


def _refuse_odd(found: Target) -> None:
    if found.port != _PORTS[found.scheme]:
        raise Forbidden
    literal = _literal(found.host)
    if literal is not None:
        if not may_call(literal):
            raise Forbidden
        return
    if _ODD_NUMBER.fullmatch(found.host) or not _HOST.fullmatch(found.host) or len(found.host) > 253:
        raise Forbidden
    if "." not in found.host or found.host.endswith((".localhost", ".local", ".internal")):
        raise Forbidden


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
