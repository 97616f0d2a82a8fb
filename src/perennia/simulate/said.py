"""What a tracking client of the demo company says: one call, and when it reached us."""

from datetime import datetime, timedelta
from random import Random

import msgspec

APP: dict[str, object] = {"library": {"name": "analytics.js", "version": "2.11.1"}}
BILLING: dict[str, object] = {"library": {"name": "analytics-python", "version": "2.3.4"}}


class Said(msgspec.Struct, kw_only=True, gc=False):
    """One call of the tracking protocol. `source`: app, billing or crm, each with a write key of its own."""

    received: datetime
    at: datetime
    kind: str
    name: str = ""
    user: str = ""
    anonymous: str = ""
    group: str = ""
    message_id: str
    properties: dict[str, object] = {}
    traits: dict[str, object] = {}
    context: dict[str, object] = {}
    source: str = "app"


class Voice:
    """Says things with ids and delays drawn from one stream of chance, so that they come out the same again."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.said: list[Said] = []

    def say(self, at: datetime, kind: str, name: str = "", **fields: object) -> None:
        """Says it at this moment; it arrives a little later."""
        late = 0.15 + self.rng.random() * 1.6
        identity = f"{self.rng.getrandbits(80):020x}"
        fields.setdefault("context", APP)
        self.said.append(
            Said(received=at + timedelta(seconds=late), at=at, kind=kind, name=name, message_id=identity, **fields)  # type: ignore[arg-type]
        )
