"""A Zalo account is connected by the browser that began it: state, verifier and code are each good once."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from perennia.messages import channel_setup, connect, rules
from perennia.messages.models import ChannelSetting, ChannelState
from perennia.team.roles import Role
from tests.api.company import NINE, signed_in, with_key
from tests.provider import provided
from tests.zalo import SETTINGS, Account

pytestmark = pytest.mark.django_db
SCREEN = "/settings/channels?open=zalo&connected="


@pytest.fixture
def zalo(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    with provided(monkeypatch) as (there,):
        said = {**SETTINGS, "refresh_token": "", "api_url": there.url, "login_url": there.url}
        channel_setup.set_up("zalo", "zalo", said, {}, None, NINE)
        yield Account(there)


def begin(client: Client) -> dict[str, str]:
    """What the provider's page is asked."""
    url = client.post("/api/channels/zalo/connect").json()["url"]
    assert urlsplit(url).path == "/v4/oa/permission"
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def test_the_challenge_is_the_recorded_one() -> None:
    assert connect.challenge("A" * 43) == "DwBzhbb51LfusnSGBa_hqYSgo7-j8BTQnip4TOnlzRo"


@pytest.mark.number("S9")
def test_an_account_is_connected_by_who_began_it_and_the_tokens_are_kept(zalo: Account) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    before = client.get("/api/channels/zalo/set-up").json()
    assert (before["connected"], before["back"][-10:]) == (None, "/connected")
    asked = begin(client)
    assert asked["redirect_uri"] == before["back"]
    code = zalo.allow(asked["code_challenge"])
    back = {"code": code, "oa_id": "388613280878808645", "state": asked["state"]}
    assert (
        signed_in(Role.ADMINISTRATOR, email="b@example.test").get("/connected", back)["Location"].endswith("not_begun")
    )
    assert client.get("/connected", back)["Location"] == f"{SCREEN}yes"
    kept = rules.secrets_of(ChannelSetting.objects.get())
    assert (kept["access_token"], kept["refresh_token"]) == ("access-1", "refresh-1")
    after = client.get("/api/channels/zalo/set-up").json()
    assert after["connected"] == "388613280878808645"
    assert client.get("/connected", back)["Location"].endswith("not_begun")  # good once
    for said in (client.get("/api/channels/zalo/set-up"), client.get("/api/setting-log")):
        assert "refresh-1" not in said.content.decode()
    client.put("/api/channels/zalo/set-up", {"transport": "zalo", "settings": {**SETTINGS, "refresh_token": None}},
               content_type="application/json")  # fmt: skip
    assert rules.secrets_of(ChannelSetting.objects.get())["refresh_token"] == "refresh-1"


@pytest.mark.parametrize(
    ("change", "outcome"),
    [({"state": "forged"}, "not_begun"), ({"code": ""}, "refused"), ({"code": "made-up"}, "failed"), ({"state": ""}, "not_begun")],
)  # fmt: skip
def test_nothing_forged_refused_or_used_elsewhere_connects(zalo: Account, change: dict[str, str], outcome: str) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    asked = begin(client)
    back = {"code": zalo.allow(asked["code_challenge"]), "state": asked["state"], **change}
    assert client.get("/connected", back)["Location"].endswith(outcome)
    assert not rules.secrets_of(ChannelSetting.objects.get()).get("access_token")
    assert (
        ("not connected" in client.get("/api/channels/zalo/set-up").json()["health"]["failure"])
        if outcome == "failed"
        else (not ChannelState.objects.filter(failure__gt="").exists())
    )


def test_a_machine_another_role_and_a_channel_without_an_account_begin_nothing(zalo: Account) -> None:
    assert with_key("settings.manage").post("/api/channels/zalo/connect").status_code == 422
    assert signed_in(Role.CS_STAFF).post("/api/channels/zalo/connect").status_code == 403
    client = signed_in(Role.ADMINISTRATOR)
    assert client.post("/api/channels/sms/connect").status_code == 404
    channel_setup.set_up("webhook", "webhook", {"url": zalo.there.url}, {}, None, NINE)
    assert client.post("/api/channels/webhook/connect").status_code == 422
    assert Client().get("/connected", {"state": "x", "code": "y"})["Location"].startswith("/sign-in")
