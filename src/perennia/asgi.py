"""The application the web server runs: the tracking API beside Django, which has all else."""

import os
import signal
from collections.abc import Awaitable, Callable, Mapping
from multiprocessing import parent_process

from django.core.asgi import get_asgi_application

from perennia.host import parent

if parent_process() is not None:
    # A web process whose server was killed would keep the port.
    parent.follow(signal.SIGKILL)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perennia.settings")
_pages = get_asgi_application()

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
