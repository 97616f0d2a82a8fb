"""Rows become customers, contacts and events; who is known already is not made twice."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from perennia.customers import own_fields
from perennia.customers.models import Contact, Customer
from perennia.imports import actions, run, upload
from perennia.imports.models import Import
from perennia.ingest import receive as receiving
from perennia.ingest.source import Sender
from perennia.team.models import Member
from perennia.workflows.work import Worker
from tests.stations.imports.files import a_file, checked, faults, rows, table, taken, work_off, worked

CUSTOMERS = table(
    ("Account ID", "Company name", "Website", "ARR", "Currency", "Tags", "Region"),
    ("a1", "Công ty Đông Á", "https://donga.vn", '"12,500"', "EUR", "VIP; Pilot", "North"),
    ("a2", "Beta", "beta.test", "900", "USD", "", "South"),
)


def test_customers_come_with_their_fields_tags_and_fields_of_ones_own(engine: Worker) -> None:
    one = taken(a_file(CUSTOMERS), engine)
    assert (one.state, one.taken, one.refused, one.made_customers) == ("done", 2, 0, 2)
    first = Customer.objects.get(name="Công ty Đông Á")
    assert (first.domain, str(first.value_amount), first.value_currency) == ("donga.vn", "12500.00", "EUR")
    tags = {tag for (tag,) in rows(engine.connection, "select tag from tag where subject_id = %s", first.pk)}
    assert tags == {"VIP", "Pilot"}
    ((state,),) = rows(
        engine.connection, "select state->'traits'->'Region'->>0 from profile where id = %s and kind = 0", first.pk
    )
    assert state == "North"


def test_an_import_starts_nothing(engine: Worker) -> None:
    taken(a_file(table(("User id", "Email", "Account id"), ("u1", "mai@x.test", "a1")), "contacts"), engine)
    taken(a_file(table(("Event", "When", "User id"), ("Account Created", "2026-01-05", "u1")), "events"), engine)
    for name in ("enrolment", "message", "points"):
        assert rows(engine.connection, f"select count(*) from {name}") == [(0,)], name
    assert rows(engine.connection, "select count(*) from history where not historical") == [(0,)]


def test_contacts_go_to_the_account_they_name_by_id_or_by_name(engine: Worker) -> None:
    taken(a_file(CUSTOMERS), engine)
    file = table(
        ("Email", "Full name", "Company"), ("mai@donga.vn", "Mai", "công ty đông á"), ("bo@beta.test", "Bo", "Beta"),
        ("new@gamma.test", "New", "Gamma"),
    )  # fmt: skip
    one = taken(a_file(file, "contacts"), engine)
    assert (one.made_contacts, one.made_customers) == (3, 1)
    where = dict(Contact.objects.values_list("name", "customer__name"))
    assert where == {"Mai": "Công ty Đông Á", "Bo": "Beta", "New": "Gamma"}


def test_who_is_known_by_their_address_is_not_made_twice(engine: Worker) -> None:
    call = {
        "type": "identify",
        "userId": "u9",
        "traits": {"email": "Mai@Donga.vn", "name": "Mai"},
        "context": {"groupId": "a1"},
    }
    receiving.receive(Sender(101), msgspec.json.encode({"batch": [call]}))
    work_off(engine)
    file = table(("E-mail", "Title", "Account id"), ("mai@donga.vn", "Head of Sales", "a1"))
    one = taken(a_file(file, "contacts"), engine)
    assert (one.taken, one.made_contacts) == (1, 0)
    assert list(Contact.objects.values_list("name", "title")) == [("Mai", "Head of Sales")]


def test_somebody_in_a_file_has_not_been_seen_by_that(engine: Worker) -> None:
    taken(a_file(table(("User id", "Email"), ("u1", "mai@x.test")), "contacts"), engine)
    assert rows(engine.connection, "select distinct last_seen_at from profile") == [(None,)]


def test_events_keep_the_moment_they_happened_and_their_properties(engine: Worker) -> None:
    file = table(
        ("Event", "Timestamp", "User id", "Feature", "Seconds"),
        ("Feature Used", "2026-01-05 10:30", "u1", "Reports", "120"),
        ("Feature Used", "2026-01-06 10:30", "u1", "Reports", "60"),
    )
    one = a_file(file, "events")
    mapping = upload.guess(one)
    own = tuple(
        msgspec.structs.replace(each, name=each.name.lower()) if each.to == "trait" else each
        for each in mapping.columns
    )
    actions.map_columns(one.pk, msgspec.structs.replace(mapping, columns=own, zone="Asia/Ho_Chi_Minh"))
    worked(one)
    actions.start(one.pk, is_historical=True)
    worked(one, engine)
    found = rows(engine.connection, "select at, body->'properties' from history where place = 0 order by at")
    assert [(at, msgspec.json.decode(said)) for at, said in found] == [
        (datetime(2026, 1, 5, 3, 30, tzinfo=UTC), {"feature": "Reports", "seconds": 120}),
        (datetime(2026, 1, 6, 3, 30, tzinfo=UTC), {"feature": "Reports", "seconds": 60}),
    ]
    ((use,),) = rows(engine.connection, "select state->'features'->'Reports' from profile where kind = 1")
    assert msgspec.json.decode(use)[:2] == [180, 2]


def test_the_owner_is_found_by_address_and_a_stranger_is_named(engine: Worker) -> None:
    member = Member.objects.create_user("lan@us.test", None, name="Lan Anh")
    file = table(("Name", "Owner"), ("Acme", "lan@us.test"), ("Beta", "Lan Anh"), ("Gamma", "nobody@us.test"))
    one = taken(a_file(file), engine)
    assert (one.taken, faults(one)) == (2, [(4, "no_member")])
    assert set(Customer.objects.values_list("owner_id", flat=True)) == {member.pk}


def test_an_import_said_to_be_live_starts_what_events_start(engine: Worker) -> None:
    soon = datetime.now(UTC) - timedelta(minutes=5)
    file = table(("Event", "When", "User id"), ("Signed In", soon.isoformat(), "u1"), ("Signed In", "2026-01-05", "u1"))
    one = a_file(file, "events")
    checked(one)
    actions.start(one.pk, is_historical=False)
    worked(one, engine)
    found = rows(engine.connection, "select historical from history where place = 0 order by at")
    assert found == [(True,), (False,)]


@pytest.mark.number("A6")
def test_a_slice_worked_twice_and_a_kill_between_two_lose_and_double_nothing(
    engine: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "CHUNK", 7)
    file = table(("Event", "When", "User id"), *(("Seen", "2026-01-05", f"u{number % 10}") for number in range(100)))
    one = a_file(file, "events")
    checked(one)
    actions.start(one.pk, is_historical=True)
    one.refresh_from_db()
    stale = Import.objects.get(pk=one.pk)
    monkeypatch.setattr("perennia.host.jobs.SLICE_SECONDS", 0.0)
    run.work(one.pk)  # a slice of one chunk
    assert run._take(stale) is False  # somebody who believes that nothing is done yet
    worked(one, engine)
    assert (one.state, one.taken) == ("done", 100)
    assert rows(engine.connection, "select count(*), count(distinct message_id) from history where place = 0") == [
        (100, 100)
    ]


def test_a_cancelled_import_goes_no_further(engine: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "CHUNK", 5)
    monkeypatch.setattr("perennia.host.jobs.SLICE_SECONDS", 0.0)
    one = a_file(table(("Name",), *((f"Customer {number}",) for number in range(50))))
    checked(one)
    actions.start(one.pk, is_historical=True)
    run.work(one.pk)
    actions.cancel(one.pk)
    run.work(one.pk)
    one.refresh_from_db()
    assert (one.state, one.taken) == ("cancelled", 5)


def test_columns_become_own_fields_and_stages_and_are_taken_back(engine: Worker) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    own_fields.define("customer", "Khu vực", "choice", at, choices=["Miền Bắc", "South"])
    own_fields.define("customer", "Go-live day", "date", at)
    taken(
        a_file(table(("Account id", "Name", "Subscription & Billing"), ("a1", "Acme", "Subscription Failed"))), engine
    )
    file = table(
        ("Account id", "khu vuc", "Go-live day", "Subscription & Billing"),
        ("a1", "miền bắc", "31/03/2026", "active subscription"), ("a2", "West", "", ""), ("a3", "South", "", "Nowhere"),
        ("a4", "South", "", ""),
    )  # fmt: skip
    one = a_file(file)
    keys = [column.to for column in upload.guess(one).columns]
    assert keys == ["id", "field:khu_vuc", "field:go_live_day", "stage:Subscription & Billing"]
    taken(one, engine)
    assert (one.taken, faults(one)) == (2, [(3, "bad_own"), (4, "no_stage")])
    first = Customer.objects.get(name="Acme").pk
    known = "select state->'traits'->'khu_vuc'->>0, state->'traits'->'go_live_day'->>0 from profile where id = %s and kind = 0"
    stage = "select stage from stage where subject_id = %s and pipeline = 'Subscription & Billing'"
    assert rows(engine.connection, known, first) == [("Miền Bắc", "2026-03-31")]
    assert rows(engine.connection, stage, first) == [("Active Subscription",)]
    actions.undo(one.pk)
    worked(one, engine)
    assert rows(engine.connection, known, first) == [(None, None)]
    assert rows(engine.connection, stage, first) == [("Subscription Failed",)]
