"""Today: everything that waits for a member, each with its reason; what was set aside stays away until its moment."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from perennia.core import partition
from perennia.customers.models import Customer
from perennia.desk.models import NO_DATE, Origin, Priority, Task
from perennia.host import clock
from perennia.team.models import Member
from perennia.team.roles import Role
from tests.api.company import a_contact, a_customer, put_tag, signed_in

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def staff() -> tuple[Client, Member]:
    return signed_in(Role.CS_STAFF), Member.objects.get(role=Role.CS_STAFF)


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def seen(customer: int, ago: timedelta, started: timedelta | None = None) -> None:
    now = clock.now()
    sql(
        "update profile set last_seen_at = %s, started_at = %s where kind = 0 and id = %s",
        now - ago,
        started and now - started,
        customer,
    )
    sql("update customers_customer set created_at = %s where id = %s", now - (started or 30 * DAY), customer)


def failed(customer: int, ago: timedelta) -> None:
    put_tag(customer, "Payment Failed")
    sql("update tag set at = %s where subject_id = %s", clock.now() - ago, customer)


def message(customer: int, state: str, reason: str = "") -> str:
    id_, at = uuid4(), clock.now() - HOUR
    sql(
        "insert into message (partition, id, customer_id, channel, template, state, reason, asked_at, expires_at, next_at)"
        " values (%s, %s, %s, 'email', 'hello', %s, %s, %s, %s, %s)",
        partition.of(customer), id_, customer, state, reason, at, at, at,
    )  # fmt: skip
    return f"{partition.of(customer)}-{id_}"


def parked(customer: int) -> None:
    sql(
        "insert into trouble (partition, customer_id, seq, tries, reason, is_parked, since)"
        " values (%s, %s, 1, 3, 'ValueError: no', true, %s)",
        partition.of(customer), customer, clock.now() - HOUR,
    )  # fmt: skip


def a_task(title: str, due: timedelta | None, **fields: object) -> Task:
    at = clock.now() + due if due is not None else None
    given = {"origin": Origin.HAND, "created_at": clock.now(), "due_at": at, "order_at": at or NO_DATE, **fields}
    return Task.objects.create(title=title, **given)


def rows(client: Client, **query: str) -> list[tuple[str, str, str | None]]:
    answer = client.get("/api/today", query)
    assert answer.status_code == 200, answer.json()
    return [(row["when"], row["kind"], row["customer"] and row["customer"]["name"]) for row in answer.json()["items"]]


def aside(client: Client, item: str, **said: object) -> int:
    return client.post(
        "/api/today/aside", json.dumps({"item": item, **said}), content_type="application/json"
    ).status_code


def a_bad_day(owner: Member) -> None:
    for id_ in range(1, 8):
        a_customer(id_, name=f"C{id_}")
    Customer.objects.update(owner=owner)
    a_task("Late", -HOUR, assignee=owner, customer_id=1)
    failed(2, HOUR)
    message(3, "unknown"), message(4, "held", "no_address"), message(4, "held", "no_address")
    parked(5)
    seen(6, 9 * DAY, 30 * DAY)
    seen(7, HOUR, 2 * DAY)


def test_all_that_waits_comes_in_the_order_it_should_be_done_each_with_its_reason() -> None:
    client, me = staff()
    a_bad_day(me)
    assert rows(client) == [
        ("now", "unknown", "C3"), ("now", "parked", "C5"), ("now", "payment", "C2"), ("now", "task", "C1"),
        ("today", "new", "C7"), ("today", "quiet", "C6"), ("later", "unwritten", "C4"),
    ]  # fmt: skip
    why = {row["kind"]: row["why"] for row in client.get("/api/today").json()["items"]}
    assert why["quiet"] == "Nobody there was seen for 9 days."
    assert why["payment"].startswith("The last payment failed 1 hour ago")
    assert why["unwritten"].startswith("2 messages of this week")
    assert why["task"] == "It was due 1 hour ago."
    Member.objects.update(language="vi")
    said = {row["kind"]: row["why"] for row in client.get("/api/today").json()["items"]}
    assert all(said[kind] != why[kind] for kind in why)


def test_staff_see_their_own_book_and_the_head_everybodys_own_first() -> None:
    client, me = staff()
    head = signed_in(Role.HEAD_OF_CS)
    for id_, owner in ((1, me), (2, None), (3, Member.objects.get(role=Role.HEAD_OF_CS))):
        a_customer(id_, name=f"C{id_}")
        Customer.objects.filter(pk=id_).update(owner=owner)
        failed(id_, id_ * HOUR)
    assert rows(client) == [("now", "payment", "C1")]
    assert rows(client, whose="all") == [("now", "payment", "C1")]
    assert [name for _, _, name in rows(head)] == ["C3", "C1", "C2"]
    assert [name for _, _, name in rows(head, whose="mine")] == ["C3"]


def test_tasks_are_late_due_today_or_for_when_there_is_time() -> None:
    client, me = staff()
    a_task("Some day", None, assignee=me), a_task("Fire", None, role="cs_staff", priority=Priority.URGENT)
    a_task("Week", 8 * DAY, assignee=me), a_task("Late", -DAY, assignee=me), a_task("Not mine", -DAY, role="cs_ops")
    a_task("Asleep", -DAY, assignee=me, snoozed_until=clock.now() + HOUR)
    found = client.get("/api/today").json()["items"]
    assert [(row["when"], row["what"]) for row in found] == [
        ("now", "Fire"), ("now", "Late"), ("later", "Week"), ("later", "Some day"),
    ]  # fmt: skip
    assert "Nobody has taken it yet" in found[0]["why"]


def test_what_is_set_aside_comes_back_at_its_moment_or_when_it_is_taken_back() -> None:
    client, me = staff()
    a_customer(1, name="Acme")
    Customer.objects.update(owner=me)
    failed(1, HOUR)
    item = client.get("/api/today").json()["items"][0]["id"]
    assert aside(client, item, until=(clock.now() + HOUR).isoformat()) == 204
    assert rows(client) == []
    clock.move(2 * HOUR)
    assert len(rows(client)) == 1
    assert aside(client, item) == 204
    assert rows(client) == []
    assert client.delete(f"/api/today/aside?item={item}").status_code == 204
    assert len(rows(client)) == 1
    assert aside(client, "no item; drop table") == 422


def test_a_message_of_unknown_fate_is_decided() -> None:
    client, me = staff()
    a_customer(1), a_contact(11, 1)
    Customer.objects.update(owner=me)
    id_ = message(1, "unknown")
    assert client.post(f"/api/messages/{id_}/arrived").json()["state"] == "sent"
    assert rows(client) == []
    assert client.post(f"/api/messages/{id_}/arrived").json()["code"] == "not_unknown"
    with connection.cursor() as cursor:
        cursor.execute("select name from inbox")
        assert cursor.fetchall() == [("Message Sent",)]


def test_roles_see_what_they_may_do_something_about() -> None:
    _, me = staff()
    a_bad_day(me)
    technical = signed_in(Role.TECHNICAL_STAFF)
    a_task("Fix", None, role="technical_staff")
    assert [kind for _, kind, _ in rows(technical)] == ["task"]
    assert technical.get("/api/today/numbers").json()["sent"] is None
    assert rows(signed_in(Role.VIEWER)) == []


def test_numbers_of_ones_own() -> None:
    client, me = staff()
    a_bad_day(me)
    task = a_task("Done", DAY, assignee=me)
    client.post(f"/api/tasks/{task.pk}/done")
    said = client.get("/api/today/numbers").json()
    assert (said["book"]["customers"], said["book"]["failing"], said["done_week"], said["on_time"]) == (7, 1, 1, 1)
    assert client.get("/api/today").json()["done_today"] == 1


def test_a_long_queue_takes_as_many_statements_as_a_short_one() -> None:
    client, me = staff()
    a_bad_day(me)
    asked = []
    for first in (100, 200):
        with CaptureQueriesContext(connection) as queries:
            rows(client)
        asked.append(len(queries))
        for id_ in range(first, first + 40):
            a_customer(id_)
            failed(id_, HOUR)
            a_task("Call", -HOUR, assignee=me, customer_id=id_)
        Customer.objects.update(owner=me)
    assert asked[0] == asked[1]
