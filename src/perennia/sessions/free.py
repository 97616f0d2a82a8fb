"""Who can hold a session and when: the hosts of a type with their hours, less what is booked already."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec
from django.db import connection
from django.db.models import Count

from perennia.core import slots
from perennia.core.slots import Hours, Taken
from perennia.sessions.models import Booking, OpenHours, SessionType, State
from perennia.team.models import Member, Organisation, organisation
from perennia.team.roles import Role

LOCK = "select pg_advisory_xact_lock(2711, id) from unnest(%s::int[]) id"
# Who looks after customers, where a type names nobody; a house that has just begun has its administrator.
_HOSTS = ((Role.CS_STAFF, Role.HEAD_OF_CS), (Role.CS_OPS,), (Role.ADMINISTRATOR,))
_LATELY = timedelta(days=28)
_EDGE = timedelta(days=2)  # whole days of the host, whose number of sessions may be limited


class Host(msgspec.Struct, frozen=True):
    """A member who may hold a session, with their hours."""

    member: Member
    hours: Hours
    room_url: str = ""


Free = dict[datetime, list[Host]]


def hosts(kind: SessionType) -> list[Host]:
    """Who holds sessions of this type, by number."""
    named = [member for member in kind.hosts.all() if member.is_active]
    members = named or _team()
    rows = {row.member_id: row for row in OpenHours.objects.filter(member__in=members)}
    house = organisation()
    found = [_host(member, rows.get(member.pk), house) for member in sorted(members, key=lambda one: one.pk)]
    return [host for host in found if host.member.pk not in rows or rows[host.member.pk].is_bookable]


def lock(members: Iterable[Host]) -> None:
    """Whoever books with these waits for each other until the commit, in one order."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [sorted(host.member.pk for host in members)])


def free(
    kind: SessionType, held_by: Sequence[Host], now: datetime, first: datetime, until: datetime,
    but: Booking | None = None, *, is_staff: bool = False,
) -> Free:  # fmt: skip
    """When a session may start and who could hold it then. `but`: a booking that is to be moved is in nobody's way.

    The team itself books without notice.
    """
    terms = msgspec.structs.replace(kind.terms(), notice=timedelta(0)) if is_staff else kind.terms()
    taken = _taken(kind, held_by, first - _EDGE, until + _EDGE, but)
    found: Free = {}
    for host in held_by:
        for start in slots.slots(host.hours, terms, taken.get(host.member.pk, []), now, first, until):
            found.setdefault(start, []).append(host)
    return dict(sorted(found.items()))


def choose(able: Sequence[Host], now: datetime, *wanted: int | None) -> Host:
    """The first of those wanted who can, else who has the fewest sessions lately and ahead: so they take turns."""
    by_id = {host.member.pk: host for host in able}
    for member in wanted:
        if member in by_id:
            return by_id[member]
    rows = Booking.objects.filter(host__in=by_id, starts_at__gt=now - _LATELY).exclude(state=State.CANCELLED)
    many = dict(rows.values_list("host").annotate(many=Count("pk")))
    return min(able, key=lambda host: (many.get(host.member.pk, 0), host.member.pk))


def _team() -> list[Member]:
    """Who looks after customers: the first of these roles that anybody has."""
    active = list(Member.objects.filter(is_active=True))
    chosen = ([member for member in active if member.role in roles] for roles in _HOSTS)
    return next((some for some in chosen if some), [])


def _host(member: Member, row: OpenHours | None, house: Organisation) -> Host:
    zone = member.zone or house.zone
    if row is None:
        return Host(member, Hours(zone, slots.week_of(house.business_hours)))
    return Host(member, Hours(zone, slots.week_of(row.week), slots.days_of(row.days)), row.room_url)


def _taken(
    kind: SessionType, held_by: Sequence[Host], first: datetime, until: datetime, but: Booking | None
) -> Mapping[int, list[Taken]]:
    rows = Booking.objects.filter(host__in=[host.member.pk for host in held_by], blocked__overlap=(first, until))
    rows = rows.exclude(state=State.CANCELLED)
    rows = rows.exclude(pk=but.pk) if but is not None else rows
    found: dict[int, list[Taken]] = {}
    for row in rows.only("host_id", "type_id", "blocked", "starts_at"):
        one = Taken(row.blocked.lower, row.blocked.upper, row.starts_at, row.type_id == kind.pk)
        found.setdefault(row.host_id, []).append(one)
    return found
