"""Signing in by the company's own provider, against a real one."""

from collections.abc import Iterator

import pytest
from django.test import Client

from perennia.api.oidc import PROVIDER
from perennia.host import clock
from perennia.host import config as configs
from perennia.team import identity, invitations
from perennia.team.models import Member
from perennia.team.roles import Role
from tests.api.company import a_member, signed_in
from tests.identity_server import CLIENT, SECRET, Identity, running

pytestmark = pytest.mark.django_db
JSON = "application/json"
BACK = f"http://testserver/sign-in/{PROVIDER}/callback"


@pytest.fixture(scope="module")
def company() -> Iterator[Identity]:
    with running(BACK, "mai@house.test", "new@house.test", "?claims@house.test") as identity_:
        yield identity_


@pytest.fixture(autouse=True)
def allowed(company: Identity, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PERENNIA_ALLOWED_PRIVATE_HOSTS", company.issuer.removeprefix("http://"))
    configs.current.cache_clear()
    yield
    monkeypatch.undo()
    configs.current.cache_clear()


@pytest.fixture
def set_up(company: Identity) -> None:
    said = {"name": "Acme login", "issuer": company.issuer, "client_id": CLIENT, "secret": SECRET, "is_on": True}
    kept = signed_in(Role.ADMINISTRATOR).put("/api/sign-in/provider", said, content_type=JSON)
    assert kept.status_code == 200, kept.content
    assert SECRET not in kept.content.decode()


def come_in(company: Identity, email: str, to: str = "/workflows") -> tuple[Client, str]:
    """Goes the whole way; gives the browser and where it landed."""
    client = Client()
    begun = client.post("/api/session/provider", {"to": to}, content_type=JSON)
    assert begun.status_code == 200, begun.content
    back = company.sign_in(begun.json()["url"], email)
    answer = client.get(back.removeprefix("http://testserver"))
    assert answer.status_code == 302, answer.content
    return client, answer["Location"]


@pytest.mark.number("S12")
def test_a_member_comes_in_by_a_verified_address_and_later_by_the_link_alone(company: Identity, set_up: None) -> None:
    member = a_member(Role.CS_STAFF, email="Mai@House.test")
    client, landed = come_in(company, "mai@house.test")
    assert landed == "/workflows"
    assert client.get("/api/session").json()["member"]["id"] == member.pk
    Member.objects.filter(pk=member.pk).update(email="other@house.test", email_folded="other@house.test")
    assert come_in(company, "mai@house.test")[0].get("/api/session").json()["member"]["id"] == member.pk
    Member.objects.filter(pk=member.pk).update(is_active=False)
    assert come_in(company, "mai@house.test")[1] == "/sign-in?trouble=not_invited"


@pytest.mark.number("S12")
def test_an_address_nobody_vouches_for_opens_nothing(company: Identity, set_up: None) -> None:
    a_member(Role.ADMINISTRATOR, email="claims@house.test")
    client, landed = come_in(company, "claims@house.test")
    assert landed == "/sign-in?trouble=address_not_verified"
    assert client.get("/api/session").status_code == 401


def test_who_is_not_invited_stays_out_and_who_is_becomes_a_member(company: Identity, set_up: None) -> None:
    assert come_in(company, "new@house.test")[1] == "/sign-in?trouble=not_invited"
    invitations.invite("NEW@house.test", "Newt", Role.CS_OPS, None, clock.now())
    client, _ = come_in(company, "new@house.test")
    assert client.get("/api/session").json()["member"]["role"] == "cs_ops"
    assert not Member.objects.get(email_folded="new@house.test").has_usable_password()


def test_the_second_step_is_asked_for_behind_the_provider_too(company: Identity, set_up: None) -> None:
    Member.objects.filter(pk=a_member(Role.VIEWER, email="mai@house.test").pk).update(has_second_step=True)
    client, landed = come_in(company, "mai@house.test", "/events")
    assert landed == "/sign-in?step=code&to=%2Fevents"
    assert client.get("/api/session").status_code == 401


@pytest.mark.number("S12")
def test_an_answer_nobody_asked_for_and_another_site_as_goal_lead_nowhere(company: Identity, set_up: None) -> None:
    member = a_member(Role.VIEWER, email="mai@house.test")
    begun = Client().post("/api/session/provider", {"to": "/"}, content_type=JSON).json()
    back = company.sign_in(begun["url"], "mai@house.test").removeprefix("http://testserver")
    stranger = Client()
    assert stranger.get(back)["Location"] == "/sign-in?trouble=provider"
    assert stranger.get("/api/session").status_code == 401
    assert come_in(company, member.email, "https://evil.test/x")[1] == "/"
    assert come_in(company, member.email, "//evil.test/x")[1] == "/"


def test_the_environment_names_a_provider_that_no_screen_changes(
    company: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PERENNIA_OIDC_ISSUER", company.issuer)
    monkeypatch.setenv("PERENNIA_OIDC_CLIENT_ID", CLIENT)
    monkeypatch.setenv("PERENNIA_OIDC_SECRET", SECRET)
    configs.current.cache_clear()
    a_member(Role.VIEWER, email="mai@house.test")
    assert come_in(company, "mai@house.test")[0].get("/api/session").status_code == 200
    admin = signed_in(Role.ADMINISTRATOR)
    assert admin.get("/api/sign-in").json()["provider"]["is_fixed"]
    said = {"name": "X", "issuer": company.issuer, "client_id": "x", "secret": "x", "is_on": True}
    assert admin.put("/api/sign-in/provider", said, content_type=JSON).json()["code"] == "fixed_provider"


@pytest.mark.number("S12")
def test_a_provider_inside_the_network_needs_the_operators_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PERENNIA_ALLOWED_PRIVATE_HOSTS")
    configs.current.cache_clear()
    said = {"name": "X", "issuer": "http://169.254.169.254", "client_id": "x", "secret": "x", "is_on": True}
    refused = signed_in(Role.ADMINISTRATOR).put("/api/sign-in/provider", said, content_type=JSON)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "body.issuer")
    assert identity.stored() is None
    assert Client().post("/api/session/provider", {}, content_type=JSON).json()["code"] == "no_provider"
