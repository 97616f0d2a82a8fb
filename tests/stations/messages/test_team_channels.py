"""Slack, Teams and a webhook told by real HTTP: what they get, what their answers mean, and one in trouble by itself."""

import base64
import hashlib
import hmac
import threading
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from perennia.core.effect import Notify
from perennia.core.error import Invalid
from perennia.messages import again, channel_health, channel_setup, dispatch, lanes, notices, queries
from perennia.messages.models import ChannelSetting, ChannelState
from perennia.messages.notices import Telling
from tests.provider import Asked, Provider, provided
from tests.stations.messages.given import NOON, an, message, next_at, profile, state, words

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def slack(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """A Slack that takes everything, connected as the team's."""
    with provided(monkeypatch) as (one,):
        connect("slack", "slack", url=f"{one.url}/services/T0/B0/secret")
        yield one


def connect(name: str, transport: str, **settings: object) -> ChannelSetting:
    return channel_setup.set_up(name, transport, settings, {}, None, NOON)


def tell(text: str, to: str = "channel:slack", key: UUID | None = None) -> None:
    profile(0, 1, 1, {"name": "Acme <!channel>"})
    effect = Notify("payment", text, to)
    notices.tell([Telling(effect, key or uuid4(), 1, None, NOON, "payment_failed_team", {})])


def only() -> queries.Listed:
    (one,) = queries.messages(limit=5)
    return one


def test_slack_gets_a_notice_once_with_nothing_in_it_that_calls_everybody(slack: Provider) -> None:
    key = uuid4()
    for _ in range(2):
        tell("{{ customer.name }} & co could not pay", key=key)
    assert dispatch.one_round(NOON) == {"sent": 1}
    (asked,) = slack.asked
    assert (asked.path, asked.headers["content-type"]) == ("/services/T0/B0/secret", "application/json; charset=utf-8")
    text = str(asked.json["text"])
    assert "Acme &lt;!channel&gt; &amp; co could not pay" in text
    assert "<" not in text
    assert only().state == "sent"
    assert "secret" not in str(queries.sent(only().partition, only().id))


@pytest.mark.number("R30")
def test_each_answer_of_slack_means_what_it_says(slack: Provider) -> None:
    tell("Hello")
    id = only().id
    slack.answer, slack.headers = lambda _: (429, "rate_limited"), {"Retry-After": "120"}
    assert dispatch.one_round(NOON) == {"deferred": 1}
    assert (state(id), next_at(id)) == (("queued", "rate_limited"), NOON + 2 * MINUTE)
    slack.answer, slack.headers = lambda _: (404, "channel_not_found"), {}
    assert dispatch.one_round(NOON + 2 * MINUTE) == {"deferred": 1}
    assert state(id) == ("queued", "set_up:channel_not_found")
    slack.answer = lambda _: None
    assert dispatch.one_round(NOON + 10 * MINUTE) == {
        "unknown": 1
    }  # it had it all: nobody knows, and no machine repeats it
    assert dispatch.one_round(NOON + 60 * MINUTE) == {}
    again.retry(only().partition, id, NOON + 60 * MINUTE)
    slack.answer = lambda _: (400, "invalid_payload")
    assert dispatch.one_round(NOON + 60 * MINUTE) == {"failed": 1}
    found = channel_health.health(["slack"], NOON + 60 * MINUTE)["slack"]
    assert (found.dead, found.failure) == (1, "provider:400 invalid_payload")
    slack.answer = lambda _: (200, "ok")
    assert again.retry_all("slack", NOON + 61 * MINUTE) == 1
    assert dispatch.one_round(NOON + 61 * MINUTE) == {"sent": 1}
    assert channel_health.health(["slack"], NOON + 61 * MINUTE)["slack"].sent_at == NOON + 61 * MINUTE


def test_a_workflow_posts_about_its_customer_and_teams_reads_no_markdown(monkeypatch: pytest.MonkeyPatch) -> None:
    with provided(monkeypatch) as (teams,):
        teams.answer = lambda _: (202, "")
        connect("teams:alerts", "teams", url=f"{teams.url}/workflows/1")
        words("{{ customer.name }} pays no more", subject="Look at {{ customer.name }}")
        profile(0, 1, 1, {"name": "[Acme](http://x.example)"})
        an()
        id = message(channel="teams:alerts")
        assert dispatch.one_round(NOON) == {"sent": 1}
        (asked,) = teams.asked
        said = asked.body.decode()
        assert "[Acme](http://x.example) pays no more" in said
        assert '"TextRun"' in said
        assert '"TextBlock"' not in said
        assert state(id) == ("sent", "")


def test_a_webhook_is_signed_and_goes_again_with_its_id_when_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    with provided(monkeypatch) as (there,):
        connect("webhook", "webhook", url=f"{there.url}/in", secret=secret)
        tell("Hello", "channel:webhook")
        there.answer = lambda _: None
        assert dispatch.one_round(NOON) == {"deferred": 1}
        there.answer = lambda _: (204, "")
        assert dispatch.one_round(NOON + MINUTE) == {"sent": 1}
        first, second = there.asked
        assert first.headers["webhook-id"] == second.headers["webhook-id"]
        text = f"{second.headers['webhook-id']}.{second.headers['webhook-timestamp']}.".encode() + second.body
        right = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), text, hashlib.sha256).digest()
        assert second.headers["webhook-signature"] == f"v1,{base64.b64encode(right).decode()}"


@pytest.mark.number("S1")
@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/x", "http://[::1]/x", "http://169.254.169.254/", "https://u:p@hooks.slack.com/x", "http://localhost./x",
            "http://10.0.0.1/", "http://2130706433/", "http://x.example:8080/"],
)  # fmt: skip
def test_an_address_inside_is_refused_when_kept_tried_and_sent(url: str) -> None:
    with pytest.raises(Invalid):
        connect("slack", "slack", url=url)
    with pytest.raises(Invalid):
        channel_setup.written("slack", "slack", {"url": url}, {}, None)
    # One that was allowed when it was kept, and is no longer.
    row = ChannelSetting(channel="webhook", transport="webhook", settings={"url": url})
    row.save()
    tell("Hello", "channel:webhook")
    assert dispatch.one_round(NOON) == {"deferred": 1}
    assert only().reason == "unreachable:the address may not be called"


def test_a_secret_is_kept_unread_and_left_out_stays(slack: Provider) -> None:
    row = ChannelSetting.objects.get(channel="slack")
    assert b"secret" not in bytes(row.secrets)
    assert row.settings == {}
    connect("slack", "slack")
    tell("Hello")
    assert dispatch.one_round(NOON) == {"sent": 1}
    with pytest.raises(Invalid):
        connect("slack", "slack", url="")


@pytest.mark.number("R29")
def test_a_channel_that_hangs_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    with provided(monkeypatch, 2) as (hanging, prompt):
        arrived, released = threading.Event(), threading.Event()

        def hang(_: Asked) -> tuple[int, str] | None:
            arrived.set()
            return (200, "ok") if released.wait(20) else None

        hanging.answer = hang
        connect("slack:slow", "slack", url=f"{hanging.url}/slow")
        connect("slack:quick", "slack", url=f"{prompt.url}/quick")
        for name in ("slow", "quick"):
            tell("Hello", f"channel:slack:{name}")
        words()
        letter = message(an())
        several = lanes.Lanes()
        several.round(NOON)
        assert arrived.wait(10)
        assert lanes.home(NOON) == 1
        assert state(letter)[0] == "sent"
        several._under_way["slack:quick"].result(10)
        assert len(prompt.asked) == 1
        assert {one.state for one in queries.messages(limit=9, channel="slack:slow")} == {"sending"}
        released.set()
        several.finish()
        several.close()
        assert {one.state for one in queries.messages(limit=9, channel="slack:slow")} == {"sent"}
        assert ChannelState.objects.get(channel="slack:slow").failures == 0
