"""Puts together what the API says of one customer and its contacts; leaves revenue out for those who may not see it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from perennia.api.customer_shapes import (
    ContactOut,
    CustomerOut,
    CustomerRecord,
    Feature,
    ParkedOut,
    PointsOut,
    Reason,
    Seats,
    Trait,
    UsageDay,
)
from perennia.api.shapes import Named, money, named
from perennia.core.condition.describe import trait_in_words
from perennia.core.event import Value
from perennia.core.profile import Known, Profile
from perennia.customers import queries
from perennia.customers.listing import Listed, Marks
from perennia.customers.models import Contact, Customer
from perennia.customers.own_fields import fields_of
from perennia.customers.pipelines import REVENUE_PIPELINES, REVENUE_TAGS
from perennia.host import clock
from perennia.messages import rules
from perennia.messages.consent import OPEN_TOPICS
from perennia.team.models import organisation
from perennia.workflows import endings

Consents = Mapping[tuple[int | str, str], tuple[datetime, str]]
INACTIVE = "Inactive"
_REVENUE_WORDS = (
    "value",
    "amount",
    "price",
    "revenue",
    "mrr",
    "arr",
    "spend",
    "currency",
    "renews",
    "billing",
    "payment",
)
_REVENUE_REASONS = ("payment", "renewal", "subscription")


def item(row: Listed, marks: Marks, own: Mapping[str, Value] | None = None, *, sees_revenue: bool) -> CustomerOut:
    """A customer in a list."""
    return CustomerOut(
        id=row.id,
        name=row.name,
        kind=row.kind,
        domain=row.domain,
        plan=row.plan,
        value=money(row.value_amount, row.value_currency) if sees_revenue else None,
        owner=named(row.owner_id, row.owner_name),
        contacts=marks.contacts,
        score=row.score,
        last_seen_at=row.last_seen_at,
        created_at=row.created_at,
        tags=_tags(marks.tags, sees_revenue),
        stages=_stages(marks.stages, sees_revenue),
        inactive=INACTIVE in marks.tags,
        fields=dict(own or {}),
    )


def own_keys(subject: str, *, sees_revenue: bool) -> list[str]:
    """Keys of the own fields a reader may see."""
    return [one.key for one in fields_of(subject) if sees_revenue or not (one.kind == "money" or is_revenue(one.key))]


def whole(customer_id: int, *, sees_revenue: bool, language: str) -> CustomerRecord:
    """All that is known of one customer."""
    row = queries.customer(customer_id)
    known = queries.profile(customer_id)
    people = queries.crowd(customer_id)
    parked = queries.parked(customer_id)
    today = clock.now().astimezone(ZoneInfo(organisation().zone)).date()
    return CustomerRecord(
        **item(_listed(row, known), _marks(known, people.number), sees_revenue=sees_revenue).model_dump(),
        website=row.website,
        industry=row.industry,
        employees=row.employees,
        zone=row.zone,
        since=row.since or row.created_at,
        renews_at=known.renews_at if sees_revenue else None,
        subscription_status=_text(known, "subscription_status") if sees_revenue else None,
        traits=_traits(known.traits, sees_revenue, language),
        features=_features(known),
        seats=Seats(active_28d=queries.active_contacts(customer_id, today), total=_whole(known, "seats")),
        usage=[
            UsageDay(day=day.day, count=day.events, seconds=day.seconds) for day in queries.usage(customer_id, today)
        ],
        points=_points(known, queries.points(customer_id), sees_revenue, language),
        primary_contact_id=people.primary,
        formerly=[Named(id=former.id, name=former.name) for former in queries.formerly(customer_id)],
        full_of=list(known.full_of),
        parked=_parked(parked, language) if parked else None,
    )


def _parked(parked: queries.Parked, language: str) -> ParkedOut:
    return ParkedOut(reason=endings.parked(parked.reason, language), since=parked.since, waiting=parked.waiting)


def contacts(rows: Sequence[Contact], *, sees_revenue: bool = False) -> list[ContactOut]:
    """These people, with what is known of each."""
    known = queries.profiles(rows)
    said = rules.consents([row.pk for row in rows], [row.email_folded for row in rows if row.email_folded])
    own = own_keys("contact", sees_revenue=sees_revenue)
    return [_contact(row, known.get(row.pk), _consent(row, said), own) for row in rows]


def _contact(row: Contact, known: Profile | None, consent: Mapping[str, str], own: Sequence[str]) -> ContactOut:
    known = known or Profile(1, row.pk, row.customer_id)
    marks = _marks(known, 0)
    return ContactOut(
        id=row.pk,
        name=row.name,
        email=row.email,
        phone=row.phone,
        title=row.title,
        roles=row.roles,
        zone=row.zone,
        language=row.language,
        score=known.score,
        last_seen_at=known.last_seen_at,
        created_at=row.created_at,
        tags=list(marks.tags),
        stages=dict(marks.stages),
        consent=dict(consent),
        fields={key: value for key in own if (value := known.trait(key)) is not None},
        inactive=known.has_tag(INACTIVE),
    )


def _consent(row: Contact, said: Consents) -> dict[str, str]:
    """The latest word on each topic, whether it was said by this contact or from their address."""
    words = {
        topic: [said[key, topic] for key in (row.pk, row.email_folded) if (key, topic) in said] for topic in OPEN_TOPICS
    }
    return {topic: max(found)[1] if found else "unknown" for topic, found in words.items()}


def _listed(row: Customer, known: Profile) -> Listed:
    return Listed(
        row.pk,
        row.partition,
        row.name,
        row.kind,
        row.domain,
        row.plan,
        row.value_amount,
        row.value_currency,
        row.owner_id,
        row.owner.name if row.owner else None,
        known.score,
        known.last_seen_at,
        row.created_at,
        None,
    )


def _marks(known: Profile, number: int) -> Marks:
    tags = tuple(sorted(tag for tag in known.tags if known.has_tag(tag)))
    single = {pipeline: stage for pipeline in known.stages if (stage := known.stage(pipeline))}
    several = {pipeline: ", ".join(sorted(places)) for pipeline, places in known.places.items()}
    return Marks(number, tags, single | several)


def _tags(tags: Sequence[str], sees_revenue: bool) -> list[str]:
    return [tag for tag in tags if sees_revenue or tag not in REVENUE_TAGS]


def _stages(stages: Mapping[str, str], sees_revenue: bool) -> dict[str, str]:
    return {pipeline: stage for pipeline, stage in stages.items() if sees_revenue or pipeline not in REVENUE_PIPELINES}


def is_revenue(name: str) -> bool:
    """Whether a trait or property of this name speaks of money."""
    lowered = name.lower()
    return any(word in lowered for word in _REVENUE_WORDS) or lowered in ("subscription_status", "interval", "invoice")


def _traits(traits: Mapping[str, Known], sees_revenue: bool, language: str) -> list[Trait]:
    shown = [name for name in sorted(traits) if sees_revenue or not is_revenue(name)]
    return [
        Trait(name=name, label=trait_in_words(name, language), value=traits[name].value, at=traits[name].at)
        for name in shown
    ]


def _features(known: Profile) -> list[Feature]:
    used = sorted(known.features.items(), key=lambda each: -each[1].seconds)
    return [
        Feature(feature=name, seconds=use.seconds, uses=use.uses, first_at=use.first_at, last_at=use.last_at)
        for name, use in used
    ]


def _points(known: Profile, ledger: Sequence[queries.Points], sees_revenue: bool, language: str) -> PointsOut:
    shown = [
        Reason(reason=row.words(language), points=row.points, count=row.times)
        for row in ledger
        if sees_revenue or not any(word in row.reason.lower() for word in _REVENUE_REASONS)
    ]
    return PointsOut(total=known.score, own=known.own_score, contacts=known.score - known.own_score, by_reason=shown)


def _text(known: Profile, trait: str) -> str | None:
    value = known.trait(trait)
    return value if isinstance(value, str) else None


def _whole(known: Profile, trait: str) -> int | None:
    value = known.trait(trait)
    return int(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
