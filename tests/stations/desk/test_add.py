"""A task a workflow asks for: made once by its key, for whom it says, in their language, due when it says."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from perennia.core.effect import AddTask, Forget
from perennia.core.profile import CONTACT, CUSTOMER
from perennia.customers.models import Customer
from perennia.desk.add import Asked, add
from perennia.desk.carry import carry
from perennia.desk.models import Priority, State, Task
from perennia.team.models import Member
from tests.api.company import a_customer
from tests.stations.messages.given import NOON, an

pytestmark = pytest.mark.django_db


def mai(**fields: str) -> Member:
    return Member.objects.create_user("mai@acme.example", "a good password", **{"name": "Mai Le", **fields})


def asked(effect: AddTask, key: UUID | None = None, customer: int = 1) -> Asked:
    return Asked(effect, key or uuid4(), customer, 11, NOON, "w", {"event": {"properties": {"plan": "Pro"}}}, 2)


def told() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("select name || ': ' || (body->'properties'->>'title'), depth from inbox order by seq")
        return [(str(name), int(depth)) for name, depth in cursor.fetchall()]


def test_the_same_effect_twice_is_one_task_and_told_once() -> None:
    a_customer(1, name="Acme")
    key = uuid4()
    assert add([asked(AddTask("Call {{ customer.name }} on {{ event.plan }}"), key)]) == 1
    assert add([asked(AddTask("Call {{ customer.name }}"), key)]) == 0
    task = Task.objects.get()
    assert (task.title, task.state, task.workflow, task.contact_id) == ("Call Acme on Pro", State.OPEN, "w", 11)
    assert told() == [("Task Added: Call Acme on Pro", 3)]


def test_it_is_for_the_owner_in_their_language_and_due_from_the_moment_of_the_effect() -> None:
    owner = mai(role="cs_staff", language="vi")
    a_customer(1, name="Acme")
    Customer.objects.update(owner=owner)
    words = "{% if language == 'vi' %}Gọi {{ customer.name }}{% else %}Call{% endif %}"
    add([asked(AddTask(words, due_in=timedelta(hours=4), priority="high"))])
    task = Task.objects.get()
    assert (task.title, task.assignee, task.due_at) == ("Gọi Acme", owner, NOON + timedelta(hours=4))
    assert (task.order_at, task.priority) == (task.due_at, Priority.HIGH)


@pytest.mark.parametrize(
    ("to", "is_hers", "role"),
    [("owner", False, "head_of_cs"), ("role:cs_ops", False, "cs_ops"), ("member:{}", True, ""), ("member:9", False, "head_of_cs")],
)  # fmt: skip
def test_it_is_for_whom_it_says_and_without_anybody_for_the_head(to: str, is_hers: bool, role: str) -> None:
    member = mai()
    a_customer(1)
    add([asked(AddTask("Call", to=to.format(member.pk)))])
    task = Task.objects.get()
    assert (task.assignee == member, task.role) == (is_hers, role)


def test_many_are_added_by_as_many_statements_as_one() -> None:
    a_customer(1, name="Acme")
    an()
    counts = []
    for many in (1, 40):
        with CaptureQueriesContext(connection) as queries:
            assert add([asked(AddTask("Call {{ contact.name }}")) for _ in range(many)]) == many
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_tasks_go_along_when_their_customer_or_contact_becomes_another() -> None:
    a_customer(1), a_customer(2)
    add([asked(AddTask("Call"))])
    carry(Forget(CONTACT, 11, 22), 2)
    assert Task.objects.filter(customer_id=2, contact_id=22).exists()
    carry(Forget(CUSTOMER, 2, 3), 3)
    assert Task.objects.filter(customer_id=3).exists()
