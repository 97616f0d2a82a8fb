"""Points counted anew: on the real ledger, as the preview said, in silence, and the same if it is cut off and run again."""

from collections.abc import Sequence
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection, transaction

from perennia.core.error import Conflict, Invalid
from perennia.core.partition import PARTITIONS
from perennia.ingest.row import Row
from perennia.workflows import publish, recalculate, recalculation, scoring, set_scoring
from perennia.workflows.models import Recalculation, Workflow
from perennia.workflows.set_scoring import Wanted
from tests.driving import NINE, Stream

CUSTOMERS = (1, 2, 3)


def earned(stream: Stream) -> None:
    """Three customers, a contact each: 30 for joining; the second paid twice, the third said they are happy, in a new month."""
    publish.install(NINE - timedelta(days=1))
    Workflow.objects.update(is_on=True, switched_on_at=NINE - timedelta(days=1))
    publish.changed()
    rows = [
        stream.event("Contact Joined", customer=one, contact=one * 10, kind="derived", id=f"j{one}")
        for one in CUSTOMERS
    ]
    rows += [stream.event("Payment Succeeded", customer=2, contact=None, id=f"p{n}", invoice=str(n)) for n in range(2)]
    rows += [stream.event("Feedback Given", customer=3, contact=30, id="f", level="Very Happy")]
    worked(stream, rows)


def worked(stream: Stream, rows: Sequence[Row] = ()) -> None:
    stream.put(*rows)
    for customer in CUSTOMERS:
        stream.run(customer=customer)


def scores(stream: Stream) -> list[tuple[int, int, int]]:
    return stream.rows("select kind, id, score from profile where not is_hidden order by kind, id")


def told(stream: Stream) -> tuple[int, ...]:
    return tuple(
        stream.rows(f"select count(*) from {table}")[0][0] for table in ("message", "effect", "enrolment", "timer")
    )


WANTED = Wanted({("new_user_team", "score"): 400, ("payment_succeeded_team", "score"): 10}, {"Moderate User": 420})


def test_the_preview_says_who_would_change_and_changes_nothing(stream: Stream) -> None:
    earned(stream)
    before = scores(stream)
    effect = recalculation.preview(set_scoring.change_of(WANTED))
    assert (effect.subjects, effect.contacts) == (4, 3)
    assert effect.moves == ((0, 1, 2), (0, 2, 1))
    assert scores(stream) == before == [(0, 1, 30), (0, 2, 130), (0, 3, 110), (1, 10, 30), (1, 20, 30), (1, 30, 110)]
    assert not Recalculation.objects.exists()


def test_saved_and_counted_anew_it_is_as_the_preview_said_and_nobody_hears_of_it(stream: Stream) -> None:
    earned(stream)
    before = told(stream)
    row = set_scoring.save(WANTED, "Mai", NINE, anew=True)
    assert row is not None
    while recalculate.work(row.pk):
        pass
    worked(stream)
    assert scores(stream) == [(0, 1, 400), (0, 2, 420), (0, 3, 480), (1, 10, 400), (1, 20, 400), (1, 30, 480)]
    assert stream.rows("select subject_id, tag from tag where kind = 1 and tag like '%% User' order by 1") == [
        (10, "Starter User"), (20, "Starter User"), (30, "Moderate User"),
    ]  # fmt: skip
    assert (
        stream.rows("select subject_id, stage from stage where pipeline = 'User Milestone' order by 1")[-1][1]
        == "Moderate User"
    )
    assert told(stream) == before
    row.refresh_from_db()
    assert (row.partitions_done, row.subjects_changed, row.finished_at is not None) == (PARTITIONS, 4, True)
    assert recalculation.preview(set_scoring.change_of(WANTED)).subjects == 0
    [line] = stream.rows("select points, times, reason, reason_vi from points where customer_id = 1 and times = 0")
    assert line == (370, 0, "Counted anew: Joined the account", "Tính lại: Tham gia tài khoản")


def test_cut_off_midway_and_run_again_it_counts_once(stream: Stream) -> None:
    earned(stream)
    row = set_scoring.save(WANTED, "Mai", NINE, anew=True)
    assert row is not None
    with (
        patch("perennia.workflows.recalculate.store.put", side_effect=OSError("gone")),
        pytest.raises(OSError, match="gone"),
    ):
        recalculate.work(row.pk)
    while recalculate.work(row.pk):
        pass
    Recalculation.objects.filter(pk=row.pk).update(partitions_done=0, finished_at=None)  # as if nothing had been noted
    while recalculate.work(row.pk):
        pass
    worked(stream)
    assert scores(stream)[0] == (0, 1, 400)
    assert len(stream.rows("select from points where times = 0")) == 4


def test_what_is_earned_from_now_on_brings_the_new_points_and_who_is_under_way_keeps_the_old(stream: Stream) -> None:
    earned(stream)
    set_scoring.save(Wanted({("new_user_team", "score"): 7}, {}), "Mai", NINE, anew=False)
    stream.put(stream.event("Contact Joined", customer=1, contact=11, kind="derived", id="late"))
    worked(stream)
    assert (1, 11, 7) in scores(stream)
    assert (1, 10, 30) in scores(stream)
    assert Workflow.objects.get(key="new_user_team").versions.count() == 2
    rule = next(one for one in scoring.rules() if one.workflow == "new_user_team")
    assert (rule.points, rule.shipped) == (7, 30)


def test_a_second_recalculation_waits_for_the_first(stream: Stream) -> None:
    earned(stream)
    set_scoring.save(WANTED, "Mai", NINE, anew=True)
    with pytest.raises(Conflict, match="still being counted"), transaction.atomic():
        set_scoring.save(WANTED, "Mai", NINE, anew=True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (Wanted({("no_such", "score"): 3}, {}), "no rule"),
        (Wanted({("new_user_team", "score"): 200_000}, {}), "at most"),
        (Wanted({}, {"Great User": 4}), "no milestone"),
        (Wanted({}, {"Starter User": 700}), "must lie above"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(wanted: Wanted, reason: str) -> None:
    publish.install(NINE)
    with pytest.raises(Invalid, match=reason):
        set_scoring.save(wanted, "Mai", NINE, anew=False)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from workflows_scoring")
        assert cursor.fetchone() == (0,)
