"""A paused workflow says so in the list and on its page, and one press lets it go on; a second one is told that it has."""

import pytest
from django.test import Client

from perennia.host import clock
from perennia.messages.models import SendingPause
from perennia.team.roles import Role
from perennia.workflows import publish
from tests.api.company import signed_in

pytestmark = pytest.mark.django_db
HELP = "/api/workflows/payment_failed_help"


@pytest.mark.number("R17")
def test_it_is_seen_and_ended_by_one_press() -> None:
    publish.install(clock.now())
    SendingPause.objects.create(workflow="payment_failed_help", started_at=clock.now(), tried=40, failed=7)
    client: Client = signed_in(Role.CS_OPS)
    shown = {one["key"]: one["paused"] for one in client.get("/api/workflows").json()["items"]}
    assert {key for key, paused in shown.items() if paused} == {"payment_failed_help"}
    paused = client.get(HELP).json()["paused"]
    assert (paused["tried"], paused["failed"]) == (40, 7)
    assert client.post(f"{HELP}/resume").json()["paused"] is None
    again = client.post(f"{HELP}/resume")
    assert (again.status_code, again.json()["code"]) == (409, "not_paused")
    assert SendingPause.objects.get().ended_by is not None
