"""Invitations, lost passwords, the very first administrator: by links and codes that work once."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from perennia.host import clock
from perennia.messages import dispatch, queries
from perennia.messages.models import MailboxMessage
from perennia.team import invitations, set_up, throttle
from perennia.team.models import FormUse, Invitation, Member, Organisation, SetUpCode
from perennia.team.roles import Role
from tests.api.company import PASSWORD, a_member, signed_in
from tests.stations.messages.post_office import opened

pytestmark = pytest.mark.django_db
JSON = "application/json"
MAI = {"name": "Mai Le", "email": "Mai@House.test", "role": "cs_staff"}


def post(client: Client, path: str, said: object):  # type: ignore[no-untyped-def]
    return client.post(path, said, content_type=JSON)


def delivered(to: str) -> list[str]:
    """The texts the local mailbox received for an address."""
    while dispatch.one_round(clock.now()):
        pass
    rows = MailboxMessage.objects.filter(to_address__iexact=to).order_by("id")
    return [queries.sent(row.partition, row.message).text for row in rows]


def key_in(text: str, page: str) -> str:
    found = re.search(rf"/{page}#(\S+)", text)
    assert found, text
    return found[1]


@pytest.mark.number("S12")
def test_an_invitation_by_mail_makes_a_member_of_the_role_chosen_once() -> None:
    admin = signed_in(Role.ADMINISTRATOR)
    made = post(admin, "/api/invitations", MAI)
    assert made.status_code == 201, made.content
    (text,) = delivered("mai@house.test")
    token = key_in(text, "join")
    assert made.json()["link"].endswith(token)
    seen = post(Client(), "/api/invitations/open", {"token": token}).json()
    assert (seen["name"], seen["role"], seen["email"]) == ("Mai Le", "cs_staff", "Mai@House.test")
    guest = Client()
    joined = post(guest, "/api/invitations/accept", {"token": token, "name": "Mai", "password": "a long password"})
    assert (joined.status_code, joined.json()["member"]["role"]) == (200, "cs_staff")
    assert guest.get("/api/session").status_code == 200
    again = post(Client(), "/api/invitations/accept", {"token": token, "name": "X", "password": "a long password"})
    assert (again.status_code, again.json()["code"]) == (404, "dead_link")
    assert admin.get("/api/invitations").json()["items"] == []


def test_an_invitation_ends_after_a_week_when_sent_anew_and_when_withdrawn() -> None:
    admin = signed_in(Role.ADMINISTRATOR)
    first = post(admin, "/api/invitations", MAI).json()
    second = post(admin, f"/api/invitations/{first['id']}/again", {}).json()
    assert first["link"] != second["link"]

    def opens(link: str) -> int:
        FormUse.objects.all().delete()
        return int(post(Client(), "/api/invitations/open", {"token": link.split("#")[1]}).status_code)

    assert (opens(first["link"]), opens(second["link"])) == (404, 200)
    Invitation.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert opens(second["link"]) == 404
    assert admin.get("/api/invitations").json()["items"][0]["has_ended"]
    third = post(admin, f"/api/invitations/{first['id']}/again", {}).json()
    assert opens(third["link"]) == 200
    assert admin.delete(f"/api/invitations/{first['id']}").status_code == 204
    assert opens(third["link"]) == 404


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [({"email": "nobody"}, 422, "invalid"), ({"role": "emperor"}, 422, "invalid"), ({}, 409, "already_invited")],
)
def test_a_wrong_invitation_is_refused_with_its_reason(change: dict[str, str], status: int, code: str) -> None:
    admin = signed_in(Role.ADMINISTRATOR)
    post(admin, "/api/invitations", MAI)
    answer = post(admin, "/api/invitations", {**MAI, **change})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_member_is_not_invited_again() -> None:
    admin = signed_in(Role.ADMINISTRATOR)
    a_member(Role.VIEWER, email="mai@house.test")
    assert post(admin, "/api/invitations", MAI).json()["code"] == "address_taken"


@pytest.mark.number("S11")
def test_a_lost_password_is_renewed_by_mail_and_ends_all_logins() -> None:
    member = a_member(Role.VIEWER, email="mai@house.test")
    elsewhere = Client()
    elsewhere.force_login(member)
    assert post(Client(), "/api/session/reset", {"email": "MAI@house.test"}).status_code == 202
    (text,) = delivered("mai@house.test")
    said = {"token": key_in(text, "reset-password"), "password": "another long one"}
    assert post(Client(), "/api/session/reset/password", {**said, "password": "short"}).status_code == 422
    assert post(Client(), "/api/session/reset/password", said).status_code == 204
    assert elsewhere.get("/api/session").status_code == 401
    again = post(Client(), "/api/session/reset/password", said)
    assert (again.status_code, again.json()["code"]) == (404, "dead_link")
    signs_in = post(Client(), "/api/session", {"email": "mai@house.test", "password": "another long one"})
    assert signs_in.status_code == 200


@pytest.mark.number("S11")
def test_a_known_and_an_unknown_address_get_the_same_answer() -> None:
    a_member(Role.VIEWER, email="known@house.test")
    a_member(Role.CS_STAFF, email="left@house.test", is_active=False)
    asked = [post(Client(), "/api/session/reset", {"email": f"{who}@house.test"}) for who in ("known", "left", "none")]
    assert len({(one.status_code, one.content) for one in asked}) == 1
    assert [len(delivered(f"{who}@house.test")) for who in ("known", "left", "none")] == [1, 0, 0]


@pytest.mark.number("S11")
@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/api/session/reset", {"email": "a@house.test"}),
        ("/api/session/reset/password", {"token": "1-x", "password": "a long password"}),
        ("/api/invitations/open", {"token": "x"}),
        ("/api/invitations/accept", {"token": "x", "name": "X", "password": "a long password"}),
        ("/api/set-up", {"code": "x", "organisation": "X", "name": "X", "email": "a@b.test", "password": "a long one"}),
    ],
)
def test_a_public_form_takes_ten_a_minute_from_one_address(path: str, said: object) -> None:
    answers = [post(Client(), path, said) for _ in range(throttle.A_MINUTE + 1)]
    assert 429 not in {one.status_code for one in answers[:-1]}
    assert (answers[-1].status_code, answers[-1]["Retry-After"]) == (429, "60")
    # A header anybody can write does not make another address of it.
    forged = Client(headers={"X-Forwarded-For": "9.9.9.9"})
    assert post(forged, path, said).status_code == 429
    FormUse.objects.all().delete()
    assert post(Client(), path, said).status_code != 429


@pytest.mark.number("S12")
def test_mail_with_the_key_of_an_account_is_seen_by_administrators_alone() -> None:
    a_member(Role.VIEWER, email="mai@house.test")
    post(Client(), "/api/session/reset", {"email": "mai@house.test"})
    delivered("mai@house.test")
    row = MailboxMessage.objects.get()
    message = queries.public_id(row.partition, row.message)
    for role in (Role.HEAD_OF_CS, Role.CS_OPS, Role.CS_STAFF, Role.VIEWER):
        client = signed_in(role)
        assert client.get("/api/mailbox").json()["items"] == []
        assert client.get("/api/messages").json()["items"] == []
        paths = (f"/api/mailbox/{row.pk}", f"/api/mailbox/{row.pk}/body", f"/api/messages/{message}")
        assert {client.get(path).status_code for path in paths} == {404}
    admin = signed_in(Role.ADMINISTRATOR)
    assert "/reset-password#" in admin.get(f"/api/mailbox/{row.pk}").json()["text"]


@pytest.mark.number("S12")
def test_mail_that_left_by_a_server_keeps_no_key_with_us() -> None:
    a_member(Role.VIEWER, email="mai@house.test")
    with opened() as office:
        post(Client(), "/api/session/reset", {"email": "mai@house.test"})
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("select facts::text from message")
            ((facts,),) = cursor.fetchall()
        assert "reset-password" not in facts
        dispatch.one_round(clock.now())
        ((to, mail),) = office.received
    assert to == "mai@house.test"
    body = mail.get_body(("plain",))
    assert body is not None
    token = key_in(body.get_content(), "reset-password")
    message = signed_in(Role.ADMINISTRATOR).get("/api/messages").json()["items"][0]
    kept = signed_in(Role.ADMINISTRATOR).get(f"/api/messages/{message['id']}").json()
    assert token not in f"{kept}"


def claimed(code: str) -> object:
    said = {"organisation": "Acme", "name": "Ada", "email": "ada@acme.test", "password": "a long password"}
    return post(Client(), "/api/set-up", {"code": code, **said})


@pytest.mark.number("S12")
def test_the_set_up_page_makes_one_administrator_by_the_code_of_the_terminal_and_is_dead_then() -> None:
    code = set_up.new_code()
    assert code is not None
    assert Client().get("/api/session/ways").json()["set_up"]
    wrong = claimed("aaaa-aaaa-aaaa-aaaa")
    assert (wrong.status_code, wrong.json()["code"]) == (403, "wrong_set_up_code")  # type: ignore[attr-defined]
    made = claimed(code.upper().replace("-", " "))
    assert made.json()["member"]["role"] == "administrator"  # type: ignore[attr-defined]
    assert Organisation.objects.get().name == "Acme"
    again = claimed(code)
    assert (again.status_code, again.json()["code"]) == (409, "set_up_over")  # type: ignore[attr-defined]
    assert not Client().get("/api/session/ways").json()["set_up"]
    assert set_up.new_code() is None
    assert not SetUpCode.objects.exists()


def test_the_last_code_shown_is_the_one_that_counts() -> None:
    first, second = set_up.new_code(), set_up.new_code()
    assert first is not None
    assert second is not None
    assert claimed(first).status_code == 403  # type: ignore[attr-defined]
    assert claimed(second).status_code == 200  # type: ignore[attr-defined]


def test_without_a_code_shown_nobody_claims_a_server() -> None:
    assert claimed("").status_code == 403  # type: ignore[attr-defined]
    assert not Member.objects.exists()


@pytest.mark.number("S11")
def test_somebody_with_an_account_does_not_wash_off_their_guesses_by_signing_in() -> None:
    a_member(Role.VIEWER, email="mine@house.test")
    mine = {"email": "mine@house.test", "password": PASSWORD}
    for number in range(throttle.A_MINUTE):
        guess = {"email": f"other{number}@house.test", "password": "guessed"}
        assert post(Client(), "/api/session", guess).status_code == 401
        if number < throttle.A_MINUTE - 1:
            assert post(Client(), "/api/session", mine).status_code == 200
    assert post(Client(), "/api/session", {**mine, "password": "guessed"}).status_code == 429


def test_another_site_can_send_none_of_these_forms() -> None:
    evil = Client(headers={"Origin": "https://evil.test"})
    for path, said in [
        ("/api/session/reset", {"email": "a@house.test"}),
        ("/api/session/code", {"code": "1"}),
        ("/api/session/provider", {}),
        ("/api/invitations/accept", {"token": "x", "name": "X", "password": PASSWORD}),
    ]:
        assert post(evil, path, said).json()["code"] == "denied"


def test_an_invitation_token_is_unguessable_and_kept_as_a_hash() -> None:
    row, token = invitations.invite("a@b.test", "A", Role.VIEWER, None, clock.now())
    assert len(token) >= 43
    assert token.encode() not in bytes(row.digest)
