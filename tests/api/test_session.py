"""Signing in and out."""

import pytest
from django.test import Client

from perennia.team import signin
from perennia.team.models import Member
from perennia.team.roles import Role
from tests.api.company import PASSWORD, a_member, signed_in, with_key

pytestmark = pytest.mark.django_db


def sign_in(client: Client, email: str, password: str = PASSWORD, **headers: str):  # type: ignore[no-untyped-def]
    said = {"email": email, "password": password}
    return client.post("/api/session", said, content_type="application/json", headers=headers)


def test_a_member_signs_in_whatever_the_case_of_their_address() -> None:
    a_member(Role.CS_STAFF, email="An.Nguyen@Example.test", name="An")
    client = Client()
    assert sign_in(client, "an.nguyen@example.TEST").status_code == 200
    said = client.get("/api/session").json()
    assert said["member"]["name"] == "An"
    assert "customer.read" in said["can"]
    assert "member.manage" not in said["can"]


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer() -> None:
    a_member(Role.VIEWER, email="a@example.test")
    wrong, unknown = sign_in(Client(), "a@example.test", "no"), sign_in(Client(), "b@example.test", "no")
    assert (wrong.status_code, wrong.content) == (401, unknown.content)
    assert wrong.json()["code"] == "wrong_sign_in"


def test_a_member_who_left_cannot_sign_in() -> None:
    a_member(Role.VIEWER, email="a@example.test", is_active=False)
    assert sign_in(Client(), "a@example.test").status_code == 401


def test_guessing_is_slowed_down_and_says_for_how_long() -> None:
    a_member(Role.VIEWER, email="a@example.test")
    answers = [sign_in(Client(), "a@example.test", "no").status_code for _ in range(signin.LIMIT_PAIR)]
    assert set(answers) == {401}
    slowed = sign_in(Client(), "a@example.test")
    assert (slowed.status_code, slowed.json()["code"], slowed["Retry-After"]) == (429, "too_many", "900")


def test_guessing_at_an_unknown_address_is_slowed_down_alike() -> None:
    answers = [sign_in(Client(), "nobody@example.test", "no").status_code for _ in range(signin.LIMIT_PAIR + 1)]
    assert answers[-1] == 429


def test_signing_out_ends_the_session_on_the_server() -> None:
    client = signed_in(Role.VIEWER)
    cookie = client.cookies["sessionid"].value
    assert client.delete("/api/session").status_code == 204
    thief = Client()
    thief.cookies["sessionid"] = cookie
    assert thief.get("/api/session").status_code == 401


def test_nobody_is_told_so_and_given_a_token() -> None:
    answer = Client().get("/api/session")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_needed")
    assert "csrftoken" in answer.cookies


def test_a_change_without_its_token_is_refused() -> None:
    member = a_member(Role.VIEWER)
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    refused = client.patch("/api/session", {"language": "vi"}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    token = client.get("/api/session").json()["csrf"]
    taken = client.patch(
        "/api/session", {"language": "vi"}, content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert taken.status_code == 200
    assert Member.objects.get(pk=member.pk).language == "vi"


def test_another_site_cannot_sign_a_visitor_in() -> None:
    a_member(Role.VIEWER, email="a@example.test")
    assert sign_in(Client(), "a@example.test", Origin="https://evil.test").status_code == 403
    form = Client().post("/api/session", {"email": "a@example.test", "password": PASSWORD})
    assert form.status_code in (400, 422)


def test_a_key_is_no_person() -> None:
    assert with_key("customer.read").get("/api/session").status_code == 401


def test_a_broken_sign_in_says_what_is_wrong() -> None:
    client = Client()
    for body, status in [("{", 400), ("{}", 422), ('{"email": 1, "password": "x"}', 422), ("[]", 422)]:
        answer = client.post("/api/session", body, content_type="application/json")
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    nul = sign_in(client, "a\x00@example.test")
    assert nul.status_code == 401
