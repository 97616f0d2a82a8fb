"""A session as a deployment sees it: letters in the mailbox, notices, a task, points; with the moment where they are."""

from datetime import timedelta

import pytest

from perennia.customers.models import Contact
from perennia.desk.models import Task
from perennia.messages import queries
from perennia.messages.models import Conduct, MailboxMessage
from perennia.sessions.book import Wanted, book
from perennia.sessions.mark import mark, reopen
from perennia.sessions.models import SessionType
from tests.flow.company import MONDAY, Company

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)
LATER = MONDAY + 3 * DAY + timedelta(hours=5)  # Thursday, 14:00 UTC


def test_a_session_is_confirmed_reminded_of_and_followed_up(company: Company) -> None:
    Conduct.objects.update_or_create(pk=1, defaults={"links": {"booking": "https://book.test/us"}})
    company.says("group", name="Acme")
    company.says("identify", name="Anna Berg", email="anna@acme.test", timezone="Asia/Ho_Chi_Minh")
    company.passes(timedelta(hours=1), step=timedelta(hours=1))
    before = len(company.letters())
    said = {"booking": "B-1", "session": "Feature walkthrough", "starts_at": LATER.isoformat(), "member": "mai@house.test",
            "goals": "First report"}  # fmt: skip
    company.says("track", "Session Booked", **said)
    company.passes(4 * DAY - timedelta(hours=3), step=timedelta(hours=1))
    company.says("track", "Session Attended", **said)
    company.passes(DAY, step=timedelta(hours=1))
    subjects = [subject for _, subject in company.letters()[before:] if "alk" in subject or "time" in subject]
    assert subjects == [
        "Booked: Feature walkthrough on 5 Mar 2026, 21:00",
        "Tomorrow at 21:00: Feature walkthrough",
        "In an hour: Feature walkthrough at 21:00",
        "Thank you for your time. Was it worth it?",
    ]  # an hour before is quiet time where she is: what she waits for leaves nevertheless
    assert ("session", "Mai") in company.notices()
    titles = set(Task.objects.values_list("title", flat=True))
    assert any("Feature walkthrough" in title for title in titles)
    assert (30, "Attended a session") in company.points(company.contact())


def test_one_booked_with_us_is_confirmed_once_reminded_of_with_its_link_and_counted_until_that_is_taken_back(
    company: Company,
) -> None:
    kind, _ = SessionType.objects.update_or_create(slug="success", defaults={"title": "Success session", "minutes": 45})
    wanted = Wanted(starts_at=LATER, name="Lan Ho", email="lan@new.test", zone="UTC", language="en")
    one = book(kind, wanted, company.now)
    company.works()
    company.passes(4 * DAY - timedelta(hours=3), step=timedelta(hours=1))
    mails = MailboxMessage.objects.filter(to_address="lan@new.test", subject__contains="Success").order_by("pk")
    assert [mail.subject for mail in mails] == [
        "Booked: Success session on 5 Mar 2026, 14:00", "Tomorrow at 14:00: Success session",
        "In an hour: Success session at 14:00",
    ]  # fmt: skip
    assert all("/book/m/" in queries.sent(mail.partition, mail.message).text for mail in mails[:2])
    assert (
        MailboxMessage.objects.filter(
            to_address="hanna@house.test", subject__startswith="Booked: Success session with Lan Ho"
        ).count()
        == 1
    )
    mark(one.pk, "missed", company.now, by="Mai")
    company.works()
    reopen(one.pk, company.now, by="Mai")
    company.works()
    mark(one.pk, "attended", company.now, by="Mai")
    company.passes(DAY, step=timedelta(hours=1))
    counted = company.points(Contact.objects.get(pk=one.contact_id))
    assert [points for points, reason in counted if "ssing" in reason or "session" in reason] == [-30, 30, 30]
    given = Task.objects.filter(contact_id=one.contact_id, workflow="session_outcome_team").order_by("pk")
    assert [(task.title.split()[0], task.state) for task in given] == [("Ask", "cancelled"), ("Write", "open")]
    assert not MailboxMessage.objects.filter(to_address="lan@new.test", subject__startswith="We missed you").exists()
