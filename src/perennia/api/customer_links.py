"""Links that act for a customer, as letters and events hold them: to move a session, to answer, to unsubscribe.

Whoever has one may use it, so it is shown whole only to who may change customers; others read that there is one.
"""

import re

import msgspec
from django.http import HttpRequest

from perennia.api import needs
from perennia.api.permissions import Permission
from perennia.core.event import Properties

# As messages.link and sessions.link sign them.
_TOKEN = re.compile(r"(?:[0-9]{1,3}-)?[0-9a-f]{32}(?:-[0-9]+)?\.[A-Za-z0-9_-]{43}")


def may_follow(request: HttpRequest) -> bool:
    """Whether the caller may act for customers."""
    return needs.caller(request).can(Permission.CUSTOMER_WRITE)


def told(request: HttpRequest, text: str) -> str:
    """A text as the caller may read it."""
    return text if may_follow(request) else _TOKEN.sub("…", text)


def told_of(request: HttpRequest, properties: Properties) -> Properties:
    """The same of what an event says."""
    if may_follow(request) or _TOKEN.search(kept := msgspec.json.encode(properties).decode()) is None:
        return properties
    found: Properties = msgspec.json.decode(_TOKEN.sub("…", kept))
    return found
