"""Giving a tag another name on everybody: done once each, starting nothing, and only where nothing names it."""

from datetime import timedelta

import pytest

from perennia.host import clock
from perennia.team.models import SettingChange
from perennia.workflows import retag, tags
from perennia.workflows.models import TagChange
from tests.driving import NINE, Stream

pytestmark = pytest.mark.django_db(transaction=True)


def tagged(stream: Stream, *names: str) -> None:
    for number, name in enumerate(names):
        at = NINE + timedelta(seconds=number)
        stream.put(stream.event("Tag Added By Hand", at=at, kind="person", contact=None, tag=name))
    stream.run()


def test_a_tag_gets_another_name_and_nothing_starts(stream: Stream) -> None:
    stream.workflow(
        key="hears", subject="customer", re_entry="every_time", trigger={"key": "tag_added", "tag": "VIP"},
        steps=[{"key": "add_score", "points": 5, "reason": "heard"}],
    )  # fmt: skip
    tagged(stream, "vip", "old")
    order = retag.ask("vip", "Very Important", None, clock.now())
    while retag.work(order.pk):
        pass
    assert not retag.work(order.pk)
    stream.run()
    assert [one.name for one in tags.page()] == ["Very Important", "old"]
    assert stream.rows("select count(*) from enrolment") == [(0,)]
    assert SettingChange.objects.get().now == "Very Important"


def test_a_tag_becomes_one_that_is_there_or_goes(stream: Stream) -> None:
    tagged(stream, "vip", "gold", "old")
    for tag, becomes in (("vip", "gold"), ("old", "")):
        retag.work(retag.ask(tag, becomes, None, clock.now()).pk)
        stream.run()
    assert [(one.name, one.customers) for one in tags.page()] == [("gold", 1)]


def test_a_tag_a_workflow_names_keeps_its_name(stream: Stream) -> None:
    stream.workflow(
        key="hears", subject="customer", re_entry="every_time", trigger={"key": "tag_added", "tag": "vip"},
        steps=[{"key": "add_score", "points": 5, "reason": "heard"}],
    )  # fmt: skip
    tagged(stream, "vip")
    with pytest.raises(retag.TagInUse, match="Change it there first"):
        retag.ask("vip", "x", None, clock.now())
    with pytest.raises(retag.NoTag):
        retag.ask("nobody has it", "x", None, clock.now())
    assert not TagChange.objects.exists()


def test_the_list_of_tags_is_read_page_by_page_and_searched(stream: Stream) -> None:
    stream.connection.execute(
        "insert into tag (partition, kind, subject_id, tag, customer_id, at)"
        " select 1, 0, n, 'Tag 50% ' || lpad((n % 90)::text, 2, '0'), n, now() from generate_series(1, 180) n"
    )
    seen: list[str] = []
    while page := tags.page(after=seen[-1] if seen else None):
        seen += [one.name for one in page]
    assert seen == [f"Tag 50% {n:02}" for n in range(90)]
    assert [(one.name, one.customers) for one in tags.page("50% 1", limit=2)] == [("Tag 50% 10", 2), ("Tag 50% 11", 2)]
    assert tags.page("50_") == []
    assert tags.names(most=3) == [f"Tag 50% {n:02}" for n in range(3)]
