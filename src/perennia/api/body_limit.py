"""No request may be longer than its address can need: it ends while it comes, before it fills the disk.

Django writes a body to a file before anything of ours is asked, signed in or not.
"""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

import msgspec

from perennia.host import config

MEGABYTE = 1024 * 1024
PAGES, FILES = 3 * MEGABYTE, 32 * MEGABYTE
IMPORTS = "/api/imports"

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]


class _TooLong(Exception):
    pass


def most(path: str) -> int:
    """How many bytes a request to this address may have."""
    if path == IMPORTS or path.startswith(f"{IMPORTS}/"):
        return (config.current().import_megabytes + 1) * MEGABYTE
    return FILES if path.startswith("/api/") else PAGES


async def within(application: Application, scope: Scope, receive: Receive, send: Send) -> None:
    """Hands the request on, as long as it keeps within its limit."""
    limit, size, has_begun = most(str(scope["path"])), 0, False

    async def counted() -> Mapping[str, Any]:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > limit:
            raise _TooLong
        return message

    async def noted(message: Mapping[str, Any]) -> None:
        nonlocal has_begun
        has_begun = True
        await send(message)

    try:
        await application(scope, counted, noted)
    except _TooLong:
        if not has_begun:
            await _refuse(limit, send)


async def _refuse(limit: int, send: Send) -> None:
    told = f"The body is over the limit of {limit // MEGABYTE} MB. Send less at once."
    said = {
        "type": "about:blank",
        "title": "Content Too Large",
        "status": 413,
        "detail": told,
        "code": "too_large",
        "errors": [],
    }
    content = msgspec.json.encode(said)
    headers = [
        (b"content-type", b"application/problem+json"), (b"content-length", str(len(content)).encode()), (b"connection", b"close"),
        (b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"),
    ]  # fmt: skip
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": content})
