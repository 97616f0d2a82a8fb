"""Reminders of a session really leave: by letter and by a text a provider takes, at the hour they are of use."""

from datetime import timedelta

import pytest

from perennia.messages import channel_setup
from tests.flow.company import Company
from tests.provider import provided

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


def test_an_evening_session_is_reminded_of_an_hour_before_though_it_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    company = Company()
    with provided(monkeypatch) as (there,):
        there.answer = lambda _: (200, "OK")
        said = {"url": f"{there.url}/send", "country": "+49", "api_key": "k"}
        channel_setup.set_up("sms", "sms_http", said, {}, None, company.now)
        company.says("identify", name="Anna Lim", email="anna@acme.test", phone="0151 2345678", timezone="UTC")
        starts_at = company.now.replace(hour=21, minute=30) + timedelta(days=2)
        company.says("track", "Session Booked", session="Walkthrough", starts_at=starts_at.isoformat(), booking="B-1")
        assert [one for one in company.letters() if "Booked" in one[1]]
        company.passes(starts_at - company.now, HOUR / 2)
        texts = [str(one.json["text"]) for one in there.asked]
        company.close()
    assert [one.json["to"] for one in there.asked] == ["+491512345678"] * 2
    assert len(texts) == len(set(texts)) == 2
