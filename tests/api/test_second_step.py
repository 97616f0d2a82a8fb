"""The second step: an app's codes, recovery codes, roles that must have one; and logins as their owner sees them."""

import re
import time

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from perennia.team import second_step, throttle
from perennia.team.models import Login, Member
from perennia.team.roles import Role
from tests.api.company import PASSWORD, a_member, signed_in

pytestmark = pytest.mark.django_db
JSON = "application/json"


def post(client: Client, path: str, said: object):  # type: ignore[no-untyped-def]
    return client.post(path, said, content_type=JSON)


def code_of(secret: str, ahead: int = 0) -> str:
    """What an app shows now, or in half a minute: taken then, too, should the half minute turn on the way."""
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + ahead)))


def sign_in(member: Member, client: Client | None = None):  # type: ignore[no-untyped-def]
    return post(client or Client(), "/api/session", {"email": member.email, "password": PASSWORD})


def with_second_step(role: Role = Role.VIEWER) -> tuple[Member, str, list[str]]:
    member = a_member(role)
    secret = second_step.new_secret()
    return member, secret, second_step.confirm(member, secret, code_of(secret))


@pytest.mark.number("S12")
def test_a_second_step_is_set_up_by_photographing_a_picture_drawn_here() -> None:
    member = a_member(Role.VIEWER)
    client = Client()
    sign_in(member, client)
    offer = post(client, "/api/account/second-step", {}).json()
    assert re.search(r"<svg[^>]*>", offer["picture"])
    assert "http" not in re.sub(r'xmlns(:\w+)?="[^"]*"', "", offer["picture"])
    wrong = client.put("/api/account/second-step", {"code": "000000"}, content_type=JSON)
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "body.code")
    done = client.put("/api/account/second-step", {"code": code_of(offer["secret"])}, content_type=JSON)
    assert len(done.json()["codes"]) == 10
    assert client.get("/api/session").json()["member"]["has_second_step"]
    assert client.get("/api/account").json()["codes_left"] == 10
    half = Client()
    asked = sign_in(member, half)
    assert (asked.status_code, asked.json()["code"]) == (401, "code_needed")
    assert half.get("/api/customers").status_code == 401
    assert post(half, "/api/session/code", {"code": code_of(offer["secret"], 1)}).status_code == 200
    assert half.get("/api/customers").status_code == 200


@pytest.mark.number("S12")
def test_a_code_opens_once_and_so_does_a_recovery_code() -> None:
    member, secret, codes = with_second_step()
    for code in (code_of(secret, 1), codes[3]):
        first, second = Client(), Client()
        sign_in(member, first), sign_in(member, second)
        assert post(first, "/api/session/code", {"code": f" {code[:3]} {code[3:]}"}).status_code == 200
        assert post(second, "/api/session/code", {"code": code}).json()["code"] == "wrong_code"


@pytest.mark.number("S11")
def test_guessing_codes_is_slowed_down_wherever_it_comes_from() -> None:
    member, _, _ = with_second_step()
    half = Client()
    sign_in(member, half)
    answers = [post(half, "/api/session/code", {"code": "000000"}).status_code for _ in range(throttle.A_MINUTE + 1)]
    assert set(answers[:-1]) == {401}
    assert answers[-1] == 429
    other = Client(REMOTE_ADDR="9.9.9.9")
    sign_in(member, other)
    assert post(other, "/api/session/code", {"code": "000000"}).status_code == 429


def test_nobody_gets_to_the_second_step_without_the_first() -> None:
    assert post(Client(), "/api/session/code", {"code": "000000"}).json()["code"] == "sign_in_needed"
    member, secret, _ = with_second_step()
    half = Client()
    sign_in(member, half)
    member.set_password("changed meanwhile")
    member.save()
    assert post(half, "/api/session/code", {"code": code_of(secret, 1)}).json()["code"] == "sign_in_needed"


@pytest.mark.number("S12")
def test_a_role_that_must_have_one_may_do_nothing_before() -> None:
    admin = signed_in(Role.ADMINISTRATOR)
    member = a_member(Role.CS_STAFF)
    client = Client()
    client.force_login(member)
    assert client.get("/api/customers").status_code == 200
    set_ = admin.put("/api/sign-in/second-step", {"roles": ["cs_staff"]}, content_type=JSON)
    assert set_.status_code == 200, set_.content
    refused = client.get("/api/customers")
    assert (refused.status_code, refused.json()["code"]) == (403, "second_step_needed")
    said = client.get("/api/session").json()
    assert (said["can"], said["member"]["must_add_second_step"]) == ([], True)
    offer = post(client, "/api/account/second-step", {}).json()
    assert (
        client.put("/api/account/second-step", {"code": code_of(offer["secret"])}, content_type=JSON).status_code == 200
    )
    assert client.get("/api/customers").status_code == 200
    kept = post(client, "/api/account/second-step/remove", {"code": code_of(offer["secret"], 1)})
    assert (kept.status_code, kept.json()["code"]) == (409, "second_step_needed")
    new = admin.post(
        "/api/team",
        {"name": "New", "email": "new@house.test", "role": "cs_staff", "password": "a long password"},
        content_type=JSON,
    )
    assert Member.objects.get(pk=new.json()["id"]).must_add_second_step


def test_it_is_removed_with_a_code_and_new_recovery_codes_end_the_old() -> None:
    member, secret, codes = with_second_step()
    client = Client()
    client.force_login(member)
    fresh = post(client, "/api/account/second-step/codes", {"code": codes[0]}).json()["codes"]
    assert not set(fresh) & set(codes)
    assert post(client, "/api/account/second-step/remove", {"code": codes[1]}).status_code == 422
    assert post(client, "/api/account/second-step/remove", {"code": code_of(secret, 1)}).status_code == 200
    assert sign_in(member).status_code == 200


def test_an_administrator_helps_who_lost_both() -> None:
    member, _, _ = with_second_step()
    there = Client()
    there.force_login(member)
    admin = signed_in(Role.ADMINISTRATOR)
    assert admin.delete(f"/api/team/{member.pk}/second-step").status_code == 200
    assert there.get("/api/session").status_code == 401
    assert sign_in(member).status_code == 200


def test_the_secret_lies_encrypted_in_the_database() -> None:
    from allauth.mfa.models import Authenticator

    _, secret, _ = with_second_step()
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


@pytest.mark.number("S12")
def test_logins_are_listed_and_ended_one_by_one_or_all() -> None:
    member = a_member(Role.VIEWER)
    here, phone, desk = Client(), Client(headers={"User-Agent": "A phone"}), Client()
    for client in (here, phone, desk):
        assert sign_in(member, client).status_code == 200
    rows = here.get("/api/account").json()["logins"]
    assert sorted(row["is_this"] for row in rows) == [False, False, True]
    (one,) = [row for row in rows if row["agent"] == "A phone"]
    assert len(here.delete(f"/api/account/logins/{one['id']}").json()["logins"]) == 2
    assert (phone.get("/api/session").status_code, desk.get("/api/session").status_code) == (401, 200)
    left = here.delete("/api/account/logins").json()["logins"]
    assert [row["is_this"] for row in left] == [True]
    assert (here.get("/api/session").status_code, desk.get("/api/session").status_code) == (200, 401)
    assert Login.objects.filter(member=member).count() == 1


def test_nobody_ends_the_login_of_another() -> None:
    member = a_member(Role.VIEWER)
    sign_in(member, Client())
    other = signed_in(Role.CS_STAFF)
    assert other.delete(f"/api/account/logins/{Login.objects.get().pk}").json()["code"] == "no_login"


@pytest.mark.number("S12")
def test_another_role_or_a_new_password_by_an_administrator_ends_the_logins() -> None:
    admin = signed_in(Role.ADMINISTRATOR)
    member = a_member(Role.CS_STAFF)
    for change in ({"role": "viewer"}, {"password": "given by an administrator"}, {"role": "cs_ops"}):
        client = Client()
        client.force_login(Member.objects.get(pk=member.pk))
        assert client.get("/api/session").status_code == 200
        assert admin.patch(f"/api/team/{member.pk}", change, content_type=JSON).status_code == 200
        assert client.get("/api/session").status_code == 401, change
    me = Member.objects.get(role=Role.ADMINISTRATOR)
    assert admin.patch(f"/api/team/{me.pk}", {"password": "one of my own now"}, content_type=JSON).status_code == 200
    assert admin.get("/api/session").status_code == 200


@pytest.mark.number("S12")
def test_who_one_is_never_comes_from_a_header() -> None:
    a_member(Role.ADMINISTRATOR, email="a@example.test")
    names = ("X-Forwarded-User", "Remote-User", "X-Remote-User", "X-Auth-Request-Email", "X-Forwarded-Email")
    client = Client(headers=dict.fromkeys(names, "a@example.test"), REMOTE_USER="a@example.test")
    assert client.get("/api/session").status_code == 401
