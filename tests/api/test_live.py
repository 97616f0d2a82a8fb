"""Open screens hear what changed, from a real web server."""

import json
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

import msgspec
import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from perennia.customers.models import Customer
from perennia.team import members
from perennia.team.models import ApiKey
from perennia.team.roles import Role
from perennia.workflows import draft, keep_draft
from tests.api.company import a_key, a_member
from tests.flow.company import Company
from tests.serving import served

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def host(process_environment: dict[str, str]) -> Iterator[str]:
    with served(process_environment) as address:
        yield urlsplit(address).netloc


def listen(host: str, topics: str, key: str) -> HTTPResponse:
    connection = HTTPConnection(host, timeout=40)
    connection.request("GET", f"/api/live?topics={topics}", headers={"Authorization": f"Bearer {key}"})
    return connection.getresponse()


def heard(stream: HTTPResponse, topic: str) -> list[str]:
    """Reads on until the topic is named. Two pings without it mean that it does not come."""
    pings = 0
    while pings < 2:
        line = stream.readline().decode().strip()
        pings += line == ": ping"
        if line == f"event: {topic}":
            changed = json.loads(stream.readline().decode().removeprefix("data: "))
            return list(changed["changed"])
    raise AssertionError(f"Nothing was heard of {topic}.")


def test_a_screen_hears_of_an_event_and_of_what_it_did(host: str) -> None:
    company = Company()
    company.says("group", name="Acme")
    customer = Customer.objects.get(name="Acme").pk
    everything = listen(host, "events", a_key("event.read"))
    record = listen(host, f"customer:{customer},workflow:payment_failed_team", a_key("customer.read", "workflow.read"))
    assert everything.getheader("Content-Type") == "text/event-stream"
    assert everything.readline() == b"retry: 3000\n"
    assert record.readline() == b"retry: 3000\n"
    drafts = listen(host, "draft:payment_failed_team", a_key("workflow.read"))
    heard(everything, "ready")
    heard(record, "ready")
    heard(drafts, "ready")
    said = draft.find("payment_failed_team")
    keep_draft.keep_draft("payment_failed_team", msgspec.to_builtins(said.definition), 0, "Mai", company.now)
    assert heard(drafts, "draft:payment_failed_team") == []
    company.says("track", "Payment Failed", amount=1, currency="EUR", invoice="i1")
    found: list[str] = []
    while not found:  # that something arrived is told before what it did
        found = heard(everything, "events")
    assert any(each.count("-") == 1 for each in found)
    assert heard(record, f"customer:{customer}")
    company.close()


@pytest.mark.number("S6")
@pytest.mark.parametrize(
    ("topics", "scopes", "status"),
    [
        ("events", ["customer.read"], 403),
        ("mailbox", ["event.read"], 403),
        ("customer:1,events", ["customer.read"], 403),
        ("", ["event.read"], 422),
        ("everything", ["event.read"], 422),
        ("customer:1;drop", ["customer.read"], 422),
        (",".join(f"customer:{n}" for n in range(1, 30)), ["customer.read"], 422),
        (",".join(f"customer:{n}" for n in range(1, 501)), ["customer.read"], 422),
        ("%00", ["event.read"], 422),
        ("customer:99999999999999999999", ["customer.read"], 422),
        ("customer:-1", ["customer.read"], 422),
        ("%EF%BB%BFevents", ["event.read"], 422),
    ],
)
def test_a_topic_needs_its_permission(host: str, topics: str, scopes: list[str], status: int) -> None:
    answer = listen(host, topics, a_key(*scopes))
    assert (answer.status, answer.getheader("Content-Type")) == (status, "application/problem+json")


def test_nobody_hears_nothing(host: str) -> None:
    answer = listen(host, "events", "prn_wrong")
    assert (answer.status, json.loads(answer.read())["code"]) == (401, "wrong_key")


def test_screens_that_listen_hold_no_connection_of_the_pages(host: str) -> None:
    key = a_key("event.read", "customer.read")
    streams = [listen(host, "events", key) for _ in range(40)]
    assert {stream.status for stream in streams} == {200}
    for stream in streams:
        heard(stream, "ready")
    page = HTTPConnection(host, timeout=40)
    page.request("GET", "/api/customers", headers={"Authorization": f"Bearer {key}"})
    assert page.getresponse().status == 200


@pytest.mark.number("S12")
@pytest.mark.parametrize("ending", ["role", "password", "sign_out", "everywhere", "leaves"])
def test_an_open_screen_hears_no_more_once_its_login_has_ended(host: str, ending: str) -> None:
    member = a_member(Role.CS_STAFF)
    browser = Client()
    browser.force_login(member)
    login = browser.cookies["sessionid"].value
    stream = stream_of(host, login)
    assert stream.status == 200
    heard(stream, "ready")
    match ending:
        case "role":
            members.change(member.pk, {"role": "viewer"})
        case "password":
            members.change(member.pk, {}, "another long one")
        case "leaves":
            members.change(member.pk, {"is_active": False})
        case "everywhere":
            members.end_logins(member)
        case _:
            Session.objects.all().delete()
    until = time.monotonic() + 30
    while stream.readline():
        assert time.monotonic() < until, "The screen went on hearing."


@pytest.mark.number("S6")
def test_a_removed_key_hears_no_more(host: str) -> None:
    stream = listen(host, "events", a_key("event.read"))
    heard(stream, "ready")
    ApiKey.objects.all().delete()
    until = time.monotonic() + 30
    while stream.readline():
        assert time.monotonic() < until, "The key went on hearing."


def stream_of(host: str, login: str) -> HTTPResponse:
    connection = HTTPConnection(host, timeout=40)
    connection.request("GET", "/api/live?topics=events", headers={"Cookie": f"sessionid={login}"})
    return connection.getresponse()
