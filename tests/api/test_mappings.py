"""A company's own event names become those of the plan, from then on and never backwards."""

import json

import msgspec
import pytest
from django.db import connection

from perennia.ingest import mapping, source
from perennia.ingest.receive import receive
from perennia.ingest.source import Sender
from perennia.team.roles import Role
from tests.api.company import signed_in

pytestmark = pytest.mark.django_db
JSON = "application/json"
THEIRS = {
    "theirs": "report_exported",
    "ours": "Feature Used",
    "renamed": {"dur": "seconds"},
    "fixed": {"feature": "Reports"},
}


@pytest.fixture(autouse=True)
def forgotten() -> None:
    mapping.forget()


def send(name: str, **properties: object) -> None:
    sent = {"type": "track", "userId": "u1", "event": name, "properties": properties}
    made, _ = source.create(f"Product {name} {len(properties)}")
    answer = receive(Sender(made.id), json.dumps({"batch": [sent]}).encode())
    assert answer.rejected == []


def waiting() -> list[tuple[str, dict[str, object]]]:
    with connection.cursor() as cursor:
        cursor.execute("select name, body::text from inbox where kind = 'track' order by seq")
        return [(name, msgspec.json.decode(body)) for name, body in cursor.fetchall()]


def test_an_event_is_called_as_the_plan_calls_it_and_keeps_the_name_it_came_with() -> None:
    ops = signed_in(Role.CS_OPS)
    send("report_exported", dur=90)
    assert ops.put("/api/mappings", THEIRS, content_type=JSON).status_code == 200
    send("report_exported", dur=90, kind="pdf")
    send("something_else")
    before, after, other = waiting()
    assert (before[0], other[0]) == ("report_exported", "something_else")
    assert after[0] == "Feature Used"
    assert after[1]["properties"] == {"feature": "Reports", "seconds": 90, "kind": "pdf"}
    assert after[1]["context"]["originalEvent"] == "report_exported"  # type: ignore[index]


def test_what_they_call_as_we_do_is_not_written_over() -> None:
    mapping.keep("x", "Feature Used", {"time": "seconds"}, {"feature": "Default"}, is_on=True)
    send("x", time=5, seconds=7, feature="Own")
    assert waiting()[0][1]["properties"] == {"feature": "Own", "seconds": 7}


def test_a_mapping_rests_and_goes() -> None:
    ops = signed_in(Role.CS_OPS)
    made = ops.put("/api/mappings", {**THEIRS, "is_on": False}, content_type=JSON).json()
    send("report_exported")
    assert ops.delete(f"/api/mappings/{made['id']}").status_code == 204
    assert ops.delete(f"/api/mappings/{made['id']}").json()["code"] == "no_mapping"
    assert [name for name, _ in waiting()] == ["report_exported"]
    assert len(ops.get("/api/setting-log").json()["items"]) == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ours": "No Such Name"}, "body.ours"),
        ({"ours": "Tag Added"}, "body.ours"),
        ({"theirs": "Signed Up"}, "body.theirs"),
        ({"renamed": {"a": "x", "b": "x"}}, "body.renamed"),
        ({"fixed": {" ": "x"}}, "body.fixed"),
    ],
)
def test_a_wrong_mapping_is_refused_by_field(change: dict[str, object], field: str) -> None:
    answer = signed_in(Role.CS_OPS).put("/api/mappings", {**THEIRS, **change}, content_type=JSON)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


@pytest.mark.parametrize(
    ("name", "like"),
    [
        ("user_signed_up", "Signed Up"),
        ("PaymentFailed", "Payment Failed"),
        ("invoice.payment_succeeded", "Payment Succeeded"),
        ("Invoice Created", None),
        ("zzz", None),
    ],
)
def test_a_name_is_guessed_by_its_words(name: str, like: str | None) -> None:
    assert mapping.guess(name) == like
