"""How each member is told: in the bell, by mail at once, hourly, daily or never; nothing twice, nothing dropped."""

import os
import subprocess
import sys

import pytest

from perennia.core.effect import Notify
from perennia.core.error import Invalid
from perennia.messages import bell, dispatch, kinds, notices, queries, wishes
from perennia.messages.models import MailboxMessage, Notice
from perennia.messages.wishes import Mail, Wish
from perennia.team.models import Member
from tests.stations.messages.given import DAY, HOUR, NOON
from tests.stations.messages.test_notices import head, tell

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """No workflow is installed here, so they are named as a workflow would name them."""
    monkeypatch.setattr(kinds, "_sources", [lambda: ["new_account", "payment_failed"]])


def wants(member: Member, mail: Mail, kind: str = "new_account", *, in_app: bool = True) -> None:
    wishes.wish(member, kind, Wish(in_app, mail))


def mails(until: int = 48) -> list[str]:
    while dispatch.one_round(NOON + until * HOUR):
        pass
    return [one.subject for one in MailboxMessage.objects.filter(audience="team").order_by("id")]


def test_at_once_leaves_now_and_never_leaves_never() -> None:
    now, never = head(), head(email="b@acme.example")
    wants(now, "now")
    wants(never, "never")
    tell(Notify("new_account", "One"))
    assert notices.mail(NOON) == 1
    assert notices.mail(NOON + 40 * DAY) == 0
    assert [bell.unread(one.pk) for one in (now, never)] == [1, 1]


def test_a_day_is_one_mail_at_eight_by_the_members_clock_with_all_kinds_in_it() -> None:
    member = head(zone="Asia/Ho_Chi_Minh", language="vi")
    wants(member, "daily")
    wants(member, "daily", "payment_failed")
    tell(Notify("new_account", "Acme came")), tell(Notify("payment_failed", "Beta did not pay"), minutes=300)
    tell(Notify("new_account", "Gamma came"), minutes=301)
    assert notices.mail(NOON + 12 * HOUR) == 0  # 7:00 there
    assert notices.mail(NOON + 13 * HOUR) == 1
    assert notices.mail(NOON + 13 * HOUR) == 0
    assert mails() == ["Trong ngày: 3 thông báo"]
    row = MailboxMessage.objects.get()
    text = queries.sent(row.partition, row.message).html
    assert (
        text.index("Tài khoản mới")
        < text.index("Acme came")
        < text.index("Gamma came")
        < text.index("Beta did not pay")
    )


def test_urgent_comes_at_once_whatever_the_rhythm_but_not_to_who_wants_no_mail() -> None:
    daily, never = head(), head(email="b@acme.example")
    wants(daily, "daily")
    wants(never, "never")
    tell(Notify("new_account", "Fire", is_urgent=True))
    assert notices.mail(NOON) == 1
    assert mails() == ["Fire"]


def test_neither_bell_nor_mail_makes_no_notice() -> None:
    wants(head(), "never", in_app=False)
    tell(Notify("new_account", "One"))
    assert Notice.objects.count() == 0


def test_a_wish_holds_for_what_waits_already() -> None:
    member = head()
    tell(Notify("new_account", "One"))
    wants(member, "daily")
    assert notices.mail(NOON + HOUR) == 0
    wants(member, "now")
    assert notices.mail(NOON + HOUR) == 1
    with pytest.raises(Invalid):
        wants(member, "now", "no_such_kind")


@pytest.mark.number("R24")
def test_two_in_the_same_second_come_in_one_mail_with_both_in_it() -> None:
    wants(head(), "daily")
    tell(Notify("new_account", "One")), tell(Notify("new_account", "Two"))
    assert notices.mail(NOON + DAY) == 1
    assert mails() == ["Your day: 2 notices"]


_PROGRAM = """
import django; django.setup()
from datetime import datetime
from perennia.messages import notices
notices.mail(datetime.fromisoformat({at!r}))
"""


@pytest.mark.number("R24")
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_a_digest_is_followed_by_one_that_sends_it_once(
    process_environment: dict[str, str],
) -> None:
    """What happened in the same second as the mail was being made is in it too, and nothing is in two."""
    Notice.objects.all().delete()
    member = head()
    wants(member, "daily")
    tell(Notify("new_account", "One")), tell(Notify("new_account", "Two"))
    program = [sys.executable, "-c", _PROGRAM.format(at=(NOON + DAY).isoformat())]
    environment = {**os.environ, **process_environment, "CRASH_AT": "digest_put"}
    assert subprocess.run(program, env=environment, timeout=60).returncode == -9
    tell(Notify("new_account", "Three"))
    for _ in range(2):  # and once more than is needed
        assert subprocess.run(program, env={**environment, "CRASH_AT": ""}, timeout=60).returncode == 0
    assert mails() == ["Your day: 3 notices"]
    row = MailboxMessage.objects.get()
    said = queries.sent(row.partition, row.message).text
    assert all(word in said for word in ("One", "Two", "Three"))
    Member.objects.all().delete()


def test_the_bell_groups_by_kind_and_hour_and_an_urgent_one_stands_alone() -> None:
    member = head()
    for text in ("One", "Two"):
        tell(Notify("payment", text))
    tell(Notify("payment", "Fire", is_urgent=True), minutes=1), tell(Notify("inactive", "Away"), minutes=2)
    tell(Notify("payment", "Later"), minutes=61)
    groups, last = bell.groups(member.pk, None, 40, unread=False)
    assert [(one.kind, one.count, [said.text for said in one.notices]) for one in groups] == [
        ("payment", 1, ["Later"]), ("inactive", 1, ["Away"]), ("payment", 1, ["Fire"]), ("payment", 2, ["Two", "One"]),
    ]  # fmt: skip
    assert last is None
    assert bell.unread(member.pk) == 5


def test_pages_of_the_bell_end_with_an_hour_and_lose_none(monkeypatch: pytest.MonkeyPatch) -> None:
    member = head()
    for minute in range(0, 600, 20):
        tell(Notify("payment", f"At {minute}"), minutes=minute)
    monkeypatch.setattr(bell, "LOOKED_AT", 7)
    seen: list[str] = []
    before = None
    while True:
        groups, before = bell.groups(member.pk, before, 40, unread=False)
        seen += [said.text for one in groups for said in one.notices]
        if before is None:
            break
    assert seen == [f"At {minute}" for minute in range(580, -1, -20)]


def test_read_and_unread_again_and_only_ones_own() -> None:
    mine, other = head(), head(email="b@acme.example")
    tell(Notify("payment", "One")), tell(Notify("payment", "Two"))
    foreign = list(Notice.objects.filter(member_id=other.pk).values_list("pk", flat=True))
    assert bell.read(mine.pk, foreign, is_read=True) == []
    changed = bell.read(mine.pk, None, is_read=True)
    assert (len(changed), bell.unread(mine.pk), bell.unread(other.pk)) == (2, 0, 2)
    assert bell.read(mine.pk, changed[:1], is_read=False) == changed[:1]
    assert bell.unread(mine.pk) == 1
