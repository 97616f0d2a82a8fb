"""Joining customers and moving contacts over the API: who may, and what is refused."""

import pytest
from django.test import Client

from perennia.customers.models import Contact, Customer
from perennia.team.roles import Role
from tests.api.company import a_contact, a_customer, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> None:
    for id_ in (1, 2):
        a_customer(id_)
    Customer.objects.update(kind="account")
    a_contact(11, 1)
    Contact.objects.update(person_id=501)


def post(client: Client, address: str, **given: object) -> int:
    return client.post(f"/api/customers/{address}", given, "application/json").status_code


@pytest.mark.usefixtures("pair")
def test_a_merge_is_told_and_then_asked_of_the_engine() -> None:
    client = signed_in(Role.HEAD_OF_CS)
    said = client.post("/api/customers/1/merge/preview", {"into": 2}, "application/json").json()
    assert (said["gone"]["id"], said["stays"]["id"], said["contacts"]) == (1, 2, 1)
    assert said["fields"] == []
    told = client.post("/api/customers/1/contacts/11/move/preview", {"to": 2}, "application/json").json()
    assert (told["known_there"], told["running"], told["waiting"], told["fields"]) == (False, 0, 0, [])
    assert post(client, "1/merge", into=2) == 202
    assert client.post("/api/customers/1/merge", {"into": 2}, "application/json").json()["code"] == "still_moving"


@pytest.mark.usefixtures("pair")
def test_a_contact_is_moved_once() -> None:
    client = signed_in(Role.HEAD_OF_CS)
    assert post(client, "1/contacts/11/move", to=2) == 202
    assert post(client, "1/contacts/11/move", to=2) == 409


@pytest.mark.usefixtures("pair")
def test_what_makes_no_sense_is_refused_and_staff_change_only_their_own() -> None:
    client = signed_in(Role.HEAD_OF_CS)
    assert post(client, "1/merge", into=1) == post(client, "1/contacts/11/move", to=1) == 422
    assert post(client, "1/merge", into=9) == post(client, "2/contacts/11/move", to=1) == 404
    staff = signed_in(Role.CS_STAFF)
    assert post(staff, "1/merge", into=2) == post(staff, "1/contacts/11/move", to=2) == 403
