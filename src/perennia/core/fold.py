"""Folds one event into the profiles of its contact and customer, and says what follows from it."""

from datetime import UTC, datetime, tzinfo
from decimal import Decimal, InvalidOperation, Overflow

import msgspec

from perennia.core import guided, happiness, naming, text
from perennia.core.event import LOGIN_AFTER, Event, Properties, Value
from perennia.core.policy import PLAIN, Policy
from perennia.core.profile import MOST_FEATURES, MOST_NAMES, MOST_TRAITS, FeatureUse, Known, Profile
from perennia.core.unused import look

NOT_SEEN, SEEN, LOGIN = range(3)  # what sight of a contact an event was
LOGGED_IN = "Logged In"
JOINED = "Contact Joined"

# Segment's spellings, as they are kept here.
SPELLINGS = {
    "firstName": "first_name", "lastName": "last_name", "createdAt": "created_at", "employee_count": "employees",
    "groupName": "name", "account_name": "name", "accountName": "name",
}  # fmt: skip
# What the customer's own trait becomes when the event happens: (event prefix, trait, value or property name).
BILLING: dict[str, dict[str, str]] = {
    "Subscription Started": {"subscription_status": "=active"},
    "Subscription Changed": {"subscription_status": "=active"},
    "Subscription Cancelled": {"subscription_status": "=cancelled"},
    "Payment Succeeded": {"payment_status": "=succeeded"},
    "Payment Failed": {"payment_status": "=failed"},
}
LARGEST_AMOUNT = 10**15
INTERVALS = {"month": 12, "monthly": 12, "quarter": 4, "quarterly": 4, "year": 1, "yearly": 1, "annual": 1}
BILLING_PROPERTIES = ("plan", "currency", "renews_at", "yearly_value", "seats", "interval")

# What the cold row of a customer or contact shows.
DESCRIBED = frozenset(
    ["name", "first_name", "last_name", "email", "phone", "title", "website", "industry", "employees", "plan", "currency",
     "yearly_value", "mrr", "arr", "annual_value", "timezone", "locale", "language", "avatar", "subscription_status",
     "renews_at", "seats", "role"]
)  # fmt: skip
SIGN_UP = ("first_name", "last_name", "email", "phone", "username", "title")


class Folded(msgspec.Struct, frozen=True):
    """What folding gave. `derived` are events of the contact that follow from this one, `whole` of the customer."""

    customer: Profile
    contact: Profile | None
    derived: tuple[tuple[str, Properties], ...] = ()
    whole: tuple[tuple[str, Properties], ...] = ()


def fold(
    customer: Profile, contact: Profile | None, event: Event, *, is_hidden: bool = False, zone: tzinfo = UTC,
    policy: Policy = PLAIN,
) -> Folded:  # fmt: skip
    """Folds `event`. A value with an earlier event time never replaces a later one; sums always count."""
    derived: list[tuple[str, Properties]] = []
    sight = NOT_SEEN
    if contact is not None and event.is_activity:
        silence = _login(contact, event)
        sight = SEEN if silence is None else LOGIN
        if silence is not None:
            derived.append((LOGGED_IN, _login_said(contact, silence, event, zone)))
    new_customer = _common(customer, event, sight, is_hidden=is_hidden)
    new_contact = _common(contact, event, sight, is_hidden=is_hidden) if contact is not None else None
    if contact is not None and new_contact is not None and _joins(contact, new_contact, event):
        derived.insert(0, (JOINED, {}))
    new_customer, new_contact = _traits(new_customer, new_contact, event)
    if event.name == happiness.GIVEN and new_contact is not None:
        new_customer, new_contact = _felt(new_customer, new_contact, event)
    if event.name in guided.NAMES and new_contact is not None:
        new_contact = guided.fold(new_contact, event)
    new_customer, whole = look(new_customer, event, policy)
    return Folded(new_customer, new_contact, tuple(derived), whole)


def describes_anew(before: Profile | None, after: Profile) -> bool:
    """Whether something people see in lists changed, so that the cold row must follow."""
    if after.is_hidden:
        return False
    if before is None or before.is_hidden:
        return True
    if before.traits is after.traits:
        return False
    return any(before.trait(name) != known.value for name, known in after.traits.items() if name in DESCRIBED)


def learn(profile: Profile, traits: Properties, at: datetime, by: str) -> Profile:
    """The profile with newer values of these traits; the same object where none is newer or other."""
    known = profile.traits
    fresh: dict[str, Known] = {}
    for name, value in _flat(traits):
        old = known.get(name)
        if old is None or (old.yields_to(at, by) and old.value != value) or (old.yields_to(at, by) and old.at < at):
            fresh[name] = Known(value, at, by)
    if len(known) + len(fresh) > MOST_TRAITS:
        room = max(0, MOST_TRAITS - len(known))
        kept_out = {*[name for name in fresh if name not in known and name not in DESCRIBED][room:]}
        fresh = {name: one for name, one in fresh.items() if name not in kept_out}
    if not fresh:
        return profile
    folded = {n: key for n, k in fresh.items() if (key := text.folded(k.value)) is not None}
    kept = {n: t for n, t in profile.folded.items() if n not in fresh}
    renews_at = moment(fresh["renews_at"].value) if "renews_at" in fresh else profile.renews_at
    return msgspec.structs.replace(profile, traits={**known, **fresh}, folded={**kept, **folded}, renews_at=renews_at)


def moment(value: Value) -> datetime | None:
    """The UTC instant a text or a Unix time names, in the years conditions know (see text.moment), or None."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        seconds = (value / 1000 if value > 10**11 else value) if isinstance(value, (int, float)) else None
        at = datetime.fromisoformat(str(value)) if seconds is None else datetime.fromtimestamp(seconds, UTC)
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return at if 1000 <= at.year <= 2999 else None


def _common(profile: Profile, event: Event, sight: int, *, is_hidden: bool) -> Profile:
    """What every event leaves, by what kind of sight of the contact it was; all in one copy, for a turn makes thousands."""
    at, started, is_guest = event.at, profile.started_at, profile.is_guest
    if started is None and not is_hidden:
        started = at if event.is_beginning else None
        is_guest = started is None and not event.historical and (is_guest or (profile.is_hidden and event.is_live))
    counts = profile.counts
    if (event.kind == "track" or event.kind == "derived") and (event.name in counts or len(counts) < MOST_NAMES):
        counts = {**counts, event.name: counts.get(event.name, 0) + 1}
    return msgspec.structs.replace(
        profile,
        latest_at=_later(profile.latest_at, at),
        started_at=started,
        last_seen_at=_later(profile.last_seen_at, at) if sight else profile.last_seen_at,
        last_login_at=_later(profile.last_login_at, at) if sight == LOGIN else profile.last_login_at,
        features=_used(profile.features, event) if event.name == "Feature Used" else profile.features,
        is_guest=is_guest,
        counts=counts,
        is_hidden=profile.is_hidden and is_hidden,
    )


def _later(known: datetime | None, at: datetime) -> datetime:
    return at if known is None or at > known else known


def _login(contact: Profile, event: Event) -> int | None:
    """Seconds of silence before this login (-1: the first ever), or None where the event is no login."""
    if contact.last_seen_at is None:
        return -1
    silence = event.at - contact.last_seen_at
    if silence >= LOGIN_AFTER or (event.name == "Signed In" and silence.total_seconds() > 0):
        return int(silence.total_seconds())
    return None


def _login_said(contact: Profile, silence: int, event: Event, zone: tzinfo) -> Properties:
    """How long the silence was; and the month, with the first login in it."""
    said: Properties = {"silent_seconds": silence} if silence >= 0 else {"is_first": True}
    month, before = f"{event.at.astimezone(zone):%Y-%m}", contact.last_login_at
    return said if before is not None and f"{before.astimezone(zone):%Y-%m}" == month else {**said, "month": month}


def _joins(before: Profile, after: Profile, event: Event) -> bool:
    """Whether this is the first we hear of somebody at an account, and it happens now. Of who moves there the mover tells."""
    is_new = before.is_hidden and not after.is_hidden and event.is_live
    return is_new and bool(event.context.get("groupId"))


def _felt(customer: Profile, contact: Profile, event: Event) -> tuple[Profile, Profile]:
    """Keeps what a contact says of their happiness, and the mean of what all of them said last at their customer."""
    level, nps = happiness.level_of(event.properties), happiness.nps_of(event.properties)
    if level is None:
        return customer, contact
    said: Properties = {"happiness": level, "feedback_at": event.at.isoformat()}
    before, contact = contact, learn(contact, said | ({"nps": nps} if nps is not None else {}), event.at, event.id)
    was, now = happiness.worth(before.trait("happiness")), happiness.worth(contact.trait("happiness")) or 0
    total, number = customer.felt
    felt = (total + now - (was or 0), number + (was is None))
    if felt == customer.felt:
        return customer, contact
    mean = felt[0] / felt[1]
    known = customer.traits.get("happiness")
    at, by = max((event.at, event.id), (known.at, known.by)) if known is not None else (event.at, event.id)
    customer = learn(customer, {"happiness": happiness.nearest(mean), "happiness_mean": round(mean)}, at, by)
    return msgspec.structs.replace(customer, felt=felt), contact


def _used(features: dict[str, FeatureUse], event: Event) -> dict[str, FeatureUse]:
    feature = event.feature
    if feature is None:
        return features
    old = features.get(feature)
    if old is None and len(features) >= MOST_FEATURES:
        return features
    seconds, at = feature_seconds(event), event.at
    if old is None:
        use = FeatureUse(seconds, 1, at, at)
    else:
        use = FeatureUse(old.seconds + seconds, old.uses + 1, min(old.first_at, at), max(old.last_at, at))
    return {**features, feature: use}


def feature_seconds(event: Event) -> int:
    """Seconds a Feature Used event reports; 0 where it says none. A day at most: longer is a broken clock."""
    seconds = event.properties.get("seconds")
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        return 0
    return max(0, min(int(seconds), 86_400))


def _traits(customer: Profile, contact: Profile | None, event: Event) -> tuple[Profile, Profile | None]:
    told = event.context.get("traits")
    if contact is not None and isinstance(told, dict) and event.kind not in ("group", "identify"):
        contact = _introduce(contact, told, event)
    if event.kind == "identify" and contact is not None:
        contact = _introduce(contact, event.traits, event)
    zone = event.context.get("timezone")
    if contact is not None and isinstance(zone, str) and zone and contact.trait("timezone") != zone:
        contact = learn(contact, {"timezone": zone}, event.at, event.id)
    if event.kind == "group" or event.name == "Customer Created":
        customer = learn(customer, event.traits, event.at, event.id)
    if event.name == "Account Created" and (name := event.properties.get("account_name")):
        customer = learn(customer, {"name": name}, event.at, event.id)
    if event.name == "Signed Up" and contact is not None:
        said: Properties = {name: value for name in SIGN_UP if (value := event.properties.get(name))}
        contact = _introduce(contact, said, event)
    if event.name in BILLING or event.name == "Subscription Renewing":
        customer = learn(customer, _billing(event, customer), event.at, event.id)
    return customer, contact


def _billing(event: Event, customer: Profile) -> Properties:
    said: Properties = {trait: value[1:] for trait, value in BILLING.get(event.name, {}).items()}
    if event.name.startswith("Subscription"):
        said |= {n: v for n in BILLING_PROPERTIES if (v := event.properties.get(n)) is not None}
        if "yearly_value" not in said and (value := yearly_value(event.properties)) is not None:
            said["yearly_value"] = value
        said |= _monthly(said.get("yearly_value"), event, customer)
    return said


def _monthly(yearly: Value, event: Event, customer: Profile) -> Properties:
    """A month's revenue that is known follows the year's, or the two would contradict each other."""
    told = event.properties.get("mrr")
    if told is None and customer.trait("mrr") is not None and type(yearly) in (int, float):
        told = round(float(str(yearly)) / 12, 2)
    return {} if told is None else {"mrr": told}


def yearly_value(said: Properties) -> int | float | None:
    """What a subscription is worth a year, from its price and interval or from a month's revenue."""
    times = INTERVALS.get(str(said.get("interval", "")).lower())
    for name, many in (("amount", times), ("price", times), ("mrr", 12)):
        number = said.get(name)
        if many is None or isinstance(number, bool) or not isinstance(number, (int, float, str)):
            continue
        try:
            value = Decimal(str(number)) * many
        except (InvalidOperation, Overflow):
            continue
        if value.is_finite() and abs(value) <= LARGEST_AMOUNT:
            return int(value) if value == value.to_integral_value() else float(value)
    return None


def _introduce(person: Profile, traits: Properties, event: Event) -> Profile:
    """Learns traits of a person with their name. Part of a name never replaces a fuller one that it agrees with."""
    said = dict(_flat(traits))
    name = said.get("name")
    if naming.is_text(name):
        if not said.get("first_name") and not naming.is_part(person.trait("first_name"), name):
            said["first_name"] = str(name).split()[0]
        return learn(person, said, event.at, event.id)
    before = person.trait("name")
    person = learn(person, said, event.at, event.id)
    given = sum(naming.is_text(said.get(part)) for part in naming.PARTS)
    full = naming.joined(person) if given else None
    if full is None or (given == 1 and naming.is_part(full.value, before)):
        return person
    return learn(person, {"name": full.value}, full.at, full.by)


def _flat(traits: Properties) -> list[tuple[str, Value]]:
    """Traits by their kept spelling; one level of nesting becomes `outer.inner`."""
    flat: list[tuple[str, Value]] = []
    for name, value in traits.items():
        name = SPELLINGS.get(name, name)
        if isinstance(value, dict):
            flat += [(f"{name}.{inner}", v) for inner, v in value.items() if not isinstance(v, (dict, list))]
        else:
            flat.append((name, value))
    return flat
