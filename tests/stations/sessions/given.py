"""What the tests begin with: a team that can be met, a kind of session, and somebody who books it."""

from datetime import UTC, datetime, timedelta

import msgspec
from django.db import connection

from perennia.core import partition
from perennia.customers.models import Customer
from perennia.sessions.book import Wanted, book
from perennia.sessions.models import Booking, SessionType
from perennia.sessions.who import Whose
from perennia.team.models import Member, Organisation
from perennia.team.roles import Role

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TUESDAY_TEN = MONDAY + DAY + 2 * HOUR


def a_team(*names: str) -> list[Member]:
    """Members who look after customers, in UTC and the organisation's hours: Monday to Friday, 9 to 17."""
    Organisation.objects.update_or_create(pk=1, defaults={"name": "House", "zone": "UTC"})
    return [
        Member.objects.create_user(f"{name.lower()}@house.test", None, name=name, role=Role.CS_STAFF) for name in names
    ]


def a_kind(*hosts: Member, **said: object) -> SessionType:
    """A kind of session; half an hour, twelve hours ahead."""
    told = {"title": "Demo", "title_vi": "Giới thiệu", "notice_hours": 12, **said}
    kind, _ = SessionType.objects.update_or_create(slug=told.pop("slug", "demo"), defaults=told)
    kind.hosts.set(hosts)
    return kind


def booked(kind: SessionType, at: datetime = TUESDAY_TEN, now: datetime = MONDAY, **said: object) -> Booking:
    """Somebody books it."""
    told = {"name": "Anna Berg", "email": "anna@acme.test", "zone": "Europe/Berlin", "language": "en", **said}
    return book(kind, Wanted(starts_at=at, **told), now)  # type: ignore[arg-type]  # its fields


def an_account(owner: Member | None = None) -> Customer:
    """Customer 1."""
    return Customer.objects.create(
        pk=1,
        partition=partition.of(1),
        name="Acme",
        kind="account",
        owner=owner,
        created_at=MONDAY,
        described_at=MONDAY,
    )


def known(customer: int = 1, contact: int = 11) -> Whose:
    return Whose(customer, contact)


def events() -> list[tuple[str, dict[str, object]]]:
    """Names and properties of the events of sessions in the inbox, in order."""
    with connection.cursor() as cursor:
        cursor.execute("select name, body::text from inbox where name like 'Session %' order by seq")
        return [(str(name), msgspec.json.decode(body)["properties"]) for name, body in cursor.fetchall()]
