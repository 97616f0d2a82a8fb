"""What people change of a customer, with a real worker running beside."""

import threading
from collections.abc import Iterator

import pytest

from perennia.api.permissions import Permission
from perennia.customers.models import Customer
from perennia.ingest import store
from perennia.team.models import Member
from perennia.team.roles import Role
from perennia.workflows import by_hand
from tests.api.company import a_member, signed_in, with_key
from tests.flow.company import Company

pytestmark = pytest.mark.django_db(transaction=True)
JSON = "application/json"


class Working(Company):
    """The company with its engine at work in a thread of its own."""

    def __enter__(self) -> "Working":
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join()

    def _run(self) -> None:
        from django.db import connection

        from perennia.host import clock

        while not self.stop.is_set():
            self.now = clock.now()
            self.works()
            self.stop.wait(0.02)
        connection.close()


@pytest.fixture
def acme(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(by_hand, "PATIENCE", 20.0)
    company = Working()
    company.says("group", name="Acme")
    with company:
        yield Customer.objects.get(name="Acme").pk
    company.close()


def test_a_tag_is_added_and_removed_and_the_answer_shows_it(acme: int) -> None:
    client = with_key(*Permission)
    added = client.post(f"/api/customers/{acme}/tags", {"tag": "VIP / gold"}, content_type=JSON)
    assert (added.status_code, added.json()["tags"]) == (200, ["VIP / gold"])
    removed = client.delete(f"/api/customers/{acme}/tags/VIP / gold")
    assert (removed.status_code, removed.json()["tags"]) == (200, [])


def test_owner_name_and_stage_are_changed(acme: int) -> None:
    client = with_key(*Permission)
    owner = Member.objects.get(name="Mai Tran")
    said = client.patch(f"/api/customers/{acme}", {"owner_id": owner.pk, "name": "Acme Two"}, content_type=JSON).json()
    assert (said["owner"]["name"], said["name"]) == ("Mai Tran", "Acme Two")
    nobody = client.patch(f"/api/customers/{acme}", {"owner_id": None}, content_type=JSON).json()
    assert (nobody["owner"], nobody["name"]) == (None, "Acme Two")
    stage = {"stage": "Subscription Churned"}
    moved = client.put(f"/api/customers/{acme}/stages/Subscription %26 Billing", stage, content_type=JSON)
    assert moved.json()["stages"] == {"Subscription & Billing": "Subscription Churned"}


def test_a_customer_made_by_hand_is_a_new_account(acme: int) -> None:
    client = with_key(*Permission)
    made = client.post("/api/customers", {"name": "By hand", "group_id": "hand"}, content_type=JSON)
    assert (made.status_code, made.json()["tags"]) == (201, ["Active SaaS"])
    twice = client.post("/api/customers", {"name": "By hand", "group_id": "hand"}, content_type=JSON)
    assert (twice.status_code, twice.json()["code"]) == (409, "customer_exists")
    timeline = client.get(f"/api/customers/{made.json()['id']}/timeline?kind=people").json()["items"]
    assert [each["title"] for each in timeline] == ["Customer Created"]


def test_staff_change_what_they_or_their_group_own(acme: int) -> None:
    mai = Member.objects.get(name="Mai Tran")
    client = signed_in(Role.CS_STAFF)
    tag = {"tag": "Mine"}
    refused = client.post(f"/api/customers/{acme}/tags", tag, content_type=JSON)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert client.patch(f"/api/customers/{acme}", {"owner_id": mai.pk}, content_type=JSON).status_code == 200
    assert client.post(f"/api/customers/{acme}/tags", tag, content_type=JSON).status_code == 200
    other = a_member(Role.CS_STAFF, email="other@house.test", name="Other", group="north")
    Customer.objects.filter(pk=acme).update(owner=other)
    assert client.post(f"/api/customers/{acme}/tags", {"tag": "Two"}, content_type=JSON).status_code == 403
    Member.objects.filter(pk=mai.pk).update(group="north")
    assert client.post(f"/api/customers/{acme}/tags", {"tag": "Two"}, content_type=JSON).status_code == 200


def test_wrong_changes_are_refused_before_anything_is_stored(acme: int) -> None:
    client = with_key(*Permission)
    wrong = [
        ("patch", f"/api/customers/{acme}", {"owner_id": 999_999}, "body.owner_id"),
        ("put", f"/api/customers/{acme}/stages/Nothing", {"stage": "x"}, "pipeline"),
        ("put", f"/api/customers/{acme}/stages/Subscription %26 Billing", {"stage": "x"}, "body.stage"),
        ("post", f"/api/customers/{acme}/tags", {"tag": "  "}, "body.tag"),
        ("post", f"/api/customers/{acme}/tags", {"tag": "a\x00"}, "body.tag"),
    ]
    for method, address, body, field in wrong:
        answer = getattr(client, method)(address, body, content_type=JSON)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert client.post("/api/customers/424242/tags", {"tag": "x"}, content_type=JSON).status_code == 404
    assert client.post(f"/api/customers/{acme}/resume").json()["code"] == "not_parked"


def test_without_an_engine_the_change_is_accepted_for_later(transactional_db: None) -> None:
    company = Company()
    company.says("group", name="Acme")
    customer = Customer.objects.get(name="Acme").pk
    later = with_key(*Permission).post(f"/api/customers/{customer}/tags", {"tag": "Later"}, content_type=JSON)
    assert (later.status_code, later.json()) == (202, {"accepted": True, "id": None})
    company.works()
    assert with_key("customer.read").get(f"/api/customers/{customer}").json()["tags"] == ["Later"]
    company.close()


def test_a_customer_that_could_not_be_made_whole_is_not_made_at_all(acme: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else its group id would be taken for ever by a customer nobody can see."""
    client = with_key(*Permission)
    client.raise_request_exception = False
    given = {"name": "By hand", "group_id": "hand"}
    with monkeypatch.context() as broken:
        broken.setattr(store, "SEQS", "select 1/0 from generate_series(1, %s)")
        assert client.post("/api/customers", given, content_type=JSON).status_code >= 400
    assert client.post("/api/customers", given, content_type=JSON).status_code == 201
