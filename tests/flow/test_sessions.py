"""A session as a deployment sees it: letters in the mailbox, notices, a task, points; with the moment where they are."""

from datetime import timedelta

import pytest

from perennia.desk.models import Task
from perennia.messages.models import Conduct
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
        "Thank you for your time. Was it worth it?",
    ]  # an hour before is quiet time where she is, so that reminder is held
    assert ("session", "Mai") in company.notices()
    titles = set(Task.objects.values_list("title", flat=True))
    assert any("Feature walkthrough" in title for title in titles)
    assert (30, "Attended a session") in company.points(company.contact())
