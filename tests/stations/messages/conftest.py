"""Empties the hot tables before a test that commits: Django's flush does not know them."""

import pytest
from django.db import connection

from tests.emptying import empty


@pytest.fixture(autouse=True)
def empty_outbox(request: pytest.FixtureRequest) -> None:
    """Nothing of another test waits."""
    marker = request.node.get_closest_marker("django_db")
    if marker is not None and marker.kwargs.get("transaction"):
        request.getfixturevalue("transactional_db")
        with connection.cursor() as cursor:
            empty(cursor, "message, message_mark, send_budget, profile, inbox")
