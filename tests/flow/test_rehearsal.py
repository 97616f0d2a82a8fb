"""A rehearsal against what really happened: the same entries, the same letters, and nothing performed."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.db import connection

from perennia.core.workflow import Definition
from perennia.workflows import queries
from perennia.workflows.models import Rehearsal, RehearsalLine
from perennia.workflows.rehearsal import found, rehearse
from perennia.workflows.rehearsal.rehearse import EnoughInAll, EnoughOfYours, IsOver
from perennia.workflows.rehearsal.tell import Sums
from tests.flow.company import Company

DAY = timedelta(days=1)
STEP = timedelta(hours=6)  # between two sweeps of the company, by which a real entry may be later
WINDOW = 45
PEOPLE = {"anna": "acme", "bob": "acme", "cleo": "corp", "dan": None}
REAL = """
select l.contact_id, l.at from run_log l
where l.workflow = %s and l.outcome = 'entered' and l.at >= %s and l.at <= %s order by l.contact_id, l.at
"""
LETTERS = """
select contact_id, step, case when state = 'sent' then 'sent' else reason end from message
where workflow = %s and coalesce(sent_at, asked_at) >= %s and asked_at <= %s and state <> 'queued' order by 1, 2, 3
"""

pytestmark = pytest.mark.django_db(transaction=True)


def lives(company: Company) -> None:
    """Sixty days: two who come and go, one who goes quiet, one who signs up alone and joins an account later."""
    for user, group in PEOPLE.items():
        company.says(
            "identify", user=user, group=group, email=f"{user}@x.test", name=user.title(), timezone="Asia/Tokyo"
        )
        if group:
            company.says("group", user=user, group=group, name=group.title())
    company.says("track", "Account Created", account_name="Acme")
    company.says("track", "Signed Up", user="dan", group=None)
    company.passes(4 * DAY, step=STEP)
    company.says("group", user="dan", group="corp", name="Corp")
    for week in range(8):
        for user in ("anna", "dan", *(["bob"] if week % 3 == 0 else []), *(["cleo"] if week < 2 else [])):
            group = "corp" if user in ("dan", "cleo") else "acme"
            company.says("track", "Feature Used", user=user, group=group, feature="Reports", seconds=1300)
        if week in (1, 4):
            company.says("track", "Payment Failed", amount="49.00", currency="EUR", invoice=f"i{week}")
        if week == 5:
            company.says("track", "Payment Succeeded", amount="49.00", currency="EUR", invoice="i4")
        company.passes(7 * DAY, step=STEP)


def rehearsed(company: Company, definition: Definition, days: int = WINDOW, *, compare: bool = False) -> Rehearsal:
    row = rehearse.ask(definition, days, "Mai", company.now, compare=compare)
    while rehearse.work(row.pk):
        pass
    row.refresh_from_db()
    assert (row.failure, row.finished_at is not None) == ("", True)
    return row


def published(key: str) -> Definition:
    return queries.find(key).definition


def sums(row: Rehearsal, side: int = 0) -> Sums:
    return dict(rehearse.sides(row))[side]


def rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _fate(state: str, reason: str) -> str:
    return "sent" if state == "sent" else reason


def everything() -> list[tuple[str, int]]:
    """How many rows stand in every table but the rehearsal's own and the queue of jobs."""
    tables = rows("select relname::text from pg_stat_user_tables where schemaname = 'public' order by 1")
    ours = [name for (name,) in tables if "rehearsal" not in name and not name.startswith("procrastinate")]
    return [(name, rows(f"select count(*) from {name}")[0][0]) for name in ours]  # names of the catalogue


def test_a_window_in_which_it_ran_gives_the_entries_and_letters_that_were(company: Company) -> None:
    lives(company)
    before = everything()
    seen = 0
    for key in (
        "inactive_reach_out",
        "check_ins",
        "feature_tips",
        "payment_failed_help",
        "milestone_team",
        "login_month",
    ):
        row = rehearsed(company, published(key))
        real = rows(REAL, key, row.begins_at, row.ends_at)
        lines = RehearsalLine.objects.filter(rehearsal=row, outcome="entered").order_by("contact_id", "at")
        ours = [(line.contact_id, line.at) for line in lines]
        assert [who for who, _ in ours] == [who for who, _ in real], (key, ours, real)
        late = [true - at for (_, true), (_, at) in zip(real, ours, strict=True)]
        assert all(timedelta(0) <= one <= STEP for one in late), (key, late)
        said = RehearsalLine.objects.filter(rehearsal=row, outcome="letter").exclude(detail__state="waiting")
        fates = sorted(
            (line.contact_id, line.detail["step"], _fate(line.detail["state"], line.detail["reason"])) for line in said
        )
        assert fates == rows(LETTERS, key, row.begins_at, row.ends_at), key
        seen += len(real) + len(fates)
    assert seen > 30
    assert everything() == before


def test_a_draft_says_what_it_would_have_done_and_what_would_change(company: Company) -> None:
    lives(company)
    draft = published("inactive_reach_out")
    trigger = {**draft.trigger, "days": 10}
    draft = msgspec.structs.replace(draft, trigger=trigger)
    row = rehearsed(company, draft, compare=True)
    new, old = sums(row, rehearse.DRAFT), sums(row, rehearse.RUNNING)
    assert 0 < sum(new.entered.values()) < sum(old.entered.values())
    assert new.samples
    assert "Anna" in new.samples[0].text or "Bob" in new.samples[0].text or new.samples[0].to.endswith("@x.test")
    assert sum(new.sent.values()) + sum(new.held.values()) + new.waiting == new.changes["SendMessage"]
    [touched, *_] = found.customers(row.pk, rehearse.DRAFT, 0, 10)
    told = found.trace(row.pk, rehearse.DRAFT, touched.customer)
    assert touched.entered == sum(line.outcome == "entered" for line in told)


def test_letters_wait_through_the_night_and_caps_hold_them_back(company: Company) -> None:
    lives(company)
    send = {"key": "send_message", "template": "tip", "topic": "success"}
    wordy = Definition(
        key="wordy", label="Wordy", group="t", subject="contact", audience="customer_touch",
        trigger={"key": "event_seen", "names": ["Feature Used"]}, re_entry="every_time",
        steps=[{**send, "id": f"tip{nth}"} for nth in range(5)], templates={"tip": {"subject": "A tip", "body": "Try it."}},
    )  # fmt: skip
    row = rehearsed(company, wordy)
    assert {code.partition(":")[0] for code in sums(row).deferred} == {"cap_day", "cap_week"}
    assert {code.partition(":")[0] for code in sums(row).holds} == {"span_over"}
    by_day = rows(
        "select contact_id, (at at time zone 'Asia/Tokyo')::date, count(*) from workflows_rehearsalline"
        " where rehearsal_id = %s and outcome = 'letter' and detail->>'state' = 'sent' group by 1, 2 having count(*) > 1",
        row.pk,
    )
    assert by_day == [], "more than one a day to somebody"
    hours = rows(
        "select distinct extract(hour from at at time zone 'Asia/Tokyo')::int from workflows_rehearsalline"
        " where rehearsal_id = %s and outcome = 'letter' and detail->>'state' = 'sent' order by 1",
        row.pk,
    )
    assert all(8 <= hour < 20 for (hour,) in hours)


def test_a_cancelled_one_stops_and_keeps_what_it_found(company: Company) -> None:
    company.says("identify", email="anna@x.test")
    row = rehearse.ask(published("check_ins"), 30, "Mai", company.now)
    rehearse.cancel(row.pk, company.now)
    assert rehearse.work(row.pk) is False
    with pytest.raises(IsOver):
        rehearse.cancel(row.pk, company.now)


def test_one_may_have_three_under_way_and_the_house_ten(company: Company) -> None:
    plan = published("check_ins")

    def asks(who: str) -> Rehearsal:
        return rehearse.ask(plan, 30, "Mai", company.now, asker=who)

    first, *_ = [asks("member:1") for _ in range(3)]
    with pytest.raises(EnoughOfYours, match="or cancel one"):
        asks("member:1")
    assert Rehearsal.objects.count() == 3, "what is refused leaves nothing"
    others = [asks(f"member:{nth}") for nth in range(2, 9)]  # seven of the same name
    rehearse.cancel(first.pk, company.now)
    asks("member:1")
    with pytest.raises(EnoughInAll):
        asks("member:9")
    while rehearse.work(others[0].pk):
        pass
    assert asks("member:9").pk
