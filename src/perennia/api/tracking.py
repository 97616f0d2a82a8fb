"""The tracking API: Segment's HTTP calls, so that its client libraries work by changing the host, in web pages too.

Requests are worked by a few threads of their own, each with its own connection, beside the pages people look at.
"""

import asyncio
import base64
import re
import zlib
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from urllib.parse import unquote

import msgspec
from django.db import Error as DatabaseError
from django.db import connection

from perennia.api import cross_origin, guide, page_settings
from perennia.ingest import request as bodies
from perennia.ingest import store
from perennia.ingest.call import MAX_BATCH_BYTES, MAX_EVENT_BYTES
from perennia.ingest.receive import NotStored, receive
from perennia.ingest.refusal import Unreadable
from perennia.ingest.source import sender

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Headers = dict[str, str]

PREFIX = "/v1/"
THREADS = 4
MAX_WAITING = 256  # requests a process takes on at once; more are asked to come again
RETRY_AFTER = "5"
CALLS = ("identify", "track", "page", "screen", "group", "alias", "batch", "import")
GUIDE = "guide"  # no event: asks what a page is to show
SETTINGS = re.compile(r"/v1/projects/([^/]{1,200})/settings/?")
SETTINGS_AGE = "public, max-age=60"
ADDRESSES = {address: call for call in CALLS for address in (call, call[0])} | {"i": "identify", GUIDE: GUIDE}

_threads = ThreadPoolExecutor(THREADS, thread_name_prefix="tracking", initializer=store.keep_apart)
_waiting = 0


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a whole request was not taken. Segment's clients read `code` and `message`."""

    code: str
    message: str
    limit: int | None = None


class Reply(msgspec.Struct, frozen=True):
    """An answer, before it is bytes."""

    status: int
    content: object
    headers: Headers = {}


async def application(scope: Scope, receive_: Receive, send: Send) -> None:
    """Answers one request below /v1/. Spoken to by the server directly: Django's pages, sessions and their cost stay out."""
    if scope["method"] == "OPTIONS":
        await _say(send, 204, cross_origin.PREFLIGHT)
        return
    reply = await _reply(scope, receive_)
    content = msgspec.json.encode(reply.content)
    headers = {"content-type": "application/json", "content-length": str(len(content)), **cross_origin.ANSWER}
    await _say(send, reply.status, headers | reply.headers, content if scope["method"] != "HEAD" else b"")


async def _say(send: Send, status: int, headers: Mapping[str, str], content: bytes = b"") -> None:
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": content})


async def _reply(scope: Scope, receive_: Receive) -> Reply:
    if asked := SETTINGS.fullmatch(scope["path"]):
        is_read = scope["method"] in ("GET", "HEAD")
        return await _worked(partial(_settings, asked.group(1))) if is_read else _wrong_method("GET")
    call = ADDRESSES.get(scope["path"].removeprefix(PREFIX).rstrip("/"))
    if call is None:
        return Reply(404, Problem("not_found", f"There is no such call. There are {', '.join(CALLS)}."))
    if scope["method"] != "POST":
        return _wrong_method("POST")
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    kind = "" if call in ("batch", "import") else call
    limit = MAX_EVENT_BYTES if kind else MAX_BATCH_BYTES
    body = await _body(receive_, limit)
    if body is None:
        return Reply(400, _too_large(limit))
    return await _worked(partial(_answer, headers, body, kind, limit, is_import=call == "import"))


async def _worked(work: Callable[[], Reply]) -> Reply:
    """What a thread makes of it, unless too much waits for one already."""
    global _waiting
    if _waiting >= MAX_WAITING:
        return _unavailable("Too many requests wait already. Send the events again in some seconds.")
    _waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_threads, work)
    finally:
        _waiting -= 1


async def _body(receive_: Receive, limit: int) -> bytes | None:
    """The body as sent; None when it is over the limit even before it is unzipped."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive_()
        part = message.get("body", b"")
        size += len(part)
        if size <= limit:
            parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts) if size <= limit else None


def _answer(headers: Headers, body: bytes, kind: str, limit: int, *, is_import: bool) -> Reply:
    try:
        body = _unpacked(headers.get("content-encoding", ""), body, limit)
        key = _key(headers.get("authorization", "")) or bodies.write_key(body)
        who = sender(key) if key else None
        if who is None:
            # To a page no challenge: a browser would ask its user for a name and a password.
            challenge = {} if "origin" in headers else {"www-authenticate": 'Basic realm="Perennia tracking"'}
            return Reply(401, _wrong_key(key), challenge)
        if not who.browser.lets(headers.get("origin", "")):
            return Reply(403, _wrong_origin(headers.get("origin", "")))
        if kind == GUIDE:
            return Reply(200, guide.answer(who, body))
        return Reply(200, receive(who, body, kind, is_import=is_import))
    except Unreadable as error:
        return Reply(400, Problem(error.code, error.message, error.limit))
    except NotStored as error:
        return _unavailable(error.detail)
    except DatabaseError:
        connection.close()
        return _unavailable((NotStored.__doc__ or "").strip())


def _settings(key: str) -> Reply:
    """What pages with this key are told; it says nothing that a reader of the page could not know."""
    try:
        who = sender(unquote(key))
        told = page_settings.document(key, who.browser) if who is not None else None
    except DatabaseError:
        connection.close()
        return _unavailable("The settings cannot be read now. Ask again in some seconds.")
    if told is None:
        return Reply(404, _wrong_key(key))
    return Reply(200, told, {"cache-control": SETTINGS_AGE})


def _unpacked(coding: str, body: bytes, limit: int) -> bytes:
    """The body, unzipped no further than the limit, so that a small bomb stays small."""
    coding = coding.strip().lower()
    if coding in ("", "identity"):
        return body
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise Unreadable("unknown_encoding", "Content-Encoding must be gzip, deflate or none.")
    unzip = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        plain = unzip.decompress(body, limit + 1)
    except zlib.error as error:
        raise Unreadable("broken_gzip", "The body is not valid gzip, though Content-Encoding says so.") from error
    if len(plain) > limit:
        problem = _too_large(limit)
        raise Unreadable(problem.code, problem.message, limit)
    if unzip.unused_data:
        raise Unreadable("broken_gzip", "Something follows the end of the gzip body. Send it in one piece.")
    if not unzip.eof:
        raise Unreadable("broken_gzip", "The gzip body ends before its end. Send it again whole.")
    return plain


def _key(authorization: str) -> str:
    """The write key of a Basic header: the user, with or without the colon of an empty password."""
    scheme, _, coded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(coded.strip(), validate=True).decode().partition(":")[0]
    except ValueError:  # no base64, no UTF-8, or a sign beyond ASCII
        return ""


def _too_large(limit: int) -> Problem:
    return Problem("too_large", f"The body is over the limit of {limit:,} bytes, unzipped. Send less at once.", limit)


def _wrong_key(key: str) -> Problem:
    if not key:
        return Problem(
            "missing_write_key",
            "Name your source: its write key as the user of Basic authentication, or as `writeKey`.",
        )
    return Problem("wrong_write_key", "No active source has this write key. Check it under Settings, Sources.")


def _wrong_origin(origin: str) -> Problem:
    from_where = f"from {origin[:200]}" if origin else "that name no origin"
    return Problem(
        "origin_not_allowed", f"This source takes no events {from_where}. Add the origin under Settings, Sources."
    )


def _wrong_method(allowed: str) -> Reply:
    told = "Send events by POST." if allowed == "POST" else "Ask for the settings by GET."
    return Reply(405, Problem("method_not_allowed", told), {"allow": allowed})


def _unavailable(message: str) -> Reply:
    return Reply(503, Problem("not_stored", message), {"retry-after": RETRY_AFTER})
