"""Where a request comes from: the caller's address, seen through the reverse proxies the operator trusts."""

import ipaddress

from django.http import HttpRequest

from perennia.host import config


def origin_of(request: HttpRequest) -> str:
    """The caller's address. A forwarding header counts only from a trusted proxy, read from its right end."""
    address = str(request.META.get("REMOTE_ADDR") or "")
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    while hops and _is_trusted(address):
        address = hops.pop()
    return address or "unknown"


def _is_trusted(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in config.current().trusted_proxies)
