"""Tasks over the API: lists by whose and when, adding, changing, doing and undoing; who may do what with whose."""

import json
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from perennia.desk.models import NO_DATE, Origin, Priority, State, Task
from perennia.host import clock
from perennia.team.models import Member
from perennia.team.roles import Role
from tests.api.company import NINE, a_contact, a_customer, a_member, signed_in, with_key

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def a_task(title: str, due_at: datetime | None = None, **fields: object) -> Task:
    given = {"origin": Origin.HAND, "created_at": NINE, "due_at": due_at, "order_at": due_at or NO_DATE, **fields}
    return Task.objects.create(title=title, **given)


def titles(client: Client, **query: str | int) -> list[str]:
    answer = client.get("/api/tasks", query)
    assert answer.status_code == 200, answer.json()
    return [item["title"] for item in answer.json()["items"]]


def staff() -> tuple[Client, Member]:
    client = signed_in(Role.CS_STAFF)
    return client, Member.objects.get(role=Role.CS_STAFF)


def send(client: Client, method: str, path: str, **said: object) -> tuple[int, dict[str, object]]:
    answer = client.generic(method, path, json.dumps(said), content_type="application/json")
    return answer.status_code, answer.json()


def test_mine_are_those_given_to_me_and_those_waiting_for_my_role() -> None:
    client, me = staff()
    a_task("Mine", assignee=me), a_task("My role's", role="cs_staff"), a_task("Another's", role="cs_ops")
    a_task("Asleep", assignee=me, snoozed_until=clock.now() + HOUR)
    a_task("Awake", assignee=me, snoozed_until=clock.now() - HOUR)
    assert titles(client, whose="mine") == ["Mine", "My role's", "Awake"]
    assert titles(client, whose="mine", snoozed="true") == ["Mine", "My role's", "Asleep", "Awake"]
    assert titles(client, whose="nobody") == ["My role's", "Another's"]


def test_they_come_by_due_date_and_go_on_page_by_page() -> None:
    client, _ = staff()
    now = clock.now()
    a_task("Some day"), a_task("Late", now - HOUR), a_task("Soon", now + HOUR, priority=Priority.URGENT)
    first = client.get("/api/tasks", {"limit": 2}).json()
    assert ([item["title"] for item in first["items"]], first["total"]) == (["Late", "Soon"], 3)
    rest = client.get("/api/tasks", {"limit": 2, "cursor": first["next_cursor"]}).json()
    assert ([item["title"] for item in rest["items"]], rest["next_cursor"]) == (["Some day"], None)
    assert titles(client, due="overdue") == ["Late"]
    assert titles(client, due="none") == ["Some day"]
    assert titles(client, sort="priority") == ["Soon", "Late", "Some day"]
    assert titles(client, q="soo", priority="urgent") == ["Soon"]
    assert titles(client, sort="-created", limit=1) == ["Soon"]


def test_one_added_is_my_own_and_the_customers_history_is_told() -> None:
    client, me = staff()
    a_customer(7, name="Acme"), a_contact(70, 7)
    status, task = send(client, "POST", "/api/tasks", title="Call them", customer_id=7, contact_id=70, priority="high")
    assert status == 201
    assert (task["assignee"], task["customer"]) == ({"id": me.pk, "name": me.name}, {"id": 7, "name": "Acme"})
    with connection.cursor() as cursor:
        cursor.execute("select name, contact_id, body->'properties'->>'by' from inbox")
        assert cursor.fetchall() == [("Task Added", 70, me.name)]


def test_done_is_done_once_and_can_be_taken_back() -> None:
    client, me = staff()
    a_customer(7)
    task = a_task("Call", customer_id=7, role="cs_staff")
    for _ in range(2):
        status, said = send(client, "POST", f"/api/tasks/{task.pk}/done")
        assert (status, said["state"], said["finished_by"]) == (200, "done", {"id": me.pk, "name": me.name})
    assert titles(client) == []
    assert titles(client, state="done", sort="-finished") == ["Call"]
    status, said = send(client, "PATCH", f"/api/tasks/{task.pk}", title="No")
    assert (status, said["code"]) == (409, "task_finished")
    assert send(client, "POST", f"/api/tasks/{task.pk}/reopen")[1]["state"] == "open"
    with connection.cursor() as cursor:
        cursor.execute("select name from inbox")
        assert cursor.fetchall() == [("Task Done",)]


def test_a_change_names_what_changes_and_the_rest_stays() -> None:
    client, me = staff()
    other = a_member(Role.HEAD_OF_CS)
    task = a_task("Call", NINE, assignee=me, note="by phone")
    path = f"/api/tasks/{task.pk}"
    assert send(client, "PATCH", path, due_at=None, assignee_id=other.pk)[1]["assignee"] == {
        "id": other.pk,
        "name": other.name,
    }
    task.refresh_from_db()
    assert (task.due_at, task.order_at, task.note) == (None, NO_DATE, "by phone")
    assert send(client, "PATCH", path, title="Mine no more")[1]["code"] == "not_yours"


@pytest.mark.parametrize(
    ("said", "field"),
    [({"assignee_id": 99}, "body.assignee_id"), ({"title": None}, "body.title"), ({"due_at": "2026-03-02T09:00:00"}, "body.due_at"),
     ({"customer_id": 5}, "body.customer_id"), ({"due_at": "9999-03-02T09:00:00Z"}, "body.due_at"), ({"who": 1}, "body.who")],
)  # fmt: skip
def test_a_wrong_value_is_refused_by_its_name(said: dict[str, object], field: str) -> None:
    client, me = staff()
    task = a_task("Call", assignee=me)
    status, problem = send(client, "PATCH", f"/api/tasks/{task.pk}", **said)
    assert status == 422
    assert [error["field"] for error in problem["errors"]] == [field]  # type: ignore[attr-defined]


def test_technical_staff_see_and_change_their_own_tasks_alone() -> None:
    client = signed_in(Role.TECHNICAL_STAFF)
    me = Member.objects.get(role=Role.TECHNICAL_STAFF)
    hidden = a_task("Another's", assignee=a_member(Role.CS_STAFF))
    mine = a_task("Mine", assignee=me)
    a_task("My role's", role="technical_staff")
    assert titles(client) == ["Mine", "My role's"]
    assert client.get(f"/api/tasks/{hidden.pk}").status_code == 404
    assert send(client, "POST", f"/api/tasks/{hidden.pk}/done")[0] == 404
    assert send(client, "POST", f"/api/tasks/{mine.pk}/done")[0] == 200
    assert client.get("/api/tasks/numbers").json() == {"mine": 1, "overdue": 0, "nobody": 1, "all": 1}


def test_members_of_one_group_change_each_others_and_a_viewer_none() -> None:
    client, _ = staff()
    Member.objects.update(group="North")
    friend, stranger = (
        a_member(Role.CS_STAFF, email="f@x.test", group="North"),
        a_member(Role.CS_STAFF, email="s@x.test"),
    )
    ours, theirs = a_task("Ours", assignee=friend), a_task("Theirs", assignee=stranger)
    assert send(client, "POST", f"/api/tasks/{ours.pk}/done")[0] == 200
    assert send(client, "POST", f"/api/tasks/{theirs.pk}/done")[1]["code"] == "not_yours"
    assert titles(client, whose="team", state="done") == ["Ours"]
    assert send(signed_in(Role.VIEWER), "POST", f"/api/tasks/{ours.pk}/reopen")[1]["code"] == "not_allowed"
    assert send(signed_in(Role.HEAD_OF_CS), "POST", f"/api/tasks/{theirs.pk}/cancel")[1]["state"] == "cancelled"


def test_a_key_reads_all_or_says_which_scope_it_lacks() -> None:
    a_task("One")
    assert titles(with_key("task.read", "task.read_any")) == ["One"]
    assert with_key("task.read").get("/api/tasks").json()["code"] == "not_allowed"


def test_a_long_list_takes_as_many_statements_as_a_short_one() -> None:
    client, me = staff()
    a_customer(7)
    counts = []
    for many in (1, 30):
        for number in range(many):
            a_task(f"Call {number}", NINE, assignee=me, customer_id=7, state=State.OPEN)
        with CaptureQueriesContext(connection) as queries:
            assert titles(client)
        counts.append(len(queries))
    assert counts[0] == counts[1]
