"""What the API says of customers."""

from datetime import date, datetime

from perennia.api.schema import Schema
from perennia.api.shapes import Cursor, Money, Named
from perennia.core.event import Value


class CustomerOut(Schema):
    """A customer in a list. `value` is null too for those who may not see revenue."""

    id: int
    name: str
    kind: str
    domain: str
    plan: str
    value: Money | None
    owner: Named | None
    contacts: int
    score: int
    last_seen_at: datetime | None
    created_at: datetime
    tags: list[str]
    stages: dict[str, str]
    inactive: bool
    fields: dict[str, Value] = {}


class Customers(Schema):
    """A page of customers."""

    items: list[CustomerOut]
    next_cursor: Cursor
    total: int
    is_more: bool


class CustomerCount(Schema):
    """How many customers a filter finds, counted to the last."""

    total: int


class Trait(Schema):
    """One thing known of a customer, and since when. `label` is its name in the reader's words."""

    name: str
    label: str
    value: Value
    at: datetime


class Feature(Schema):
    """Use of one feature so far."""

    feature: str
    seconds: int
    uses: int
    first_at: datetime
    last_at: datetime


class Seats(Schema):
    """How many contacts were active lately, of how many seats."""

    active_28d: int
    total: int | None


class UsageDay(Schema):
    """One day's events and seconds of use."""

    day: date
    count: int
    seconds: int


class Reason(Schema):
    """The points one reason brought."""

    reason: str
    points: int
    count: int


class PointsOut(Schema):
    """The score and what it is made of."""

    total: int
    own: int
    contacts: int
    by_reason: list[Reason]


class ParkedOut(Schema):
    """Why this customer's events wait."""

    reason: str
    since: datetime
    waiting: int


class CustomerRecord(CustomerOut):
    """All that is known of one customer."""

    website: str
    industry: str
    employees: int | None
    zone: str
    since: datetime
    renews_at: datetime | None
    subscription_status: str | None
    traits: list[Trait]
    features: list[Feature]
    seats: Seats
    usage: list[UsageDay]
    points: PointsOut
    primary_contact_id: int | None
    formerly: list[Named]
    full_of: list[str]  # traits, features, events: of these no further names are remembered
    parked: ParkedOut | None


class ContactOut(Schema):
    """A person at one customer."""

    id: int
    name: str
    email: str
    phone: str
    title: str
    roles: list[str]
    zone: str
    language: str
    score: int
    last_seen_at: datetime | None
    created_at: datetime
    tags: list[str]
    stages: dict[str, str]
    consent: dict[str, str]
    fields: dict[str, Value]
    inactive: bool


class Contacts(Schema):
    """A page of contacts."""

    items: list[ContactOut]
    next_cursor: Cursor


class FacetValue(Schema):
    """One value to filter by, and how many have it."""

    value: str
    count: int


class FacetStage(Schema):
    """One stage to filter by."""

    pipeline: str
    stage: str
    count: int


class FacetOwner(Schema):
    """One owner to filter by."""

    id: int
    name: str
    count: int


class Facets(Schema):
    """What customers can be filtered by."""

    plans: list[FacetValue]
    tags: list[FacetValue]
    stages: list[FacetStage]
    owners: list[FacetOwner]
