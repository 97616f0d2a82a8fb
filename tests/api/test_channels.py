"""Channels by the API: listed, set up by their forms, tried with the real answer, watched; their secrets never come back."""

import pytest

from perennia.host import clock
from perennia.messages import breaker
from perennia.messages.models import ChannelSetting, ChannelState
from perennia.team.roles import Role
from tests.api.company import signed_in
from tests.provider import provided
from tests.stations.messages.given import NOON

pytestmark = pytest.mark.django_db


def test_every_channel_is_listed_with_its_health_and_its_forms_in_ones_language() -> None:
    client = signed_in(Role.ADMINISTRATOR)
    items = client.get("/api/channels").json()["items"]
    assert [one["name"] for one in items] == ["email", "sms", "zalo", "zns", "slack", "teams", "webhook"]
    assert {one["transport"] for one in items} == {"mailbox"}
    forms = client.get("/api/channels/sms/set-up").json()
    assert {way["key"] for way in forms["ways"]} == {"twilio", "sms_http"}
    assert forms["hook"].endswith("/hooks/sms")
    fields = {field["name"]: field for way in forms["ways"] for field in way["fields"]}
    assert fields["token"]["kind"] == "secret"
    zalo = client.get("/api/channels/zalo/set-up").json()
    assert not {"access_token", "access_until"} & {field["name"] for field in zalo["ways"][0]["fields"]}
    for name in ("email:x", "nothing", "slack:@1", "slack:../x"):
        assert client.get(f"/api/channels/{name}/set-up").status_code == 404


def test_a_channel_is_tried_kept_and_forgotten_and_its_secret_is_in_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    with provided(monkeypatch) as (there,):
        given = {"transport": "slack", "settings": {"url": f"{there.url}/services/T/B/hush"}}
        there.answer = lambda _: (404, "no_service")
        tried = client.post("/api/channels/slack:alerts/set-up/test", given, content_type="application/json").json()
        assert (tried["sent"], tried["answer"]) == (False, "404 no_service")
        there.answer = lambda _: (200, "ok")
        tried = client.post("/api/channels/slack:alerts/set-up/test", given, content_type="application/json").json()
        assert (tried["sent"], tried["answer"]) == (True, "200 ok")
        assert not ChannelSetting.objects.exists()
        kept = client.put("/api/channels/slack:alerts/set-up", given, content_type="application/json")
        assert kept.json()["ways"][0]["fields"][0] == {
            "name": "url", "title": "Address of the incoming webhook", "about": "", "kind": "secret", "choices": [], "is_required": True,
            "is_advanced": False,
            "value": "", "is_kept": True,
        }  # fmt: skip
        for said in (kept, client.get("/api/channels"), client.get("/api/setting-log")):
            assert "hush" not in said.content.decode()
        refused = {"transport": "slack", "settings": {"url": "http://169.254.169.254/"}}
        said = client.put("/api/channels/slack/set-up", refused, content_type="application/json")
        assert (said.status_code, said.json()["errors"][0]["field"]) == (422, "body.settings.url")
    assert client.post("/api/channels/slack:alerts/replay").json() == {"count": 0}
    assert client.post("/api/channels/slack:alerts/resume").status_code == 200
    assert client.delete("/api/channels/slack:alerts/set-up").status_code == 204
    assert not ChannelSetting.objects.exists()


def test_a_channel_says_how_it_stands_and_since_when(monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(Role.ADMINISTRATOR)

    def stands() -> tuple[str, str | None]:
        health = client.get("/api/channels/slack/set-up").json()["health"]
        (listed,) = [one["health"] for one in client.get("/api/channels").json()["items"] if one["name"] == "slack"]
        assert listed == health
        return health["state"], health["failing_since"]

    assert stands() == ("mailbox", None)
    with provided(monkeypatch) as (there,):
        given = {"transport": "slack", "settings": {"url": f"{there.url}/services/T/B/hush"}}
        client.put("/api/channels/slack/set-up", given, content_type="application/json")
        assert stands() == ("connected", None)
        ChannelState.objects.create(channel="slack")
        breaker.refused("slack", "provider:404 no_service", NOON)
        assert stands() == ("failing", "2026-05-04T12:00:00Z")
        breaker.unreachable("slack", "unreachable:gone", clock.now())
        assert stands()[0] == "resting"
        breaker.resume("slack")
        assert stands() == ("connected", None)
        ChannelSetting.objects.update(secrets=b"torn")
        assert stands() == ("failing", None)
        client.put("/api/channels/slack/set-up", given, content_type="application/json")
        assert stands() == ("connected", None), "a secret that can no longer be read is entered anew"
        ChannelSetting.objects.update(is_on=False)
        assert stands() == ("off", None)


def test_ones_own_slack_is_kept_only_once_it_took_a_test(monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(Role.CS_STAFF)
    with provided(monkeypatch) as (there,):
        there.answer = lambda _: (403, "invalid_token")
        url = {"url": f"{there.url}/services/mine"}
        assert client.put("/api/notices/slack", url, content_type="application/json").json()["sent"] is False
        wish = {"in_app": True, "mail": "now", "by": "slack"}
        assert client.put("/api/notices/wishes/webhook", wish, content_type="application/json").status_code == 422
        there.answer = lambda _: (200, "ok")
        assert client.put("/api/notices/slack", url, content_type="application/json").json()["sent"] is True
        assert client.get("/api/notices/wishes").json()["has_slack"] is True
        assert client.put("/api/notices/wishes/webhook", wish, content_type="application/json").json()["by"] == "slack"
    assert client.delete("/api/notices/slack").status_code == 204
    rows = client.get("/api/notices/wishes").json()
    assert (rows["has_slack"], {one["by"] for one in rows["items"]}) == (False, {"email"})
    assert client.get("/api/channels").status_code == 403
