"""A small company for the tests of the API: members, keys, customers with their hot rows."""

from datetime import UTC, datetime, timedelta

import msgspec
from django.db import connection
from django.test import Client

from perennia.core import partition
from perennia.core.effect import Describe
from perennia.core.event import Value
from perennia.core.profile import CONTACT, CUSTOMER, Known, Profile
from perennia.customers.describe import describe
from perennia.team import keys
from perennia.team.models import Member
from perennia.team.roles import Role

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
PASSWORD = "correct horse battery"


def a_member(role: Role = Role.ADMINISTRATOR, **fields: object) -> Member:
    email = str(fields.pop("email", f"{role}@example.test"))
    return Member.objects.create_user(email, PASSWORD, role=role, **{"name": role.label, **fields})


def a_key(*scopes: str) -> str:
    return keys.make("Tests", scopes)[1]


def with_key(*scopes: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {a_key(*scopes)}"})


def put_profile(profile: Profile) -> None:
    """Writes what the engine would have written."""
    state = msgspec.json.encode(profile).decode()
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into profile (partition, kind, id, customer_id, is_hidden, score, started_at, last_seen_at,
               renews_at, state) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)""",
            [
                partition.of(profile.customer), profile.kind, profile.id, profile.customer, profile.is_hidden,
                profile.score, profile.started_at, profile.last_seen_at, profile.renews_at, state,
            ],
        )  # fmt: skip


def put_tag(customer: int, tag: str, kind: int = CUSTOMER, subject: int | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into tag (partition, kind, subject_id, tag, customer_id, at) values (%s, %s, %s, %s, %s, %s)",
            [partition.of(customer), kind, subject or customer, tag, customer, NINE],
        )


def put_stage(
    customer: int, pipeline: str, stage: str, kind: int = CUSTOMER, subject: int | None = None, since: datetime = NINE
) -> None:  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into stage (partition, kind, subject_id, pipeline, stage, customer_id, since)"
            " values (%s, %s, %s, %s, %s, %s, %s)",
            [partition.of(customer), kind, subject or customer, pipeline, stage, customer, since],
        )


def a_customer(id_: int, *, hours: int = 0, seen: int | None = 0, score: int = 0, **traits: Value) -> int:
    """A customer as it stands after its events: the cold row and the profile."""
    at = NINE + timedelta(hours=hours)
    describe([Describe(CUSTOMER, id_, id_, at, "m", {"name": f"Customer {id_:03}", **traits})])
    known = {name: Known(value, at, "m") for name, value in traits.items()}
    last = None if seen is None else NINE + timedelta(hours=seen)
    put_profile(Profile(CUSTOMER, id_, id_, score=score, last_seen_at=last, traits=known))
    return id_


def a_contact(id_: int, customer: int, **traits: Value) -> int:
    describe([Describe(CONTACT, id_, customer, NINE, "m", {"name": f"Contact {id_}", **traits})])
    put_profile(Profile(CONTACT, id_, customer, last_seen_at=NINE))
    return id_


def signed_in(role: Role, **fields: object) -> Client:
    """A browser in which a member of this role has signed in."""
    client = Client()
    client.force_login(Member.objects.filter(role=role, **fields).first() or a_member(role, **fields))
    return client
