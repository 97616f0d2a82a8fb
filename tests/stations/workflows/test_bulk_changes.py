"""Many customers changed at once by the real engine, and what they were before brought back."""

from collections.abc import Iterator

import pytest

from perennia.core import partition
from perennia.customers.listing import Filter
from perennia.customers.models import BulkChange, Contact, Customer
from perennia.workflows import bulk
from perennia.workflows.bulk import Action, By, NotUndone
from perennia.workflows.perform import perform
from tests.api.company import a_contact, a_customer, a_member
from tests.driving import NINE, Stream

ANN = By(None, "Ann", None)
FEW = (1, 2, 3)


@pytest.fixture
def company(stream: Stream) -> Iterator[Stream]:
    for id_ in FEW:
        a_customer(id_, plan="pro" if id_ < 3 else "free")
    yield stream
    Customer.objects.all().delete()


def settle(stream: Stream) -> None:
    for number in {partition.of(id_) for id_ in FEW}:
        stream.run(next(id_ for id_ in FEW if partition.of(id_) == number))
    while perform():
        pass


def tags(stream: Stream) -> list[tuple[int, str]]:
    return stream.rows("select subject_id, tag from tag where kind = 0 order by 1, 2")


def test_a_tag_goes_to_all_that_match_and_undo_takes_it_from_those_who_had_none(company: Stream) -> None:
    bulk.start(Action("tag", tag="VIP"), [2], ANN, NINE)
    settle(company)
    done = bulk.start(Action("tag", tag="VIP"), Filter(plan="pro"), ANN, NINE)
    settle(company)
    assert tags(company) == [(1, "VIP"), (2, "VIP")]
    assert (done.total, done.done, done.skipped) == (2, 2, 0)
    back = bulk.undo(done.pk, ANN, NINE)
    settle(company)
    assert (tags(company), back.done) == ([(2, "VIP")], 1)
    with pytest.raises(NotUndone):
        bulk.undo(done.pk, ANN, NINE)


def test_stages_and_owners_go_back_to_what_each_was(company: Stream) -> None:
    ann, bob = a_member(email="a@x.test", name="A"), a_member(email="b@x.test", name="B")
    Customer.objects.filter(pk=1).update(owner=ann)
    stage = Action("stage", pipeline="Subscription & Billing", stage="Active Subscription")
    bulk.start(stage, [1, 2], ANN, NINE)
    settle(company)
    churned = bulk.start(
        Action("stage", pipeline="Subscription & Billing", stage="Subscription Churned"), [1, 2, 3], ANN, NINE
    )
    given = bulk.start(Action("owner", member=bob.pk), [1, 2, 3], ANN, NINE)
    settle(company)
    assert set(Customer.objects.values_list("owner", flat=True)) == {bob.pk}
    bulk.undo(churned.pk, ANN, NINE)
    bulk.undo(given.pk, ANN, NINE)
    settle(company)
    assert list(Customer.objects.order_by("pk").values_list("owner", flat=True)) == [ann.pk, None, None]
    stages = company.rows("select subject_id, stage from stage order by 1")
    assert stages == [(1, "Active Subscription"), (2, "Active Subscription")]  # 3 stood nowhere, and does again
    assert company.state(0, 3)["stages"]["Subscription & Billing"][0] is None


def test_a_workflow_is_started_for_customers_or_their_primary_contacts(company: Stream) -> None:
    for id_ in (11, 22):
        a_contact(id_, id_ // 10, email=f"c{id_}@x.test")
    assert Contact.objects.filter(roles__contains=["primary"]).count() == 2
    steps = [{"key": "add_tag", "tag": "Met"}]
    for subject in ("customer", "contact"):
        company.workflow(key=subject, subject=subject, trigger={"key": "event_seen", "names": ["Never"]}, steps=steps)
    bulk.start(Action("workflow", workflow="customer"), [1, 3], ANN, NINE)
    done = bulk.start(Action("workflow", workflow="contact", of_contacts=True), [1, 2, 3], ANN, NINE)
    settle(company)
    assert company.rows("select kind, subject_id from tag order by 1, 2") == [(0, 1), (0, 3), (1, 11), (1, 22)]
    assert (done.done, done.skipped) == (2, 1)
    with pytest.raises(NotUndone):
        bulk.undo(done.pk, ANN, NINE)


def test_who_may_change_only_their_own_skips_the_rest(company: Stream) -> None:
    ann = a_member(email="a@x.test", name="A")
    Customer.objects.filter(pk=1).update(owner=ann)
    done = bulk.start(Action("tag", tag="VIP"), Filter(), By(ann, "A", [ann.pk]), NINE)
    settle(company)
    assert (tags(company), done.done, done.skipped) == ([(1, "VIP")], 1, 2)


def test_said_twice_it_is_done_once(company: Stream) -> None:
    done = bulk.start(Action("tag", tag="VIP"), [1], ANN, NINE)
    BulkChange.objects.filter(pk=done.pk).update(finished_at=None, after=0)
    assert bulk.work(done.pk) is False
    settle(company)
    assert company.rows("select count(*) from history where name = 'Tag Added By Hand'") == [(1,)]
