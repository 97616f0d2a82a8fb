"""Calls of the demo company that can't be taken: what a developer sends before the integration is right."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

BAD: tuple[tuple[str, dict[str, object]], ...] = (
    ("nobody named", {"type": "track", "event": "Feature Used", "properties": {"feature": "Reports", "seconds": 40}}),
    ("no event", {"type": "track", "userId": "usr_preview", "properties": {"feature": "Dashboard"}}),
    ("bad time", {"type": "track", "event": "Signed In", "userId": "usr_preview", "timestamp": "yesterday at noon"}),
    (
        "far future",
        {"type": "track", "event": "Payment Succeeded", "userId": "usr_preview", "timestamp": "2199-01-01T00:00:00Z"},
    ),
    ("unknown type", {"type": "purchase", "userId": "usr_preview", "event": "Payment Succeeded"}),
    ("no group", {"type": "group", "userId": "usr_preview", "traits": {"name": "Preview"}}),
    (
        "properties are text",
        {"type": "track", "event": "Feature Used", "userId": "usr_preview", "properties": "Dashboard"},
    ),
    ("NUL", {"type": "identify", "userId": "usr_preview", "traits": {"name": "Test\u0000er"}}),
    ("long id", {"type": "track", "event": "Signed In", "userId": "u" * 400}),
)


def bad_calls(seed: int, start: datetime, end: datetime) -> Iterator[tuple[datetime, bytes]]:
    """When each arrived and its bytes: one now and then, the last ones within the last hours."""
    rng = Random(f"{seed}/mishaps")
    days = max(1, (end - start).days)
    moments = [start + (end - start) * rng.random() for _ in range(days // 3)]
    moments += [end - timedelta(minutes=rng.uniform(2, 600)) for _ in BAD]
    for nth, at in enumerate(sorted(moments)):
        yield at, json.dumps({"batch": [BAD[nth % len(BAD)][1]]}).encode()
