"""A report that comes before our own commit has named its message waits for it, and is told once."""

import threading
from collections.abc import Sequence
from uuid import UUID

import pytest
from django.db import connection, transaction

from perennia.core import partition
from perennia.core.channel import Mark, Told
from perennia.messages import marks, outbox, queries, reported, rules
from perennia.messages.models import EarlyReport, Suppression
from tests.stations.messages.given import NOON, an, message
from tests.stations.messages.given import reported as events

pytestmark = pytest.mark.django_db(transaction=True)


def hears(*told: Told) -> None:
    with transaction.atomic():
        reported.take("email", told, NOON, rules.house(rules.conduct()))


def names(id: UUID, outside: str = "<abc>") -> None:
    """What the process that sent does with its own commit."""
    with transaction.atomic():
        reported.lock("email", outside)
        one = outbox.locked(partition.of(1), id)
        assert one is not None
        reported.name("email", outside, one, NOON)
        reported.catch_up("email", outside, NOON)


def seen(id: UUID) -> list[str]:
    return [one.mark for one in marks.of([(partition.of(1), id)]).get((partition.of(1), id), [])]


def told(mark: Mark = "delivered", outside: str = "<abc>") -> Sequence[Told]:
    return [Told(mark, NOON, f"{outside}:{mark}", outside=outside, address="an@acme.example")]


def test_a_report_waits_for_its_name_is_told_once_and_a_later_one_at_once() -> None:
    id = message(an())
    for _ in range(2):  # the provider sends it twice
        hears(*told(), *told("bounced"))
    assert (seen(id), EarlyReport.objects.count(), Suppression.objects.count()) == ([], 2, 0)
    names(id)
    assert (sorted(seen(id)), EarlyReport.objects.count(), Suppression.objects.count()) == (
        ["bounced", "delivered"],
        0,
        1,
    )
    assert sorted(name for name, _, _ in events()) == ["Message Bounced", "Message Delivered"]
    hears(*told("opened"))
    assert sorted(seen(id)) == ["bounced", "delivered", "opened"]
    names(id)  # named again after a crash: nothing twice
    assert len(events()) == 3


def test_whoever_oursand_whoever_reports_at_the_same_moment_lose_nothing() -> None:
    ids = [message(an()) for _ in range(12)]
    gate = threading.Barrier(2)

    def report() -> None:
        try:
            for place in range(len(ids)):
                gate.wait()
                hears(*told(outside=f"<{place}>"))
        finally:
            connection.close()

    beside = threading.Thread(target=report)
    beside.start()
    for place, id in enumerate(ids):
        gate.wait()
        names(id, f"<{place}>")
    beside.join()
    assert [seen(id) for id in ids] == [["delivered"]] * len(ids)
    assert (EarlyReport.objects.count(), len(events())) == (0, len(ids))


def test_two_posts_about_the_same_messages_never_wait_for_each_other() -> None:
    an()
    home = partition.of(1)
    ours = [queries.public_id(home, message()) for _ in range(10)]
    gate, wrong = threading.Barrier(2), list[Exception]()

    def report(mark: Mark, order: Sequence[str]) -> None:
        try:
            for turn in range(6):
                gate.wait()
                hears(*(Told(mark, NOON, f"{one}:{mark}:{turn}", message=one) for one in order))
        except Exception as error:  # noqa: BLE001  told by the thread that can
            wrong.append(error)
            gate.abort()
        finally:
            connection.close()

    beside = threading.Thread(target=report, args=("bounced", ours[::-1]))
    beside.start()
    report("opened", ours)
    beside.join()
    assert wrong == []
