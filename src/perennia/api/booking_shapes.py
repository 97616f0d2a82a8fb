"""What the API says of sessions, and what it takes."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from perennia.api.actor import Actor
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Cursor, Given, Id, Line, Lines, Moment, Named, Text, named
from perennia.customers import names, queries
from perennia.sessions import happened, link
from perennia.sessions.models import Booking, OpenHours, SessionType
from perennia.sessions.queries import When
from perennia.sessions.questions import Kind as QuestionKind

StateWord = Literal["booked", "attended", "missed", "cancelled"]
KindWord = Literal["walkthrough", "success", "other"]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500, pattern=r"^[^\x00]*$")]
Minutes = Annotated[int, Field(ge=0, le=240)]
Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$")]
Span = Annotated[list[Clock], Field(min_length=2, max_length=2)]
Spans = Annotated[list[Span], Field(max_length=12)]
WeekDay = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class AnswerOut(Schema):
    """What was asked, and what they said."""

    label: str
    text: str


class BookingOut(Schema):
    """One session. `link` is the customer's own: whoever has it may move and cancel the session."""

    id: int
    type: Named
    kind: KindWord
    host: Named
    customer: Named | None
    contact: Named | None
    name: str
    email: str
    zone: str
    starts_at: datetime
    ends_at: datetime
    state: StateWord
    goals: str
    agenda: str
    prepare: str
    place: str
    url: str
    answers: list[AnswerOut]
    reason: str
    made_by: Annotated[str, Field(description="Who of the team booked it; empty: the customer.")]
    made_at: datetime
    changed_at: datetime
    link: str | None
    may_change: bool


class Bookings(Schema):
    """A page of sessions."""

    items: list[BookingOut]
    next_cursor: Cursor


class BookingNumbers(Schema):
    """How many lie ahead, and how many are over of which nobody has said what became of them."""

    upcoming: int
    unsettled: int


class WhichBookings(Schema):
    """Which sessions. Those ahead come next first, those of the past latest first."""

    when: When = "upcoming"
    host: Annotated[str | None, Field(pattern=r"^(me|[1-9][0-9]{0,17})$", description="An id, or `me`.")] = None
    type: Id | None = None
    state: StateWord | None = None
    customer: Id | None = None


class NewBooking(Given):
    """A session to book for a contact, at a time that is free."""

    type_id: Id
    contact_id: Id
    starts_at: Moment
    host_id: Annotated[Id | None, Field(description="Left out: the owner where free, else whoever has the fewest.")] = (
        None
    )
    goals: Annotated[Lines, Field(max_length=1000)] = ""


class NewTime(Given):
    """Another time for it."""

    starts_at: Moment
    reason: Reason = ""


class Why(Given):
    """Why it is cancelled; the customer reads it."""

    reason: Reason = ""


class SlotOut(Schema):
    """A free time, and who could hold it then."""

    starts_at: datetime
    hosts: list[Named]


class Slots(Schema):
    """The free times of some days."""

    items: list[SlotOut]
    next_cursor: None = None


class WhichSlots(Schema):
    """Of which days, by the reader's zone; `booking` is one that shall move."""

    first: date
    days: Annotated[int, Field(ge=1, le=42)] = 7
    booking: Id | None = None


class QuestionShape(Given):
    """What visitors are asked."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    label: Text
    label_vi: Annotated[Line, Field(max_length=200)] = ""
    kind: QuestionKind = "line"
    is_required: bool = False


class TypeShape(Given):
    """What can be booked; what is left out stays."""

    slug: Annotated[str | None, Field(max_length=60)] = None
    kind: KindWord | None = None
    title: Annotated[Short | None, Field(min_length=1)] = None
    title_vi: Short | None = None
    about: Lines | None = None
    about_vi: Lines | None = None
    minutes: Annotated[int | None, Field(ge=5, le=480)] = None
    every: Annotated[int | None, Field(ge=5, le=480)] = None
    before: Minutes | None = None
    after: Minutes | None = None
    notice_hours: Annotated[int | None, Field(ge=0, le=720)] = None
    ahead_days: Annotated[int | None, Field(ge=1, le=365)] = None
    per_day: Annotated[int | None, Field(ge=0, le=50)] = None
    place: Line | None = None
    url: Line | None = None
    goals: Lines | None = None
    goals_vi: Lines | None = None
    agenda: Lines | None = None
    agenda_vi: Lines | None = None
    prepare: Lines | None = None
    prepare_vi: Lines | None = None
    questions: Annotated[list[QuestionShape] | None, Field(max_length=10)] = None
    owner_first: bool | None = None
    is_active: bool | None = None
    host_ids: Annotated[list[Id] | None, Field(max_length=50)] = None


class TypeOut(Schema):
    """What can be booked. Without hosts whoever looks after customers holds it. `link` is what one sends."""

    id: int
    slug: str
    kind: KindWord
    title: str
    title_vi: str
    about: str
    about_vi: str
    minutes: int
    every: int
    before: int
    after: int
    notice_hours: int
    ahead_days: int
    per_day: int
    place: str
    url: str
    goals: str
    goals_vi: str
    agenda: str
    agenda_vi: str
    prepare: str
    prepare_vi: str
    questions: list[QuestionShape]
    owner_first: bool
    is_active: bool
    hosts: list[Named]
    link: str


class Types(Schema):
    """All that can be booked, and what rests."""

    items: list[TypeOut]
    next_cursor: None = None


class HoursOut(Schema):
    """When a member can be met, in their zone. `is_own`: said by them; else the organisation's hours."""

    member: Named
    zone: str
    week: dict[str, list[list[str]]]
    days: dict[str, list[list[str]]]
    room_url: str
    is_bookable: bool
    is_own: bool


class HoursIn(Given):
    """Hours to set; what is left out stays. A day without hours is a day off."""

    week: dict[WeekDay, Spans] | None = None
    days: Annotated[
        dict[Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")], Spans] | None, Field(max_length=400)
    ] = None
    room_url: Line | None = None
    is_bookable: bool | None = None


def shown(bookings: Sequence[Booking], caller: Actor) -> list[BookingOut]:
    """These sessions as the API says them; names and owners in a fixed number of statements."""
    customers = names.customers(one.customer_id for one in bookings)
    contacts = names.contacts(one.contact_id for one in bookings)
    owners = queries.owners(one.customer_id for one in bookings)
    url = happened.house().url if bookings else ""
    return [_shown(one, caller, (customers, contacts, owners), url) for one in bookings]


def may_change(caller: Actor, booking: Booking, owner: int | None) -> bool:
    """Anybody's with the wider permission; else those one holds, one's group holds, or of a customer one owns."""
    if caller.can(Permission.SESSION_MANAGE):
        return True
    member = caller.member
    if member is None or not caller.can(Permission.SESSION_WRITE):
        return False
    is_ours = member.group != "" and booking.host.group == member.group
    return member.pk in (booking.host_id, owner) or is_ours


def type_shown(kind: SessionType, url: str) -> TypeOut:
    """A type as the API says it."""
    plain = {name: getattr(kind, name) for name in TypeOut.model_fields if name not in ("hosts", "link", "questions")}
    asked = [QuestionShape.model_validate(one) for one in kind.questions]
    hosts = [Named(id=one.pk, name=one.name) for one in kind.hosts.all()]
    return TypeOut(**plain, questions=asked, hosts=hosts, link=f"{url}/{link.PATH}/{kind.slug}")


def hours_shown(hours: OpenHours, zone: str) -> HoursOut:
    """Somebody's hours as the API says them."""
    return HoursOut(
        member=Named(id=hours.member.pk, name=hours.member.name), zone=zone, week=hours.week, days=hours.days,
        room_url=hours.room_url, is_bookable=hours.is_bookable, is_own=hours.pk is not None,
    )  # fmt: skip


def _shown(
    one: Booking, caller: Actor, known: tuple[dict[int, str], dict[int, str], dict[int, int | None]], url: str
) -> BookingOut:
    customers, contacts, owners = known
    may, language = may_change(caller, one, owners.get(one.customer_id)), caller.language
    kind = one.type
    return BookingOut(
        id=one.pk, type=Named(id=kind.pk, name=kind.said("title", language)), kind=kind.kind,
        host=Named(id=one.host_id, name=one.host.name),
        customer=named(one.customer_id, customers[one.customer_id]) if one.customer_id in customers else None,
        contact=named(one.contact_id, contacts[one.contact_id]) if one.contact_id in contacts else None,
        name=one.name, email=one.email, zone=one.zone, starts_at=one.starts_at, ends_at=one.ends_at,
        state=one.state,
        goals=one.goals or kind.said("goals", language), agenda=kind.said("agenda", language),
        prepare=kind.said("prepare", language), place=kind.place, url=happened.join_url(one),
        answers=[AnswerOut(label=each["label"], text=each["text"]) for each in one.answers],
        reason=one.reason, made_by=one.made_by, made_at=one.made_at, changed_at=one.changed_at,
        link=link.make(url, one) if may else None, may_change=may,
    )  # fmt: skip
