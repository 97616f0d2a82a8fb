"""The application the web server runs: the tracking API beside Django, which has all else."""

import os
import signal
from collections.abc import Awaitable, Callable, Mapping
from multiprocessing import parent_process

import django
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from typing_extensions import override

from perennia.host import parent

if parent_process() is not None:
    # A web process whose server was killed would keep the port.
    parent.follow(signal.SIGKILL)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perennia.settings")
django.setup(set_prefix=False)


class _Pages(ASGIHandler):
    """Django, whose middleware and view run one after the other in one thread.

    Left to itself it would change between the loop and the thread for each of them, there and back, which cost a page
    more than many a statement. What a view streams afterwards, such as live changes, is still the loop's.
    """

    @override
    def load_middleware(self, is_async: bool = False) -> None:
        """Makes the chain as for a plain server, and one step into the thread before all of it."""
        super().load_middleware(is_async=False)
        chain = self._middleware_chain  # type: ignore[has-type]  # Django's own, set by the line above; the stubs don't say so
        self._middleware_chain = sync_to_async(chain, thread_sensitive=True)


_pages = _Pages()

from perennia.api import body_limit, tracking  # noqa: E402  what a page is to show lies in Django's models, which must be there first


async def application(
    scope: dict[str, object],
    receive: Callable[[], Awaitable[Mapping[str, object]]],
    send: Callable[[Mapping[str, object]], Awaitable[None]],
) -> None:
    """Hands a request to whom it is for."""
    if scope["type"] == "http" and str(scope["path"]).startswith(tracking.PREFIX):
        await tracking.application(scope, receive, send)
    elif scope["type"] == "http":
        await body_limit.within(_pages, scope, receive, send)
    else:
        await _pages(scope, receive, send)
