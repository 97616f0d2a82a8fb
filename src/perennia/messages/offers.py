"""What letters may offer besides their words: an incentive to try unused features, a reward for a milestone. Off by default."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal, get_args

import msgspec

from perennia.core.error import Invalid
from perennia.core.event import Properties, Value
from perennia.core.policy import MILESTONES

LONGEST = 1000
MOST_DAYS = 365
Name = Literal["incentive", "reward"]
NAMES: tuple[Name, ...] = get_args(Name)


class Offer(msgspec.Struct, frozen=True):
    """One offer. `days`: how long it holds from the letter on; 0 for as long as you like. `milestones`: a reward's, else all."""

    is_on: bool = False
    text: str = ""
    text_vi: str = ""
    days: int = 0
    milestones: tuple[str, ...] = ()


DEFAULTS: Mapping[Name, Offer] = {
    "incentive": Offer(days=14),
    "reward": Offer(milestones=tuple(one.name for one in MILESTONES[2:])),
}


def read(kept: Mapping[str, object]) -> dict[Name, Offer]:
    """The offers as they are kept; the defaults until somebody changed them."""
    return {name: msgspec.convert(kept[name], Offer) if name in kept else DEFAULTS[name] for name in NAMES}


def checked(name: str, offer: Offer) -> Offer:
    """The same, where it can stand in a letter. Raises Invalid, naming the field."""
    if offer.is_on and not offer.text.strip():
        raise Invalid("Write what is offered before you switch it on.", field=f"body.offers.{name}.text")
    if max(len(offer.text), len(offer.text_vi)) > LONGEST:
        raise Invalid(f"An offer has at most {LONGEST} characters.", field=f"body.offers.{name}.text")
    if not 0 <= offer.days <= MOST_DAYS:
        raise Invalid(f"An offer holds for at most {MOST_DAYS} days.", field=f"body.offers.{name}.days")
    if unknown := set(offer.milestones) - {one.name for one in MILESTONES}:
        raise Invalid(f"There is no milestone {min(unknown)}.", field=f"body.offers.{name}.milestones")
    return msgspec.structs.replace(offer, text=offer.text.strip(), text_vi=offer.text_vi.strip())


def in_letter(offers: Mapping[Name, Offer], event: Value, language: str, at: datetime | None) -> Properties:
    """What a text may name: `offers.incentive.text` and `.until`; empty where nothing is offered to this one."""
    return {name: _one(offers.get(name, Offer()), event, language, at) for name in NAMES}


def _one(offer: Offer, event: Value, language: str, at: datetime | None) -> Properties:
    properties = event.get("properties") if isinstance(event, dict) else None
    milestone = properties.get("milestone") if isinstance(properties, dict) else None
    is_meant = offer.is_on and (not offer.milestones or milestone is None or milestone in offer.milestones)
    text = (offer.text_vi if language == "vi" else "") or offer.text
    until = (at + timedelta(days=offer.days)).isoformat() if at is not None and offer.days else ""
    return {"text": " ".join(text.split()), "until": until} if is_meant else {"text": "", "until": ""}
