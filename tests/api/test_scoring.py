"""Scoring, features, the ledger and feedback over the API."""

import msgspec
import pytest
from django.db import connection
from django.test import Client

from perennia.core import partition
from perennia.core.profile import CONTACT
from perennia.ingest.store import session
from perennia.team.models import SettingChange
from perennia.team.roles import Role
from perennia.workflows import high_value, publish
from perennia.workflows import policy as policies
from perennia.workflows.models import Feature, Workflow
from tests.api.company import NINE, a_contact, a_customer, signed_in

JSON = "application/json"
POINTS = """
insert into points (partition, kind, subject_id, key, customer_id, points, reason, reason_vi, at, workflow, step, times, cause)
select %s, %s, %s, md5(n::text)::uuid, %s, 10, %s, %s, %s::timestamptz + n * interval '1 minute', 'login_month', 'score', 1, 77
from generate_series(1, %s) n
"""


@pytest.fixture(autouse=True)
def workflows(db: None) -> None:
    publish.install(NINE)


@pytest.fixture
def client() -> Client:
    return signed_in(Role.CS_OPS)


def put_points(customer: int, contact: int, many: int, reason: str = "Logged in", reason_vi: str = "Đăng nhập") -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            POINTS, [partition.of(customer), CONTACT, contact, customer, reason, reason_vi, NINE, many]
        )  # fmt: skip


def test_the_rules_are_the_steps_that_add_points_with_what_they_came_with(client: Client) -> None:
    found = client.get("/api/scoring").json()
    rules = {(each["workflow"]["key"], each["step"]): each for each in found["rules"]}
    assert rules["login_month", "score"]["points"] == 30
    assert rules["login_month", "score"]["reason"] == "A login in a month"
    assert rules["payment_failed_team", "score"]["subject"] == "customer"
    assert {step for key, step in rules if key == "feedback_team"} == {
        "score_very_happy", "score_happy", "score_neutral", "score_not_happy",
    }  # fmt: skip
    assert [each["score"] for each in found["milestones"]] == [300, 600, 900, 1200]
    assert found["recalculation"] is None


def test_a_change_is_seen_ahead_kept_logged_and_counted_anew(client: Client) -> None:
    a_customer(1)
    a_contact(11, 1)
    put_points(1, 11, 3)
    change = {"rules": [{"workflow": "login_month", "step": "score", "points": 200}]}
    ahead = client.post("/api/scoring/preview", change, content_type=JSON).json()
    assert ahead == {"contacts": 1, "scores": 1, "moves": [{"before": None, "after": "Starter User", "contacts": 1}]}
    saved = client.put("/api/scoring", {**change, "recalculate": True}, content_type=JSON).json()
    assert next(each for each in saved["rules"] if each["workflow"]["key"] == "login_month")["points"] == 200
    assert (saved["recalculation"]["done"], saved["recalculation"]["finished_at"]) == (0, None)
    assert SettingChange.objects.filter(area="scoring").count() == 1
    again = client.put("/api/scoring", {**change, "recalculate": True}, content_type=JSON)
    assert (again.status_code, again.json()["code"]) == (409, "still_counting")


def test_what_is_out_of_order_is_named(client: Client) -> None:
    answer = client.post("/api/scoring/preview", {"milestones": {"Starter User": 700}}, content_type=JSON)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "body.milestones")
    assert "Moderate User must lie above Starter User" in answer.json()["detail"]


def test_high_value_is_the_top_share_or_an_amount(client: Client) -> None:
    for place in range(10):
        a_customer(100 + place, yearly_value=1000 * (place + 1))
    for place in range(5):
        a_customer(200 + place, yearly_value=10**7 * (place + 1), currency="VND")
    high_value.count()
    said = client.get("/api/scoring").json()["high_value"]
    own = said["currency"]
    begins = {one["currency"]: one["amount"] for one in said["starts_at"]}
    assert begins == {own: "8000.00", "VND": "40000000.00"}  # each among those who pay in the same
    answer = client.put("/api/scoring/high-value", {"percent": 20, "amount": "5000"}, content_type=JSON).json()
    begins = {one["currency"]: one["amount"] for one in answer["high_value"]["starts_at"]}
    assert begins == {own: "5000.00", "VND": "40000000.00"}
    policy = policies.read(session())
    assert [policy.is_high_value(*one) for one in ((5000, None), (4999, own), (5000, "VND"), (5 * 10**7, "VND"))] == [
        True, False, False, True,
    ]  # fmt: skip


def test_a_feature_gets_its_own_frame_and_minutes(client: Client) -> None:
    for name in ("Boards/2", "Reports"):
        Feature.objects.create(name=name, first_seen_at=NINE)
    found = client.get("/api/features").json()
    assert [each["name"] for each in found["items"]] == ["Boards/2", "Reports"]
    assert [(mark["minutes"], mark["points"]) for mark in found["house"]["marks"]] == [
        (7, 0), (7, 0), (30, 30), (60, 60), (120, 120),
    ]  # fmt: skip
    said = {"unused_days": 14, "is_watched": True, "minutes": {"feature_time_30": 10}}
    kept = client.put("/api/features/Boards/2", said, content_type=JSON).json()
    assert (kept["unused_days"], kept["minutes"]) == (14, {"feature_time_30": 10})
    version = Workflow.objects.get(key="feature_time_30").versions.first()
    assert version is not None
    assert version.definition["trigger"]["own"] == {"Boards/2": 10}
    client.put("/api/features/Boards/2", {"unused_days": None, "minutes": {"feature_time_30": None}}, content_type=JSON)
    assert client.get("/api/features").json()["items"][0]["minutes"] == {}
    house = client.put("/api/features", {"unused_days": 21, "recheck_days": 60}, content_type=JSON).json()
    assert (house["unused_days"], house["recheck_days"]) == (21, 60)
    assert client.put("/api/features/Nothing", said, content_type=JSON).status_code == 404


def test_who_may_not_edit_workflows_reads_and_changes_nothing() -> None:
    staff = signed_in(Role.CS_STAFF)
    assert staff.get("/api/scoring").status_code == 200
    assert staff.put("/api/scoring", {}, content_type=JSON).status_code == 403
    assert staff.put("/api/features", {"unused_days": 1, "recheck_days": 1}, content_type=JSON).status_code == 403


def test_the_ledger_comes_entry_by_entry_a_page_at_a_time_in_the_readers_language(client: Client) -> None:
    a_customer(1)
    a_contact(11, 1)
    put_points(1, 11, 5)
    first = client.get("/api/customers/1/points?limit=3").json()
    rest = client.get(f"/api/customers/1/points?limit=3&cursor={first['next_cursor']}").json()
    assert [len(first["items"]), len(rest["items"]), rest["next_cursor"]] == [3, 2, None]
    one = first["items"][0]
    assert (one["points"], one["reason"], one["contact"]["id"], one["workflow"]["key"]) == (
        10,
        "Logged in",
        11,
        "login_month",
    )
    assert one["event_id"] == f"{partition.of(1)}-77"
    assert client.get("/api/customers/1/points?contact=12").json()["items"] == []
    client.patch("/api/session", {"language": "vi"}, content_type=JSON)
    assert client.get("/api/customers/1/points?limit=1").json()["items"][0]["reason"] == "Đăng nhập"


def test_points_of_billing_are_for_those_who_may_see_revenue(client: Client) -> None:
    a_customer(1)
    a_contact(11, 1)
    put_points(1, 11, 2, "Payment succeeded")
    assert len(client.get("/api/customers/1/points").json()["items"]) == 2
    assert signed_in(Role.TECHNICAL_STAFF).get("/api/customers/1/points").json()["items"] == []


def test_feedback_is_listed_with_who_said_what_and_when(client: Client) -> None:
    a_customer(1)
    a_contact(11, 1)
    with connection.cursor() as cursor:
        for place, said in enumerate([{"level": "Happy"}, {"nps": 3, "text": "Slow."}, {"nps": 9, "survey": "nps"}]):
            cursor.execute(
                """insert into history (partition, received_at, seq, customer_id, contact_id, source, kind, name, message_id,
                   message_hash, at, historical, outcome, body)
                   values (%s, %s, %s, 1, 11, 101, 'track', 'Feedback Given', %s, md5(%s)::uuid, %s, false, 'matched', %s)""",
                [partition.of(1), NINE, place + 1, f"f{place}", f"f{place}", NINE.replace(hour=10 + place),
                 msgspec.json.encode({"properties": said}).decode()],
            )  # fmt: skip
    found = client.get("/api/customers/1/feedback?limit=2").json()
    assert [(one["level"], one["nps"], one["text"], one["was_asked"]) for one in found["items"]] == [
        ("Very Happy", 9, "", True), ("Not Happy", 3, "Slow.", False),
    ]  # fmt: skip
    rest = client.get(f"/api/customers/1/feedback?cursor={found['next_cursor']}").json()
    assert [one["level"] for one in rest["items"]] == ["Happy"]
    assert found["items"][0]["contact"] == {"id": 11, "name": "Contact 11"}


def test_points_of_longer_use_add_up_or_replace_those_of_shorter_and_back(client: Client) -> None:
    def brings() -> list[int]:
        return [mark["points"] for mark in client.get("/api/features").json()["house"]["marks"] if mark["points"]]

    def decide(way: str) -> dict[str, object]:
        said: dict[str, object] = client.put("/api/features/-/points", {"points": way}, content_type=JSON).json()
        return said

    assert (brings(), client.get("/api/features").json()["house"]["worths"]) == ([30, 60, 120], [30, 60, 120])
    house = decide("replace")
    assert (brings(), house["points"], house["worths"]) == ([30, 30, 60], "replace", [30, 60, 120])
    assert decide("replace")["worths"] == [30, 60, 120]
    assert (decide("add_up")["worths"], brings()) == ([30, 60, 120], [30, 60, 120])
