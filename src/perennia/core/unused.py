"""When a customer's unused features are looked at, and which they are then."""

from datetime import timedelta

import msgspec

from perennia.core.event import Event, Properties
from perennia.core.policy import FRAME, Policy
from perennia.core.profile import Profile

FEATURE_CHECK = "Feature Check"  # what a sweep proposes
UNUSED = "Features Unused"  # what is found then, all of a customer's in one event


def look(customer: Profile, event: Event, policy: Policy) -> tuple[Profile, tuple[tuple[str, Properties], ...]]:
    """Says when a customer's unused features are next looked at; at a look, which they are."""
    now = event.received_at
    if event.name == FEATURE_CHECK and event.kind == "clock":
        if customer.features_due_at != event.at:
            return customer, ()  # proposed before it was looked at last
        unused = policy.unused(customer, now)
        later = now + timedelta(days=policy.recheck_days)
        due = later if unused else policy.next_look(customer, now) or later
        said: Properties = {
            "features": [*unused], "count": len(unused),
            "high_value": policy.is_high_value(customer.trait("yearly_value"), customer.trait("currency")),
        }  # fmt: skip
        return msgspec.structs.replace(customer, features_due_at=due), ((UNUSED, said),) if unused else ()
    if customer.features_due_at is not None or customer.started_at is None:
        return customer, ()
    first = min([FRAME, *policy.features.values()])
    return msgspec.structs.replace(customer, features_due_at=now + timedelta(days=first)), ()
