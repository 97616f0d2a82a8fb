"""What people read and can find, after the real engine has worked real calls."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from perennia.api.permissions import Permission
from perennia.team.roles import Role
from perennia.workflows import by_hand, endings
from tests.api.company import signed_in, with_key
from tests.flow.company import Company

pytestmark = pytest.mark.django_db(transaction=True)
JSON = "application/json"
DAY = timedelta(days=1)


@pytest.fixture
def company(transactional_db: None) -> Iterator[Company]:
    one = Company()
    yield one
    one.close()


@pytest.fixture
def client(company: Company) -> Client:
    return with_key(*Permission)


def told(client: Client, address: str) -> list[str]:
    return [f"{each['title']}: {each['text']}" for each in client.get(address).json()["items"]]


def lines(client: Client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return [each["text"] for each in answer.json()["items"]]


def test_who_comes_alone_is_a_customer_by_their_own_name(company: Company, client: Client) -> None:
    company.says("track", "Signed Up", user="mai-7", group=None)

    def names() -> list[str]:
        return [each["name"] for each in client.get("/api/customers?kind=implicit").json()["items"]]

    assert names() == ["mai-7"]
    company.says("identify", user="mai-7", group=None, email="mai@home.test")
    assert names() == ["mai@home.test"]
    company.says("identify", user="mai-7", group=None, firstName="Mai", lastName="Trần")
    company.says("track", "Signed Up", user="mai-7", group=None, first_name="Mai")
    company.says("track", "Feature Used", user="mai-7", group=None, feature="Reports", seconds=1)
    assert names() == ["Mai Trần"]
    (found,) = client.get("/api/customers?q=tran").json()["items"]
    client.patch(f"/api/customers/{found['id']}", {"name": "Mai's bakery"}, content_type=JSON)
    company.works()
    company.says("identify", user="mai-7", group=None, name="Mai Lê")
    assert names() == ["Mai's bakery"]


def test_the_log_of_a_workflow_is_searched_by_what_one_reads(company: Company, client: Client) -> None:
    company.says("group", name="Acme Việt")
    company.says("track", "Account Created")
    company.says("track", "Account Created", user="bob", group="other")
    company.says("group", user="bob", group="other", name="Otherwise")
    address = "/api/workflows/new_account_team/log"
    assert len(lines(client, address)) == 2
    (acme,) = lines(client, f"{address}?q=acme viet")
    assert acme.startswith("Began on “Account Created”: added the tag “Active SaaS”")
    assert len(lines(client, f"{address}?q=OTHERWISE+tag")) == 1
    assert lines(client, f"{address}?q=nobody at all") == []
    vietnamese = signed_in(Role.ADMINISTRATOR)
    assert vietnamese.patch("/api/session", {"language": "vi"}, content_type=JSON).status_code == 200
    customer = client.get("/api/customers?q=acme").json()["items"][0]["id"]
    (found,) = lines(vietnamese, f"/api/customers/{customer}/log?q=gan the&workflow=new_account_team")
    assert found.startswith("Bắt đầu khi “Tạo tài khoản”: đã gắn thẻ “Active SaaS”")
    first = client.get(f"{address}?limit=1&q=account").json()
    second = client.get(f"{address}?limit=1&q=account&cursor={first['next_cursor']}").json()
    assert {first["items"][0]["customer"]["name"], second["items"][0]["customer"]["name"]} == {"Acme Việt", "Otherwise"}


def test_comings_and_goings_of_every_day_stand_aside_until_one_asks(company: Company, client: Client) -> None:
    company.says("group", name="Acme")
    for _ in range(3):
        company.says("track", "Signed In")
        company.passes(2 * DAY)
    customer = client.get("/api/customers?q=acme").json()["items"][0]["id"]
    everyday = "Moved to “Active within a week” in User Login Activity (before: Active): "
    history = f"/api/customers/{customer}/timeline?limit=100"
    assert everyday not in told(client, history)
    assert "Not seen for a day: " not in told(client, history)
    assert everyday in told(client, f"{history}&kind=workflows")
    assert everyday in told(client, f"{history}&q=within a week")

    def names(more: str) -> list[str]:
        return [each["name"] for each in client.get(f"/api/events?limit=100{more}").json()["items"]]

    assert "Inactive For 1 Day" in names("")
    assert "Inactive For 1 Day" not in names("&everyday=false")
    assert names("&everyday=false").count("Signed In") == 3
    log = f"/api/customers/{customer}/log?limit=100"
    everyday_runs = client.get(f"{log}&everyday=true").json()["items"]
    assert {"login_activity", "login_activity_week"} <= {each["workflow"]["key"] for each in everyday_runs}
    assert not {each["workflow"]["key"] for each in client.get(log).json()["items"]} & {"login_activity"}
    assert lines(client, f"{log}&workflow=login_activity")


def test_a_page_without_the_everyday_goes_on_where_it_ended(company: Company, client: Client) -> None:
    company.says("group", name="Acme")
    for _ in range(4):
        company.says("track", "Signed In")
        company.passes(2 * DAY)
    ids: list[str] = []
    address = "/api/events?limit=2&everyday=false"
    answer = client.get(address).json()
    while answer["next_cursor"]:
        ids += [each["id"] for each in answer["items"]]
        answer = client.get(f"{address}&cursor={answer['next_cursor']}").json()
    ids += [each["id"] for each in answer["items"]]
    whole = [each["id"] for each in client.get("/api/events?limit=100&everyday=false").json()["items"]]
    assert ids == whole


def test_customers_are_filtered_by_their_own_tags_and_stages_alone(company: Company, client: Client) -> None:
    company.says("group", name="Acme")
    company.says("track", "Account Created")
    company.says("track", "Feature Used", feature="Reports", seconds=900)
    facets = client.get("/api/customers/facets").json()
    assert {each["pipeline"] for each in facets["stages"]} == {"Subscription & Billing"}
    assert [each["value"] for each in facets["tags"]] == ["Active SaaS"]
    assert client.get("/api/customers?tag=Active on Reports").json()["total"] == 0
    assert client.get("/api/customers?stage=Product Adoption:Reports").json()["total"] == 1, "by who works there"


def test_pipelines_are_listed_with_all_their_stages(client: Client) -> None:
    found = {each["name"]: each for each in client.get("/api/pipelines").json()["items"]}
    assert found["Subscription & Billing"]["stages"] == [
        "Active Subscription", "Subscription Failed", "Subscription Churned",
    ]  # fmt: skip
    assert [each["subject"] for each in found.values()].count("contact") == 5
    blind = signed_in(Role.TECHNICAL_STAFF)
    assert "Subscription & Billing" not in {each["name"] for each in blind.get("/api/pipelines").json()["items"]}


def test_a_contact_is_moved_by_hand_in_pipelines_of_contacts(
    company: Company, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.says("group", name="Acme")
    customer = client.get("/api/customers?q=acme").json()["items"][0]["id"]
    contact = client.get(f"/api/customers/{customer}/contacts").json()["items"][0]["id"]

    def worked(customer: int, seqs: list[int]) -> bool:
        company.works()
        return True

    monkeypatch.setattr(by_hand, "is_done", worked)
    address = f"/api/customers/{customer}/contacts/{contact}/stages"
    moved = client.put(f"{address}/User Login Activity", {"stage": "Inactive (1 week)"}, content_type=JSON)
    assert (moved.status_code, moved.json()["stages"]["User Login Activity"]) == (200, "Inactive (1 week)")
    title = told(client, f"/api/customers/{customer}/timeline?kind=people")[0]
    assert title.startswith("Moved to “Inactive (1 week)” in User Login Activity, by API key Tests")
    wrong = {
        "User Login Activity": ({"stage": "Gone"}, "body.stage"),
        "Subscription %26 Billing": ({"stage": "Active Subscription"}, "pipeline"),
    }
    for pipeline, (body, field) in wrong.items():
        answer = client.put(f"{address}/{pipeline}", body, content_type=JSON)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    gone = client.put(
        f"/api/customers/{customer}/contacts/424242/stages/User Login Activity", {"stage": "Active"}, content_type=JSON
    )
    assert (gone.status_code, gone.json()["code"]) == (404, "no_contact")


def test_a_run_that_ended_says_when_and_why(company: Company, client: Client) -> None:
    company.says("group", name="Acme")
    company.says("identify", email="anna@acme.test")
    company.passes(8 * DAY)
    company.says("track", "Signed In")
    customer = client.get("/api/customers?q=acme").json()["items"][0]["id"]
    runs = client.get(f"/api/customers/{customer}/enrolments?limit=100").json()["items"]
    reach_out = next(each for each in runs if each["workflow"]["key"] == "inactive_reach_out")
    assert (reach_out["state"], reach_out["reason"]) == ("done", "Reached its goal: logs in")
    assert reach_out["ended_at"] is not None
    assert reach_out["entered_on"] == "Inactive For 7 Days"
    assert all((each["ended_at"] is None) == (each["state"] in ("active", "waiting")) for each in runs)


def test_a_moment_in_a_sentence_is_the_readers(company: Company, client: Client) -> None:
    company.says("group", name="Acme")
    company.says("identify", email="anna@acme.test")
    customer = client.get("/api/customers?q=acme").json()["items"][0]["id"]
    address = f"/api/customers/{customer}/log?workflow=check_ins"
    assert "waits until 3 Mar 2026, 09:00" in lines(client, address)[0]
    hanoi = client.get(address, headers={"Time-Zone": "Asia/Ho_Chi_Minh"}).json()["items"][0]["text"]
    assert "waits until 3 Mar 2026, 16:00" in hanoi
    for nonsense in ("Mars/Base", "../../etc/passwd", "x" * 5000):
        assert client.get(address, headers={"Time-Zone": nonsense}).status_code == 200


def test_what_is_known_is_named_in_words(company: Company, client: Client) -> None:
    company.says("group", name="Acme", mrr=99, favourite_colour="green")
    customer = client.get("/api/customers?q=acme").json()["items"][0]["id"]
    labels = {each["name"]: each["label"] for each in client.get(f"/api/customers/{customer}").json()["traits"]}
    assert (labels["mrr"], labels["favourite_colour"]) == ("Monthly revenue", "Favourite colour")


def test_what_is_set_aside_says_what_stopped_it() -> None:
    assert endings.parked("KeyError: 'x'", "en") == (
        "The first of them was tried three times and could not be worked: KeyError: 'x'."
    )
    assert "longer than 1 s" in endings.parked("OverBudget: The event took longer than 1 s to work.", "vi")
    assert endings.parked("A timer failed. ValueError: no", "en").startswith(
        "A wait that fell due was tried three times"
    )
