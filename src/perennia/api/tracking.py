"""The tracking API: Segment's HTTP calls, so that its client libraries work by changing the host.

Requests are worked by a few threads of their own, each with its own connection, beside the pages people look at.
"""

import asyncio
import base64
import binascii
import zlib
from concurrent.futures import ThreadPoolExecutor

import msgspec
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from perennia.ingest import request as bodies
from perennia.ingest.call import MAX_BATCH_BYTES, MAX_EVENT_BYTES
from perennia.ingest.receive import NotStored, receive
from perennia.ingest.refusal import Unreadable
from perennia.ingest.source import sender

THREADS = 4
MAX_WAITING = 256  # requests a process takes on at once; more are asked to come again
RETRY_AFTER = "5"
LETTERS = {
    "identify": "i",
    "track": "t",
    "page": "p",
    "screen": "s",
    "group": "g",
    "alias": "a",
    "batch": "b",
    "import": "",
}

_threads = ThreadPoolExecutor(THREADS, thread_name_prefix="tracking")
_waiting = 0


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a whole request was not taken. Segment's clients read `code` and `message`."""

    code: str
    message: str
    limit: int | None = None


@csrf_exempt
async def take(request: HttpRequest, call: str) -> HttpResponse:
    """Answers one request of the tracking API."""
    global _waiting
    if request.method != "POST":
        return _problem(405, Problem("method_not_allowed", "Send events by POST."), allow="POST")
    if _waiting >= MAX_WAITING:
        return _unavailable("Too many requests wait already. Send the events again in some seconds.")
    _waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_threads, _answer, request, call)
    finally:
        _waiting -= 1


def _answer(request: HttpRequest, call: str) -> HttpResponse:
    kind = "" if call in ("batch", "import") else call
    try:
        body = _unpacked(request, MAX_EVENT_BYTES if kind else MAX_BATCH_BYTES)
        key = _key(request.headers.get("Authorization", "")) or bodies.write_key(body)
        who = sender(key) if key else None
        if who is None:
            return _problem(401, _wrong_key(key))
        return _json(200, receive(who, body, kind, is_import=call == "import"))
    except Unreadable as error:
        return _problem(400, Problem(error.code, error.message, error.limit))
    except NotStored as error:
        return _unavailable(error.detail)
    except DatabaseError:
        connection.close()
        return _unavailable((NotStored.__doc__ or "").strip())


def _unpacked(request: HttpRequest, limit: int) -> bytes:
    """The body, unzipped no further than the limit, so that a small bomb stays small."""
    body = request.body
    coding = request.headers.get("Content-Encoding", "").strip().lower()
    if coding in ("gzip", "x-gzip", "deflate"):
        body = _unzipped(body, limit)
    elif coding not in ("", "identity"):
        raise Unreadable("unknown_encoding", "Content-Encoding must be gzip, deflate or none.")
    if len(body) > limit:
        raise Unreadable(
            "too_large", f"The body is over the limit of {limit:,} bytes, unzipped. Send less at once.", limit
        )
    return body


def _unzipped(body: bytes, limit: int) -> bytes:
    unzip = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        plain = unzip.decompress(body, limit + 1)
    except zlib.error as error:
        raise Unreadable("broken_gzip", "The body is not valid gzip, though Content-Encoding says so.") from error
    if not unzip.eof and len(plain) <= limit:
        raise Unreadable("broken_gzip", "The gzip body ends before its end. Send it again whole.")
    return plain


def _key(authorization: str) -> str:
    """The write key of a Basic header: the user, with or without the colon of an empty password."""
    scheme, _, coded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(coded.strip(), validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _wrong_key(key: str) -> Problem:
    if not key:
        return Problem(
            "missing_write_key",
            "Name your source: its write key as the user of Basic authentication, or as `writeKey`.",
        )
    return Problem("wrong_write_key", "No active source has this write key. Check it under Settings, Sources.")


def _json(status: int, answer: object) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(answer), status=status, content_type="application/json")


def _problem(status: int, problem: Problem, allow: str = "") -> HttpResponse:
    answer = _json(status, problem)
    if allow:
        answer["Allow"] = allow
    if status == 401:
        answer["WWW-Authenticate"] = 'Basic realm="Perennia tracking"'
    return answer


def _unavailable(message: str) -> HttpResponse:
    answer = _json(503, Problem("not_stored", message))
    answer["Retry-After"] = RETRY_AFTER
    return answer


urlpatterns = [
    path(f"v1/{name}{slash}", take, {"call": call})
    for call, letter in LETTERS.items()
    for name in (call, letter)
    if name
    for slash in ("", "/")
]
