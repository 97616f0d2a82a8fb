"""`/api/live`: tells open screens what changed, as server-sent events, so that they read it anew."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable

from asgiref.sync import sync_to_async
from django.db import DatabaseError, close_old_connections
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from perennia.api import actor as actors
from perennia.api import errors, needs
from perennia.api.actor import Actor, SignInNeeded
from perennia.api.permissions import Permission
from perennia.api.watch import Badge, Subscription, watch
from perennia.core.error import Invalid, PerenniaError, TooMany
from perennia.team.logins import digest

PING, RECHECK, LONGEST = 15.0, 60.0, 3600.0
MOST_TOPICS, MOST_STREAMS = 20, 500
_NEEDS = {
    "events": Permission.EVENT_READ,
    "board": Permission.CUSTOMER_READ,
    "customer": Permission.CUSTOMER_READ,
    "workflow": Permission.WORKFLOW_READ,
    "draft": Permission.WORKFLOW_READ,
    "mailbox": Permission.MESSAGE_READ,
    "imports": Permission.CUSTOMER_IMPORT,
    "tasks": Permission.TASK_READ,
    "sessions": Permission.SESSION_READ,
}
OWN = "notices"
_TOPIC = re.compile(
    r"events|mailbox|notices|imports|tasks|sessions|board:[A-Za-z0-9_.~%-]{1,600}|customer:[1-9][0-9]{0,17}"
    r"|(workflow|draft):[A-Za-z0-9_.-]{1,120}"
)
_TOPICS = (
    "Topics are events, mailbox, notices, imports, tasks, sessions, board:<key>, customer:<id>, workflow:<key>,"
    " draft:<key>."
)


class TooManyStreams(TooMany):
    """Too many screens listen to this server at once. Close some, or run more web processes."""

    code = "too_many_streams"
    retry_after = 30


@require_GET
async def live(request: HttpRequest) -> HttpResponseBase:
    """The stream of one screen."""
    try:
        topics = _topics(request)
        caller = await sync_to_async(_asked)(_may, request, topics)
        if watch.listeners >= MOST_STREAMS:
            raise TooManyStreams
    except (PerenniaError, DatabaseError) as error:
        return errors.answer(request, error)
    answer = StreamingHttpResponse(_stream(request, topics, _badge(request, caller)), content_type="text/event-stream")
    # Proxies keep answers back to compress them; a stream would then stand still.
    answer.headers["X-Accel-Buffering"] = "no"
    answer.headers["Cache-Control"] = "no-store, no-transform"
    return answer


async def _stream(request: HttpRequest, topics: frozenset[str], badge: Badge) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    began = checked = loop.time()
    with watch.subscribe(frozenset(_own(topic, badge) for topic in topics), badge) as subscription:
        yield b"retry: 3000\n: open\n\n"
        while loop.time() - began < LONGEST:
            said = await _next(subscription)
            if subscription.is_over:
                return
            yield said
            if loop.time() - checked > RECHECK:
                # Who signed out, lost a role or a key hears no more.
                checked = loop.time()
                try:
                    await sync_to_async(_asked)(_may_still, request, topics)
                except (PerenniaError, DatabaseError):
                    return  # a screen that was only cut off comes again


async def _next(subscription: Subscription) -> bytes:
    changed = await subscription.changed(PING)
    if not changed:
        return b": ping\n\n"
    lines = (
        f"event: {_asked_as(topic)}\ndata: {json.dumps({'changed': ids})}\n\n" for topic, ids in sorted(changed.items())
    )
    return "".join(lines).encode()


def _own(topic: str, badge: Badge) -> str:
    """One's own notices are asked for without saying whose; nobody can ask for another's."""
    return f"{OWN}:{badge.login[0]}" if topic == OWN and badge.login is not None else topic


def _asked_as(topic: str) -> str:
    return OWN if topic.startswith(f"{OWN}:") else topic


def _topics(request: HttpRequest) -> frozenset[str]:
    asked = [topic for topic in request.GET.get("topics", "").split(",") if topic]
    if not 0 < len(asked) <= MOST_TOPICS:
        raise Invalid(f"Name 1 to {MOST_TOPICS} topics, parted by commas.", field="query.topics")
    for topic in asked:
        if not _TOPIC.fullmatch(topic):
            raise Invalid(_TOPICS, field="query.topics")
    return frozenset(asked)


def _badge(request: HttpRequest, caller: Actor) -> Badge:
    if caller.member is None:
        return Badge(None, caller.key.pk if caller.key is not None else None)
    return Badge((caller.member.pk, caller.member.login_round, digest(request.session.session_key)), None)


def _asked(ask: Callable[[HttpRequest, frozenset[str]], Actor], request: HttpRequest, topics: frozenset[str]) -> Actor:
    """Asks, and lets go of the connection: a stream lasts for an hour, and the pages have but a few to share."""
    try:
        return ask(request, topics)
    finally:
        close_old_connections()


def _may(request: HttpRequest, topics: frozenset[str]) -> Actor:
    caller = actors.of(request)
    if not caller.is_somebody:
        raise SignInNeeded
    if OWN in topics and caller.member is None:
        raise SignInNeeded
    for topic in sorted(topics - {OWN}):
        permission = _NEEDS[topic.partition(":")[0]]
        if not caller.can(permission):
            raise needs.refusal(caller, permission)
    return caller


def _may_still(request: HttpRequest, topics: frozenset[str]) -> Actor:
    caller = _may(request, topics)
    if caller.member is not None:
        session = request.session
        if not session.exists(session.session_key or ""):
            raise SignInNeeded
        caller.member.refresh_from_db()
        if (
            not caller.member.is_active
            or not {_NEEDS[t.partition(":")[0]] for t in topics - {OWN}} <= actors.by_member(caller.member).may
        ):
            raise SignInNeeded
    return caller
