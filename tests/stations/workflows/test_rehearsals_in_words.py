"""Rehearsals over the API: begun, worked by the job, read in words, cancelled, refused with the reason."""

from datetime import timedelta

import pytest
from django.test import Client

from perennia.host import clock
from perennia.team.roles import Role
from perennia.workflows import publish
from perennia.workflows.models import Workflow
from perennia.workflows.rehearsal import rehearse
from tests.api.company import a_customer, signed_in
from tests.driving import Stream

KEY = "payment_failed_help"


@pytest.fixture
def ops(stream: Stream) -> Client:
    publish.install(clock.now())
    a_customer(1)
    at = clock.now() - timedelta(days=3)
    stream.put(
        stream.event("Signed In", at=at, kind="identify", first_name="Anna", email="anna@x.test"),
        stream.event("Payment Failed", at=at + timedelta(hours=1), amount="49.00", currency="EUR", invoice="i1"),
    )
    stream.run(until=clock.now())
    return signed_in(Role.CS_OPS)


def worked(client: Client, number: int) -> dict:  # type: ignore[type-arg]  # JSON as it came
    while rehearse.work(number):
        pass
    found: dict = client.get(f"/api/rehearsals/{number}").json()  # type: ignore[type-arg]
    return found


def test_one_is_begun_and_read_in_words(ops: Client) -> None:
    assert not Workflow.objects.get(key=KEY).is_on
    begun = ops.post(f"/api/workflows/{KEY}/rehearsals", {"days": 7}, content_type="application/json")
    assert (begun.status_code, begun.json()["state"]) == (201, "waiting")
    found = worked(ops, begun.json()["id"])
    [side] = found["sides"]
    assert (found["state"], found["progress"], side["of"], side["entered"]) == ("done", 1.0, "draft", 1)
    assert side["sent"] + side["held"] + side["waiting"] == 1
    assert len(side["days"]) == 8
    assert len(found["notes"]) >= 4
    [touched] = ops.get(f"/api/rehearsals/{found['id']}/customers").json()["items"]
    assert touched["entered"] == 1
    lines = ops.get(f"/api/rehearsals/{found['id']}/trace?customer={touched['customer']['id']}").json()["items"]
    assert lines[0]["text"].startswith("Began on “Payment Failed”")
    assert ops.get(f"/api/workflows/{KEY}/rehearsals").json()["items"][0]["id"] == found["id"]


def test_a_definition_sent_along_is_compared_with_what_is_published(ops: Client) -> None:
    definition = {
        "label": "Other", "group": "e1", "subject": "customer", "audience": "internal_notification",
        "trigger": {"key": "event_seen", "names": ["Nothing Such"]}, "steps": [{"key": "add_tag", "tag": "Late"}],
    }  # fmt: skip
    wish = {"days": 7, "compare": True, "definition": definition}
    begun = ops.post(f"/api/workflows/{KEY}/rehearsals", wish, content_type="application/json")
    sides = worked(ops, begun.json()["id"])["sides"]
    assert [(one["of"], one["entered"]) for one in sides] == [("draft", 0), ("running", 1)]


def test_what_is_wrong_is_named_and_a_cancelled_one_stays_as_it_is(ops: Client) -> None:
    def begin(wish: object, key: str = KEY) -> tuple[int, str]:
        answer = ops.post(f"/api/workflows/{key}/rehearsals", wish, content_type="application/json")
        return answer.status_code, answer.json().get("detail", "")

    assert begin({"days": 0})[0] == 422
    assert begin({"days": 7}, "none_such")[0] == 404
    status, detail = begin({"definition": {"trigger": {"key": "none"}}})
    assert (status, detail.startswith("definition:")) == (422, True)
    assert ops.get("/api/rehearsals/999").status_code == 404
    number = ops.post(f"/api/workflows/{KEY}/rehearsals", {}, content_type="application/json").json()["id"]
    assert ops.post(f"/api/rehearsals/{number}/cancel").json()["state"] == "cancelled"
    assert worked(ops, number)["progress"] == 0.0
    assert ops.post(f"/api/rehearsals/{number}/cancel").status_code == 409
