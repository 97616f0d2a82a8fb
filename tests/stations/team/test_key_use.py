"""When a key was used last is noted, and a busy one asks nothing more for a minute."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from perennia.team import keys
from perennia.team.models import ApiKey


@pytest.mark.django_db
def test_a_use_is_noted_once_a_minute() -> None:
    _, text = keys.make("Sync", ["customers:read"])
    found = keys.find(text)
    assert found is not None
    keys.mark_used(found)
    again = keys.find(text)
    assert again is not None
    assert again.last_used_at is not None
    with CaptureQueriesContext(connection) as asked:
        keys.mark_used(again)
    assert len(asked) == 0
    long_ago = timezone.now() - timedelta(minutes=2)
    ApiKey.objects.filter(pk=again.pk).update(last_used_at=long_ago)
    again.refresh_from_db()
    keys.mark_used(again)
    again.refresh_from_db()
    assert again.last_used_at > long_ago
