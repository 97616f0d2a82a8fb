"""What a text may name: plain values only, chosen one by one, never an object of ours."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from perennia.core.event import Properties, Value
from perennia.messages.offers import in_letter
from perennia.messages.recipients import Known, Person
from perennia.messages.rules import House

# A name ending in ".*" stands for all below it.
NAMES = (
    "contact.name", "contact.first_name", "contact.email", "contact.title", "contact.traits.*", "customer.name", "customer.plan",
    "customer.traits.*", "owner.name", "owner.first_name", "owner.email", "organisation.name", "event.*", "facts.*", "features",
    "features.*", "links.app", "links.billing", "links.guide", "links.help", "links.answer", "links.happiness", "links.nps",
    "links.booking", "links.request", "links.affiliates", "links.affiliate", "news", "news.*",
    "links.unsubscribe", "language", "offers.incentive.text", "offers.incentive.until", "offers.reward.text", "offers.reward.until",
)  # fmt: skip
_FEATURES_SHOWN = 10
_NEWS_SHOWN = 5
_NAMELESS = {"en": ("there", "Somebody"), "vi": ("bạn", "Một người")}  # as we greet them; as we speak of them


class To(msgspec.Struct, frozen=True):
    """The recipient, as far as the letter is concerned."""

    contact: int
    address: str
    name: str
    first_name: str
    language: str
    zone: str


class About(msgspec.Struct, frozen=True):
    """What a text is about: `event` let the enrolment in, `facts` is what else was handed on."""

    customer: int
    event: Value
    facts: Properties
    answer: str = ""
    happiness: str = ""
    nps: str = ""
    affiliate: str = ""
    booking: str = ""
    request: str = ""
    unsubscribe: str = ""
    at: datetime | None = None


def context(about: About, to: To, known: Known, house: House, *, speaks_of: bool = False) -> dict[str, Value]:
    """The values. `speaks_of` words the nameless for somebody who reads about them."""
    owner = known.owners.get(about.customer) or Person(house.name, "")
    nameless = _NAMELESS.get(to.language, _NAMELESS["en"])[speaks_of]
    return {
        "contact": {
            "name": to.name or to.address or nameless if speaks_of else to.name or nameless,
            "first_name": to.first_name or nameless,
            "email": to.address,
            "title": known.text(1, to.contact, "title"),
            "traits": _traits(known, 1, to.contact),
        },
        "customer": {
            "name": known.text(0, about.customer, "name") or to.name or to.address,
            "plan": known.text(0, about.customer, "plan"),
            "traits": _traits(known, 0, about.customer),
        },
        "owner": {"name": owner.name, "first_name": owner.first_name, "email": owner.email},
        "organisation": {"name": house.name},
        "event": _event(about.event),
        "facts": {name: _plain(value) for name, value in about.facts.items() if name != "event"},
        "features": _features(known, about.customer, to.contact),
        "links": {
            **house.links,
            "answer": about.answer,
            "unsubscribe": about.unsubscribe,
            "happiness": about.happiness,
            "nps": about.nps,
            "affiliate": about.affiliate,
            "booking": house.links.get("booking") or about.booking,
            "request": about.request,
        },
        "news": _news(known, about, to, house),
        "offers": in_letter(house.offers, about.event, to.language, about.at),
        "language": to.language,
        "zone": to.zone,
    }


def told(
    customer: int, contact: int | None, facts: Properties, known: Known, house: House, language: str, zone: str
) -> dict[str, Value]:
    """The values of a notice to one of our team, in their language and zone."""
    name = known.text(1, contact, "name")
    who = To(contact or 0, known.text(1, contact, "email"), name, known.text(1, contact, "first_name"), language, zone)
    return context(About(customer, facts.get("event"), facts), who, known, house, speaks_of=True)


def _event(entry: Value) -> Properties:
    """The event that let the enrolment in: its properties by name, and `name` and `at`."""
    if not isinstance(entry, Mapping):
        return {}
    properties = entry.get("properties")
    own = {name: _plain(value) for name, value in properties.items()} if isinstance(properties, Mapping) else {}
    uses = {"uses": _plain(entry["uses"])} if "uses" in entry else {}
    return {**own, **uses, "name": _plain(entry.get("name")), "at": _plain(entry.get("at"))}


def _traits(known: Known, kind: int, id: int) -> Properties:
    profile = known.profiles.get((kind, id))
    return {name: _plain(one.value) for name, one in profile.traits.items()} if profile is not None else {}


def _features(known: Known, customer: int, contact: int) -> list[Value]:
    """What they use most, in minutes: the contact's, else the customer's."""
    profile = known.profiles.get((1, contact)) or known.profiles.get((0, customer))
    used = sorted(profile.features.items(), key=lambda one: -one[1].seconds) if profile is not None else []
    return [{"name": name, "minutes": use.seconds // 60, "uses": use.uses} for name, use in used[:_FEATURES_SHOWN]]


def _news(known: Known, about: About, to: To, house: House) -> list[Value]:
    """What is new in the product since they were last there, newest first."""
    profile = known.profiles.get((1, to.contact)) or known.profiles.get((0, about.customer))
    since = profile.last_seen_at if profile is not None else None
    fresh = [one for one in house.news if since is None or one.at > since.date()]
    return [
        {"text": (to.language == "vi" and one.text_vi) or one.text, "url": one.url, "at": one.at.isoformat()}
        for one in fresh[:_NEWS_SHOWN]
    ]


def _plain(value: Value, depth: int = 0) -> Value:
    """Text in one line, numbers, and shallow lists and tables of them; nothing else reaches a template."""
    if isinstance(value, str):
        return " ".join(value.split())[:2000]
    if isinstance(value, list):
        return [_plain(item, depth + 1) for item in value[:50]] if depth < 3 else []
    if isinstance(value, dict):
        return {name: _plain(item, depth + 1) for name, item in list(value.items())[:50]} if depth < 3 else {}
    return value
