"""What an import made is taken back, and nothing that anybody else did."""

from collections.abc import Mapping
from datetime import timedelta

import msgspec
import pytest

from perennia.customers.models import Contact, Customer
from perennia.desk.models import Task
from perennia.host import clock
from perennia.imports import actions
from perennia.imports.models import Import
from perennia.ingest import receive as receiving
from perennia.ingest.source import Sender
from perennia.team.models import Member, Organisation
from perennia.workflows.work import Worker
from tests.stations.imports.files import a_file, rows, table, taken, work_off, worked

HOT = ("profile", "daily", "tag", "stage", "points", "daily_contact", "effect", "inbox")


def send(engine: Worker, *calls: Mapping[str, object]) -> None:
    receiving.receive(Sender(101), msgspec.json.encode({"batch": calls}))
    work_off(engine)


def undone(one: Import, engine: Worker) -> Import:
    actions.undo(one.pk)
    return worked(one, engine)


def state(engine: Worker, kind: int) -> dict[str, object]:
    ((found,),) = rows(engine.connection, "select state from profile where kind = %s", kind)
    said: dict[str, object] = msgspec.json.decode(found)
    return said


def test_customers_and_contacts_it_made_go_altogether(engine: Worker) -> None:
    taken(a_file(table(("Name", "Account id", "Tags"), ("Acme", "a1", "VIP"))), engine)
    one = taken(a_file(table(("Email", "Account id", "Tags"), ("mai@x.test", "a2", "VIP")), "contacts"), engine)
    undone(one, engine)
    assert (one.state, one.undone) == (
        "undone", {"customers": 1, "contacts": 1, "kept_customers": 0, "kept_contacts": 0},
    )  # fmt: skip
    assert [*Customer.objects.values_list("name", flat=True)] == ["Acme"]
    assert not Contact.objects.exists()
    first = Import.objects.order_by("pk")[0]
    undone(first, engine)
    assert not Customer.objects.exists()
    for name in HOT:
        assert rows(engine.connection, f"select count(*) from {name}") == [(0,)], name


def test_whoever_has_been_heard_of_since_stays_without_what_the_file_said(engine: Worker) -> None:
    one = taken(a_file(table(("User id", "Email", "Title"), ("u1", "mai@x.test", "Boss")), "contacts"), engine)
    send(engine, {"type": "track", "event": "Opened", "userId": "u1"})
    undone(one, engine)
    assert one.undone == {"customers": 0, "contacts": 0, "kept_customers": 1, "kept_contacts": 1}
    assert list(Contact.objects.values_list("email", "title")) == [("", "")]
    assert "title" not in state(engine, 1).get("traits", {})  # type: ignore[operator]  # a dict, as decoded


def test_earlier_values_come_back_where_the_file_was_the_last_to_write(engine: Worker) -> None:
    group = {
        "type": "group",
        "groupId": "a1",
        "anonymousId": "s",
        "traits": {"name": "Acme", "plan": "Basic", "industry": "Steel"},
    }
    send(engine, group)
    file = table(("Account id", "Name", "Plan", "Industry", "Employees"), ("a1", "ACME Inc", "Pro", "Tin", "12"))
    one = taken(a_file(file), engine)
    assert list(Customer.objects.values_list("name", "plan", "employees")) == [("ACME Inc", "Pro", 12)]
    send(engine, {**group, "traits": {"industry": "Copper"}})
    undone(one, engine)
    found = Customer.objects.values_list("name", "plan", "industry", "employees").get()
    assert found == ("Acme", "Basic", "Copper", None)


def test_events_leave_the_history_and_the_sums(engine: Worker) -> None:
    use = {"type": "track", "event": "Feature Used", "userId": "u1", "properties": {"feature": "Reports", "seconds": 60},
        "timestamp": "2026-01-02T10:00:00Z"}  # fmt: skip
    shown = {"type": "track", "event": "Guidance Shown", "userId": "u1", "properties": {"guidance": "tip", "kind": "tip"},
             "timestamp": "2026-01-02T11:00:00Z"}  # fmt: skip
    send(engine, use, shown)  # the page did that, so it is no sign of life
    before = [state(engine, 0), state(engine, 1)]
    days = rows(engine.connection, "select kind, subject_id, name, day, count, seconds from daily order by 1, 2, 3, 4")
    file = table(
        ("Event", "When", "User id", "feature", "seconds"), ("Feature Used", "2026-01-02 12:00", "u1", "Reports", 30),
        ("Feature Used", "2026-01-05 12:00", "u1", "Billing", 40), ("Invited", "2026-01-05 12:00", "u1", "", ""),
    )  # fmt: skip
    one = taken(a_file(file, "events"), engine)
    assert state(engine, 1) != before[1]
    undone(one, engine)
    now = [state(engine, 0), state(engine, 1)]
    for was, is_ in zip(before, now, strict=True):
        assert was["features"]["Reports"][:2] == is_["features"]["Reports"][:2]  # type: ignore[index]
        assert set(is_["features"]) == {"Reports"}  # type: ignore[call-overload]
        assert (was["counts"], was["last_seen_at"]) == (is_["counts"], is_["last_seen_at"])
    assert (
        rows(engine.connection, "select kind, subject_id, name, day, count, seconds from daily order by 1, 2, 3, 4")
        == days
    )
    assert rows(engine.connection, "select count(*) from history where source = 5") == [(0,)]


def test_a_customer_somebody_has_a_task_for_stays(engine: Worker) -> None:
    one = taken(a_file(table(("Name",), ("Acme",), ("Beta",))), engine)
    Task.objects.create(
        title="Call them", customer=Customer.objects.get(name="Acme"), origin="hand", created_at=clock.now()
    )
    undone(one, engine)
    assert one.undone["kept_customers"] == 1
    assert list(Customer.objects.values_list("name", "tasks__title")) == [("Acme", "Call them")]


def test_an_owner_the_file_set_gives_way_to_the_one_before(engine: Worker) -> None:
    lan = Member.objects.create_user("lan@us.test", None, name="Lan")
    first = taken(a_file(table(("Account id", "Name"), ("a1", "Acme"))), engine)
    one = taken(a_file(table(("Account id", "Owner"), ("a1", "lan@us.test"))), engine)
    assert Customer.objects.get().owner == lan
    undone(one, engine)
    assert Customer.objects.get().owner is None
    undone(first, engine)
    assert not Customer.objects.exists()


def test_what_was_taken_back_comes_again_with_a_corrected_file(engine: Worker) -> None:
    one = undone(taken(a_file(table(("Email", "Name"), ("mai@x.test", "Mia")), "contacts"), engine), engine)
    again = taken(a_file(table(("Email", "Name"), ("mai@x.test", "Mai")), "contacts"), engine)
    assert (one.state, again.made_contacts) == ("undone", 1)
    assert list(Contact.objects.values_list("name", flat=True)) == ["Mai"]


def test_it_is_refused_once_the_events_since_are_not_kept_any_more(engine: Worker) -> None:
    one = taken(a_file(table(("Name", "Account id"), ("Acme", "a1"))), engine)
    Organisation.objects.update_or_create(pk=1, defaults={"keep_history_days": 90})
    Import.objects.update(started_at=clock.now() - timedelta(days=91))
    with pytest.raises(actions.NotNow, match="no longer all kept"):
        actions.undo(one.pk)
    Organisation.objects.update(keep_history_days=0)
    undone(one, engine)
    assert not Customer.objects.exists()


def test_an_undo_of_many_customers_goes_by_in_small_orders(engine: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perennia.imports.undo.CUSTOMERS", 3)
    one = taken(a_file(table(("Name", "Plan"), *((f"Customer {number}", "Pro") for number in range(60)))), engine)
    undone(one, engine)
    assert not Customer.objects.exists()
    assert one.undone["customers"] == 60
