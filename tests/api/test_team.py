"""Members, API keys and sources, as an administrator looks after them."""

import pytest
from django.test import Client

from perennia.api.permissions import Permission
from perennia.team.models import ApiKey, Member
from perennia.team.roles import Role
from tests.api.company import PASSWORD, a_member, signed_in, with_key

pytestmark = pytest.mark.django_db
JSON = "application/json"
MAI = {"name": "Mai", "email": "Mai@House.test", "role": "cs_staff", "password": "a long password"}


def sign_in(email: str, password: str) -> int:
    return Client().post("/api/session", {"email": email, "password": password}, content_type=JSON).status_code


def test_a_member_who_is_added_can_sign_in_and_let_go_cannot() -> None:
    client = signed_in(Role.ADMINISTRATOR)
    added = client.post("/api/team", MAI, content_type=JSON)
    assert (added.status_code, added.json()["role"]) == (201, "cs_staff")
    assert sign_in("mai@house.test", "a long password") == 200
    there = Client()
    there.force_login(Member.objects.get(name="Mai"))
    assert client.patch(f"/api/team/{added.json()['id']}", {"is_active": False}, content_type=JSON).status_code == 200
    assert sign_in("mai@house.test", "a long password") == 401
    assert there.get("/api/session").status_code == 401


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"email": "MAI@house.test"}, 409, "address_taken", "body.email"),
        ({"email": "nobody"}, 422, "invalid", "body.email"),
        ({"email": "x@y.test", "password": "short"}, 422, "invalid", "body.password"),
        ({"email": "x@y.test", "role": "emperor"}, 422, "invalid", "body.role"),
        ({"email": "x@y.test", "is_superuser": True}, 422, "invalid", "body.is_superuser"),
    ],
)
def test_a_wrong_member_is_refused_by_field(change: dict[str, object], status: int, code: str, field: str) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    client.post("/api/team", MAI, content_type=JSON)
    answer = client.post("/api/team", {**MAI, **change}, content_type=JSON)
    assert (answer.status_code, answer.json()["code"], answer.json()["errors"][0]["field"]) == (status, code, field)


def test_the_last_administrator_stays() -> None:
    client = signed_in(Role.ADMINISTRATOR)
    me = Member.objects.get(role=Role.ADMINISTRATOR)
    for change in ({"role": "viewer"}, {"is_active": False}):
        refused = client.patch(f"/api/team/{me.pk}", change, content_type=JSON)
        assert (refused.status_code, refused.json()["code"]) == (409, "last_administrator")
    a_member(Role.ADMINISTRATOR, email="second@house.test")
    assert client.patch(f"/api/team/{me.pk}", {"role": "viewer"}, content_type=JSON).status_code == 200


def test_a_role_counts_from_the_next_call() -> None:
    client = signed_in(Role.VIEWER)
    assert client.get("/api/keys").status_code == 403
    Member.objects.filter(role=Role.VIEWER).update(role=Role.ADMINISTRATOR)
    assert client.get("/api/keys").status_code == 200


def test_ones_own_password_is_changed_with_the_present_one() -> None:
    member = a_member(Role.VIEWER)
    here, elsewhere = Client(), Client()
    here.force_login(member)
    elsewhere.force_login(member)
    wrong = {"current_password": "no", "password": "another long one"}
    assert here.post("/api/account/password", wrong, content_type=JSON).status_code == 422
    right = {"current_password": PASSWORD, "password": "another long one"}
    assert here.post("/api/account/password", right, content_type=JSON).status_code == 200
    assert here.get("/api/session").status_code == 200
    assert elsewhere.get("/api/session").status_code == 401
    assert sign_in(member.email, "another long one") == 200


def test_a_key_is_shown_once_and_ends_at_once() -> None:
    client = signed_in(Role.ADMINISTRATOR)
    made = client.post("/api/keys", {"name": "Warehouse", "scopes": ["customer.read"]}, content_type=JSON).json()
    machine = Client(headers={"Authorization": f"Bearer {made['key']}"})
    assert machine.get("/api/customers").status_code == 200
    assert machine.get("/api/events").status_code == 403
    listed = client.get("/api/keys").json()["items"][0]
    assert (listed["name"], listed["key"] != made["key"]) == ("Warehouse", True)
    assert made["key"].encode() not in bytes(ApiKey.objects.get().key_hash)
    assert client.delete(f"/api/keys/{made['id']}").status_code == 204
    assert machine.get("/api/customers").json()["code"] == "wrong_key"
    assert client.delete(f"/api/keys/{made['id']}").json()["code"] == "no_key"


def test_a_key_cannot_hand_out_more_than_it_has() -> None:
    client = with_key(Permission.KEY_MANAGE)
    answer = client.post("/api/keys", {"name": "More", "scopes": ["member.manage"]}, content_type=JSON)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_a_source_shows_its_write_key_once() -> None:
    client = signed_in(Role.ADMINISTRATOR)
    made = client.post("/api/sources", {"name": "Product"}, content_type=JSON)
    assert made.status_code == 201
    key = made.json()["write_key"]
    assert key.startswith("wk_")
    listed = client.get("/api/sources").json()["items"]
    assert [each["write_key"] == key for each in listed] == [False]
    assert client.post("/api/sources", {"name": "Product"}, content_type=JSON).json()["code"] == "source_exists"
    rotated = client.post(f"/api/sources/{made.json()['id']}/rotate").json()["write_key"]
    assert rotated != key
    assert client.patch("/api/sources/1", {"is_active": False}, content_type=JSON).json()["code"] == "no_such_source"
