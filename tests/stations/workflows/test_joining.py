"""Members join customers and move contacts: what goes over, what stays, and that it is said beforehand."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from perennia.core import partition
from perennia.customers.models import Contact, Customer, Note
from perennia.ingest.row import Row, body
from perennia.workflows import becoming, joining
from perennia.workflows.perform import perform
from tests.driving import NINE, Stream
from tests.stations.workflows.test_move_again import REMOVED, joined

ACME, BIRCH, ALONE = 1, 2, 3
ANN, BOB, EVE = 501, 502, 503
LATER = NINE + timedelta(hours=1)


@pytest.fixture
def known(stream: Stream) -> Iterator[Stream]:
    """Ann and Bob at Acme, Ann at Birch too, Eve alone; the rows people look up are there."""
    stream.connection.execute(REMOVED)
    for customer, kind in ((ACME, "account"), (BIRCH, "account"), (ALONE, "implicit")):
        stream.connection.execute(
            "insert into ingest_account (id, partition, kind) values (%s, %s, %s)",
            [customer, partition.of(customer), kind],
        )
    for person, last in ((ANN, 22), (BOB, 12), (EVE, 33)):
        stream.connection.execute(
            "insert into ingest_person (id, is_known, last_contact_id, implicit_contact_id) values (%s, true, %s, %s)",
            [person, last, 33 if person == EVE else None],
        )
    for contact, person, customer in ((11, ANN, ACME), (12, BOB, ACME), (22, ANN, BIRCH), (33, EVE, ALONE)):
        joined(stream, contact, person, customer)
    stream.put(
        *(
            identify(stream, *at)
            for at in ((ACME, 11, "Ann"), (ACME, 12, "Bob"), (BIRCH, 22, "Ann"), (ALONE, 33, "Eve"))
        ),
        told(stream, "group", ACME, None, name="Acme", plan="pro"),
        told(stream, "group", BIRCH, None, name="Birch"),
        *(stream.event("Feature Used", customer=ACME, contact=12, feature="Reports", seconds=60) for _ in range(2)),
    )
    settle(stream)
    yield stream
    stream.connection.execute(REMOVED)
    Contact.objects.all().delete()
    Note.objects.all().delete()
    Customer.objects.all().delete()


def told(stream: Stream, kind: str, customer: int, contact: int | None, **traits: object) -> Row:
    stream.number += 1
    return Row(
        customer=customer, contact=contact, source=101, kind=kind, name=kind.title(), message_id=f"m{stream.number}", at=NINE,
        received_at=NINE, body=body({}, traits),
    )  # fmt: skip


def identify(stream: Stream, customer: int, contact: int, name: str) -> Row:
    return told(stream, "identify", customer, contact, name=name, email=f"{name}@x.test", title="CEO")


def settle(stream: Stream) -> None:
    for _ in range(3):
        for customer in (ACME, BIRCH, ALONE):
            stream.run(customer)
        while perform():
            pass


def row(customer: int) -> Customer:
    return Customer.objects.get(pk=customer)


@pytest.mark.number("A10")
def test_a_merge_is_told_beforehand_and_carries_what_it_said(known: Stream) -> None:
    Note.objects.create(customer_id=ACME, body="x", created_at=NINE)
    assert joining.preview(row(ACME), row(BIRCH)) == (2, 1, 0, 1, 0)
    joining.merge(row(ACME), row(BIRCH), "Linh", LATER)
    settle(known)
    assert list(Customer.objects.order_by("pk").values_list("pk", flat=True)) == [BIRCH, ALONE]
    assert sorted(Contact.objects.filter(customer_id=BIRCH).values_list("pk", flat=True)) == [12, 22]
    assert Note.objects.get().customer_id == BIRCH
    assert known.state(0, BIRCH)["features"]["Reports"][0] == 120


def test_a_contact_begins_anew_elsewhere_and_what_they_did_stays(known: Stream) -> None:
    known.workflow(
        key="nap", trigger={"key": "event_seen", "names": ["Feature Used"]}, steps=[{"key": "wait", "for": "P900D"}]
    )
    known.put(
        known.event(
            "Feature Used", customer=ACME, contact=12, feature="Reports", seconds=1, at=NINE + timedelta(minutes=1)
        ),
        known.event("Tag Added By Hand", kind="person", customer=ACME, contact=12, tag="VIP", at=NINE),
    )
    settle(known)
    joining.move(Contact.objects.get(pk=12), row(BIRCH), "Linh", LATER, with_history=False)
    settle(known)
    moved = Contact.objects.get(customer_id=BIRCH, person_id=BOB)
    assert (moved.name, moved.email, moved.title) == ("Bob", "Bob@x.test", "")
    assert not Contact.objects.filter(pk=12).exists()
    assert "features" not in known.state(1, moved.pk)
    assert known.state(0, ACME)["features"]["Reports"][0] == 121
    assert known.rows("select state, reason, subject_id from enrolment") == [("left", "moved", 12)]
    assert known.rows("select count(*) from timer where node >= 0") == [(0,)]
    assert known.rows("select count(*) from tag where kind = 1") == [(0,)]
    assert known.rows("select count(*) from history where contact_id = 12 and name = 'Feature Used'") == [(3,)]
    known.put(
        known.event("Feature Used", customer=ACME, contact=12, feature="Reports", seconds=5)
    )  # still addressed there
    settle(known)
    assert known.state(1, moved.pk)["features"]["Reports"][0] == 5


@pytest.mark.number("A10")
def test_a_contact_goes_with_all_they_did_where_that_is_asked(known: Stream) -> None:
    joining.move(Contact.objects.get(pk=12), row(BIRCH), "Linh", LATER, with_history=True)
    settle(known)
    moved = Contact.objects.get(customer_id=BIRCH, person_id=BOB)
    assert known.state(1, moved.pk)["features"]["Reports"][0] == 120
    assert known.rows("select count(*) from profile where kind = 1 and id = 12 and customer_id = %s", ACME) == [(0,)]


def felt(stream: Stream, customer: int, contact: int, level: str, at: datetime = NINE) -> None:
    stream.put(stream.event("Feedback Given", customer=customer, contact=contact, level=level, at=at))
    settle(stream)


def test_what_was_told_field_by_field_is_what_comes_of_it(known: Stream) -> None:
    known.put(told(known, "group", BIRCH, None, name="Birch Ltd", plan="basic"))
    settle(known)
    told_before = becoming.customers(row(ACME), row(BIRCH), "en")
    said = {one.label: (one.gone, one.stays, one.becomes) for one in told_before}
    assert said["Plan"] == ("pro", "basic", "basic")
    joining.merge(row(ACME), row(BIRCH), "Linh", LATER)
    settle(known)
    traits = known.state(0, BIRCH)["traits"]
    assert [traits[name][0] for name in ("name", "plan")] == [said["Name"][2], said["Plan"][2]]


def test_who_was_at_both_keeps_one_vote_the_latest(known: Stream) -> None:
    felt(known, ACME, 11, "Very Happy")
    felt(known, ACME, 12, "Happy")
    felt(known, BIRCH, 22, "Not Happy", LATER)
    joining.merge(row(ACME), row(BIRCH), "Linh", LATER)
    settle(known)
    birch = known.state(0, BIRCH)
    assert (birch["felt"], birch["traits"]["happiness_mean"][0]) == ([75 + 25, 2], 50)


def test_a_contacts_vote_and_points_go_along_and_come_home(known: Stream) -> None:
    felt(known, ACME, 12, "Happy")
    felt(known, ACME, 11, "Neutral")
    before = known.state(0, ACME)
    joining.move(Contact.objects.get(pk=12), row(BIRCH), "Linh", LATER, with_history=True)
    settle(known)
    assert (known.state(0, ACME)["felt"], known.state(0, BIRCH)["felt"]) == ([50, 1], [75, 1])
    there = Contact.objects.get(customer_id=BIRCH, person_id=BOB)
    assert joining.known_as(there, row(BIRCH)) == there.pk
    joining.move(there, row(ACME), "Linh", LATER, with_history=True)
    settle(known)
    acme = known.state(0, ACME)
    assert (acme["felt"], acme.get("score")) == (before["felt"], before.get("score"))
    assert known.state(0, BIRCH).get("felt", [0, 0]) == [0, 0]
    home = Contact.objects.get(customer_id=ACME, person_id=BOB)
    assert known.state(1, home.pk)["features"]["Reports"][0] == 120


def test_when_the_primary_contact_goes_another_takes_their_place(known: Stream) -> None:
    assert Contact.objects.get(pk=11).roles == ["primary"]
    joining.move(Contact.objects.get(pk=11), row(BIRCH), "Linh", LATER, with_history=True)
    settle(known)
    assert Contact.objects.get(pk=12).roles == ["primary"]


def test_who_went_and_comes_back_begins_again_where_they_were(known: Stream) -> None:
    joining.move(Contact.objects.get(pk=12), row(BIRCH), "Linh", LATER, with_history=False)
    settle(known)
    there = Contact.objects.get(customer_id=BIRCH, person_id=BOB)
    joining.move(there, row(ACME), "Linh", LATER + timedelta(hours=1), with_history=False)
    settle(known)
    assert Contact.objects.get(person_id=BOB).customer_id == ACME
    here = Contact.objects.get(person_id=BOB).pk
    known.put(known.event("Feature Used", customer=ACME, contact=here, feature="Reports", seconds=7))
    settle(known)
    assert known.state(1, here)["features"]["Reports"][0] == 7
    assert known.rows("select count(*) from parked") == known.rows("select count(*) from inbox") == [(0,)]


def test_somebody_alone_who_was_joined_to_a_company_stays_there_when_they_join_another(known: Stream) -> None:
    joining.merge(row(ALONE), row(ACME), "Linh", LATER)
    settle(known)
    assert Contact.objects.get(pk=33).customer_id == ACME
    assert known.rows("select implicit_contact_id, moving_to from ingest_person where id = %s", EVE) == [(None, None)]


@pytest.mark.parametrize(("gone", "into"), [(ACME, ACME), (ACME, ALONE)])
def test_what_cannot_be_joined_is_refused(known: Stream, gone: int, into: int) -> None:
    with pytest.raises(joining.NotJoined):
        joining.merge(row(gone), row(into), "Linh", LATER)
    assert known.rows("select count(*) from inbox") == [(0,)]


def test_what_moves_already_is_not_moved_twice(known: Stream) -> None:
    joining.merge(row(ACME), row(BIRCH), "Linh", LATER)
    with pytest.raises(joining.StillMoving):
        joining.merge(row(ACME), row(BIRCH), "Linh", LATER)
    with pytest.raises(joining.StillMoving):
        joining.move(Contact.objects.get(pk=12), row(BIRCH), "Linh", LATER, with_history=False)
    settle(known)
