"""Telling the team: grouped per member, kind and hour; urgent alone and at once; nothing twice, nothing dropped."""

from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from perennia.core.effect import Notify
from perennia.messages import dispatch, notices, queries
from perennia.messages.models import MailboxMessage, Notice
from perennia.messages.notices import Telling
from perennia.team.models import Member
from tests.stations.messages.given import HOUR, NOON, an, profile

pytestmark = pytest.mark.django_db


def head(**fields: str) -> Member:
    said = {"email": "mai@acme.example", "name": "Mai Le", "role": "head_of_cs", **fields}
    return Member.objects.create_user(said.pop("email"), "a good password", **said)


def tell(effect: Notify, key: UUID | None = None, minutes: int = 0) -> int:
    at = NOON + minutes * HOUR / 60
    return notices.tell([Telling(effect, key or uuid4(), 1, 11, at, "w", {})])


def mails() -> list[tuple[str, str]]:
    while dispatch.one_round(NOON + 3 * HOUR):
        pass
    return [(mail.to_address, mail.subject) for mail in MailboxMessage.objects.filter(audience="team").order_by("id")]


def test_notices_of_one_kind_and_hour_leave_in_one_mail_when_the_hour_is_over() -> None:
    head()
    an()
    profile(0, 1, 1, {"name": "Acme"})
    tell(Notify("payment", "{{ customer.name }} paid")), tell(Notify("payment", "Again"), minutes=59)
    tell(Notify("inactive", "{{ contact.name }} is away")), tell(Notify("payment", "Later"), minutes=61)
    assert notices.mail(NOON + HOUR / 2) == 0
    assert notices.mail(NOON + HOUR) == 2
    assert notices.mail(NOON + HOUR) == 0
    assert sorted(mails()) == [("mai@acme.example", "2 notices: Payments"), ("mai@acme.example", "An Tran is away")]
    row = MailboxMessage.objects.get(subject="2 notices: Payments")
    assert "Acme paid" in queries.sent(row.partition, row.message).text


def test_an_urgent_one_leaves_alone_at_once() -> None:
    head()
    tell(Notify("payment", "Calm")), tell(Notify("payment", "Fire", is_urgent=True))
    assert notices.mail(NOON + HOUR / 2) == 1
    assert mails() == [("mai@acme.example", "Fire")]


def test_the_same_effect_tells_once_and_one_that_comes_late_is_not_dropped() -> None:
    head()
    key = uuid4()
    tell(Notify("payment", "One"), key), tell(Notify("payment", "One"), key)
    assert Notice.objects.count() == 1
    notices.mail(NOON + HOUR)
    tell(Notify("payment", "Two"), minutes=1)
    notices.mail(NOON + HOUR)
    assert sorted(subject for _, subject in mails()) == ["One", "Two"]


@pytest.mark.number("S7")
def test_each_member_reads_their_own_language_and_hostile_names_stay_text() -> None:
    head(), head(email="an@team.example", name="An", language="vi")
    an(name="<script>alert(1)</script>{{7*7}}")
    tell(
        Notify(
            "inactive", "{% if language == 'vi' %}{{ contact.name }} vắng{% else %}{{ contact.name }} away{% endif %}"
        )
    )
    notices.mail(NOON + HOUR)
    assert sorted(subject for _, subject in mails()) == [
        "<script>alert(1)</script>{{7*7}} away", "<script>alert(1)</script>{{7*7}} vắng",
    ]  # fmt: skip
    row = MailboxMessage.objects.first()
    assert row is not None
    assert "<script" not in queries.sent(row.partition, row.message).html


def test_one_who_left_the_team_gets_no_mail() -> None:
    member = head()
    tell(Notify("payment", "One"))
    notices.mail(NOON + HOUR)
    Member.objects.filter(pk=member.pk).update(is_active=False)
    assert mails() == []


def test_many_are_told_by_as_many_statements_as_one() -> None:
    head()
    an()
    profile(0, 1, 1, {"name": "Acme"})
    asked = []
    for many in (1, 50):
        said = [
            Telling(Notify("payment", "{{ customer.name }} paid"), uuid4(), 1, 11, NOON, "w", {}) for _ in range(many)
        ]
        with CaptureQueriesContext(connection) as queries_:
            assert notices.tell(said) == many
        asked.append(len(queries_))
    assert asked[0] == asked[1]
