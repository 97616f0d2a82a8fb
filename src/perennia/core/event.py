"""What happened: one event of one customer, as the engine sees it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    Value = str | int | float | bool | None | list["Value"] | dict[str, "Value"]  # JSON as it arrived
else:
    Value = Any  # msgspec knows no recursive types, and JSON is all it can decode here
Properties = dict[str, Value]

HISTORICAL_AFTER = timedelta(hours=24)  # unless the organisation says otherwise
LOGIN_AFTER = timedelta(minutes=30)
MAX_DEPTH = 10
LONGEST_FEATURE = 200  # characters: daily sums are found by it, and an index takes only so much

# Said about a customer by a system, not done by a contact in the product: these do not move last-seen.
PASSIVE_PREFIXES = (
    "Payment ",
    "Subscription ",
    "Account ",
    "Session ",
    "Project ",
    "Goal ",
    "Trial ",
    "Message ",
    "Affiliate ",
)
# Done by the page, not by who looks at it.
PASSIVE_NAMES = ("Guidance Shown", "Guidance Not Shown")
# Whoever makes an appointment or asks for something may only be looking around: nobody begins by it.
ARRANGING_PREFIXES = ("Session ", "Task ")
# Of these, what is true of the customer as a whole, whichever contact's name it came under.
WHOLE_PREFIXES = ("Payment ", "Subscription ", "Trial ", "Project ", "Goal ")
WHOLE_NAMES = ("Account Created", "Account Deleted")


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One event, in the order of receipt.

    `seq` is its number in the inbox (derived events carry their cause's, and a place), `at` when it happened (bounded by
    `received_at`), `depth` how many links of a chain of derived events lie before it.
    """

    seq: int
    place: int = 0  # 0, or which of the events derived from `seq` this is
    id: str
    name: str
    kind: str
    customer: int
    contact: int | None
    at: datetime
    received_at: datetime
    source: int
    historical: bool = False
    is_late: bool = False  # something that happened later is already known
    depth: int = 0
    properties: Properties = msgspec.field(default_factory=dict)
    traits: Properties = msgspec.field(default_factory=dict)
    context: Properties = msgspec.field(default_factory=dict)

    @property
    def feature(self) -> str | None:
        """The feature whose use this event reports; None for any other event."""
        feature = self.properties.get("feature") if self.name == "Feature Used" else None
        return feature[:LONGEST_FEATURE] if isinstance(feature, str) and feature else None

    @property
    def is_activity(self) -> bool:
        """Whether a contact did this themselves, so that it counts as being seen and as a login."""
        if self.contact is None or self.context.get("active") is False:
            return False
        if self.kind in ("page", "screen", "identify"):
            return True
        return self.kind == "track" and not self.name.startswith(PASSIVE_PREFIXES) and self.name not in PASSIVE_NAMES

    @property
    def is_live(self) -> bool:
        """Whether it happens to somebody now, and is neither the past nor the team's or the clock's own word."""
        return not self.historical and self.kind not in ("clock", "person", "report")

    @property
    def is_beginning(self) -> bool:
        """Whether somebody unknown so far has begun by it. Who is only named on their behalf, or books a session, has not."""
        if self.kind in ("identify", "group"):
            return self.is_live and self.context.get("active") is not False
        return self.is_live and not self.name.startswith(ARRANGING_PREFIXES)

    @property
    def is_of_whole_customer(self) -> bool:
        """Whether all contacts of the customer are concerned, and not only the one it came from."""
        is_whole = self.name.startswith(WHOLE_PREFIXES) or self.name in WHOLE_NAMES
        return self.contact is None or (self.kind == "track" and is_whole)
