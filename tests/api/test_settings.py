"""Settings of the organisation and of how messages leave: checked by field, noted, and true at once."""

import json
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from perennia.host import config as configs
from perennia.messages import offers
from perennia.team.models import Organisation, SettingChange
from perennia.team.roles import Role
from perennia.workflows import publish, take
from tests.api.company import NINE, a_customer, put_tag, signed_in
from tests.stations.messages.post_office import opened

pytestmark = pytest.mark.django_db
JSON = "application/json"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)


def patch(client: Client, path: str, said: object):  # type: ignore[no-untyped-def]
    return client.patch(path, said, content_type=JSON)


def test_the_organisation_is_described_and_each_change_noted() -> None:
    admin = signed_in(Role.ADMINISTRATOR)
    said = {
        "name": "Acme",
        "zone": "Asia/Ho_Chi_Minh",
        "business_hours": {"mon": [["08:00", "12:00"], ["13:00", "17:00"]]},
    }
    now = patch(admin, "/api/organisation", said).json()
    assert (now["name"], now["zone"], now["business_hours"]) == ("Acme", "Asia/Ho_Chi_Minh", said["business_hours"])
    lines = {line["what"]: line for line in admin.get("/api/setting-log").json()["items"]}
    assert (lines["zone"]["was"], lines["zone"]["now"]) == ("UTC", "Asia/Ho_Chi_Minh")
    assert lines["business_hours"]["now"] == "mon 08:00-12:00, 13:00-17:00"
    assert {line["by"] for line in lines.values()} == {"Administrator"}


def test_the_zone_the_engine_works_in_is_the_organisations() -> None:
    patch(signed_in(Role.ADMINISTRATOR), "/api/organisation", {"zone": "Asia/Tokyo"})
    with connection.cursor() as cursor:
        cursor.execute(take.SETTINGS)
        assert dict(cursor.fetchall())["zone"] == "Asia/Tokyo"
        cursor.execute("select count(*) from engine_constant where name = 'zone'")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"zone": "Mars/Olympus"}, "body.zone"),
        ({"brand_colour": "red"}, "body.brand_colour"),
        ({"currency": "euro"}, "body.currency"),
        ({"currency": "eur"}, "body.currency"),
        ({"public_url": "javascript:alert(1)"}, "body.public_url"),
        ({"business_hours": {"mon": [["17:00", "09:00"]]}}, "body.business_hours.mon"),
        ({"business_hours": {"mon": [["09:00", "25:00"]]}}, "body.business_hours.mon"),
        ({"historical_after_hours": 0}, "body.historical_after_hours"),
    ],
)
def test_what_is_wrong_of_an_organisation_is_named_and_nothing_changes(said: dict[str, object], field: str) -> None:
    admin = signed_in(Role.ADMINISTRATOR)
    answer = patch(admin, "/api/organisation", {"name": "New", **said})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert not Organisation.objects.filter(name="New").exists()
    assert not SettingChange.objects.exists()


def test_a_logo_is_a_picture_and_shown_as_nothing_else() -> None:
    admin = signed_in(Role.ADMINISTRATOR)
    svg = SimpleUploadedFile("logo.png", b"<svg onload=alert(1)>", "image/png")
    assert admin.post("/api/organisation/logo", {"file": svg}).status_code == 422
    huge = SimpleUploadedFile("logo.png", PNG + bytes(300_000), "image/png")
    assert admin.post("/api/organisation/logo", {"file": huge}).status_code == 422
    assert Client().get("/api/organisation/logo").status_code == 404
    kept = admin.post("/api/organisation/logo", {"file": SimpleUploadedFile("x.html", PNG, "text/html")})
    assert kept.json()["has_logo"]
    shown = Client().get("/api/organisation/logo")
    assert (shown["Content-Type"], shown["X-Content-Type-Options"], shown.content) == ("image/png", "nosniff", PNG)
    assert not admin.delete("/api/organisation/logo").json()["has_logo"]


def test_rules_say_what_they_mean() -> None:
    ops = signed_in(Role.CS_OPS)
    Organisation.objects.create(pk=1, zone="Europe/Oslo")
    meaning = ops.get("/api/conduct").json()["meaning"]
    leaving = {_clock(one["planned"], meaning): one for one in meaning["leaving"]}
    late = leaving["21:00"]
    assert _clock(late["leaves"], meaning) == "08:00"
    assert late["leaves"][:10] > late["planned"][:10]
    assert leaving["12:00"]["leaves"] == leaving["12:00"]["planned"]
    tried = ops.post("/api/conduct/meaning", {"quiet_from": "22:00"}, content_type=JSON).json()
    again = {_clock(one["planned"], tried): one for one in tried["leaving"]}
    assert again["21:00"]["leaves"] == again["21:00"]["planned"]
    assert ops.get("/api/conduct").json()["quiet_from"] == "20:00:00"


def _clock(at: str, meaning: dict[str, str]) -> str:
    from zoneinfo import ZoneInfo

    return f"{datetime.fromisoformat(at).astimezone(ZoneInfo(meaning['zone'])):%H:%M}"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"per_day": 0}, "body.per_day"),
        ({"per_day": 5, "per_week": 3}, "body.per_week"),
        ({"quiet_from": "08:00", "quiet_until": "08:00"}, "body.quiet_until"),
        ({"quiet_from": 1}, "body.quiet_from"),
        ({"quiet_until": "08:00+07:00"}, "body.quiet_until"),
        ({"links": {"help": "javascript:x"}}, "body.links.help"),
    ],
)
def test_rules_that_cannot_be_are_refused_by_field(said: dict[str, object], field: str) -> None:
    answer = patch(signed_in(Role.CS_OPS), "/api/conduct", said)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_rules_are_changed_by_cs_ops_and_noted() -> None:
    ops = signed_in(Role.CS_OPS)
    now = patch(
        ops, "/api/conduct", {"per_week": 5, "quiet_from": "21:30", "links": {"help": "https://acme.test/help"}}
    )
    assert (now.json()["per_week"], now.json()["links"]["help"]) == (5, "https://acme.test/help")
    said = {line["what"]: (line["was"], line["now"]) for line in ops.get("/api/setting-log").json()["items"]}
    assert said["per_week"] == ("3", "5")
    assert said["quiet_from"] == ("20:00", "21:30")
    assert signed_in(Role.HEAD_OF_CS).patch("/api/conduct", "{}", content_type=JSON).status_code == 403


def test_an_address_is_left_alone_until_it_is_allowed_again() -> None:
    ops = signed_in(Role.CS_OPS)
    assert ops.post("/api/conduct/suppressed", {"address": "no"}, content_type=JSON).status_code == 422
    made = ops.post("/api/conduct/suppressed", {"address": "Mai@Acme.test"}, content_type=JSON).json()
    assert [row["address"] for row in ops.get("/api/conduct/suppressed").json()["items"]] == ["mai@acme.test"]
    assert ops.delete(f"/api/conduct/suppressed/{made['id']}").status_code == 204
    assert ops.delete(f"/api/conduct/suppressed/{made['id']}").json()["code"] == "no_suppression"
    assert ops.get("/api/conduct/topics").json()["items"][0]["key"] == "transactional"


SMTP = {"transport": "smtp", "security": "none", "from_address": "success@acme.test", "user": "", "password": None}


@pytest.fixture
def near(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    def allow(port: int) -> None:
        monkeypatch.setenv("PERENNIA_ALLOWED_PRIVATE_HOSTS", f"127.0.0.1:{port}")
        configs.current.cache_clear()

    yield allow
    monkeypatch.undo()
    configs.current.cache_clear()


def test_a_mail_server_is_tried_before_it_is_kept_and_its_password_never_shown(near) -> None:  # type: ignore[no-untyped-def]
    ops = signed_in(Role.CS_OPS)
    assert ops.get("/api/channels/email").json()["by"] == "mailbox"
    with opened() as office:
        from perennia.messages.models import ChannelSetting

        port = ChannelSetting.objects.get().port
        ChannelSetting.objects.all().delete()
        near(port)
        said = {**SMTP, "host": "127.0.0.1", "port": port}
        tried = ops.post("/api/channels/email/test", said, content_type=JSON).json()
        assert (tried["sent"], tried["to"]) == (True, "cs_ops@example.test")
        assert [to for to, _ in office.received] == ["cs_ops@example.test"]
        assert ops.get("/api/channels/email").json()["by"] == "mailbox"
        office.answer = "550 no such person"
        refused = ops.post("/api/channels/email/test", said, content_type=JSON).json()
        assert (refused["sent"], "no such person" in refused["said"]) == (False, True)
        kept = ops.put("/api/channels/email", {**said, "password": "hush hush"}, content_type=JSON)
    assert (kept.json()["by"], kept.json()["has_password"]) == ("screen", True)
    assert "hush" not in kept.content.decode()
    log = ops.get("/api/setting-log").content.decode()
    assert "hush" not in log
    row = ChannelSetting.objects.get()
    assert b"hush" not in bytes(row.password)
    again = ops.put("/api/channels/email", {**said, "port": port}, content_type=JSON)
    assert again.json()["has_password"]
    assert ops.delete("/api/channels/email").json()["by"] == "mailbox"


@pytest.mark.number("S1")
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "169.254.169.254", "10.0.0.7", "0x7f000001"])
def test_a_mail_server_inside_is_refused_when_tried_and_when_kept(host: str) -> None:
    ops = signed_in(Role.CS_OPS)
    said = json.dumps({**SMTP, "host": host, "port": 25})
    for answer in (
        ops.post("/api/channels/email/test", said, content_type=JSON),
        ops.put("/api/channels/email", said, content_type=JSON),
    ):
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "body.host")


def test_a_tag_has_a_colour_that_goes_along_with_its_new_name() -> None:
    a_customer(1)
    put_tag(1, "Gold")
    ops, viewer = signed_in(Role.CS_OPS), signed_in(Role.VIEWER)
    kept = ops.put("/api/tags/look", {"tag": "Gold", "tone": "warn"}, content_type="application/json")
    assert kept.json() == {"tag": "Gold", "tone": "warn"}
    assert viewer.get("/api/tags/looks").json()["items"] == [{"tag": "Gold", "tone": "warn"}]
    assert (
        viewer.put("/api/tags/look", {"tag": "Gold", "tone": "bad"}, content_type="application/json").status_code == 403
    )
    ops.post("/api/tags/rename", {"tag": "Gold", "becomes": "Golden"}, content_type="application/json")
    assert viewer.get("/api/tags/looks").json()["items"] == [{"tag": "Golden", "tone": "warn"}]
    ops.put("/api/tags/look", {"tag": "Golden", "tone": "quiet"}, content_type="application/json")
    assert viewer.get("/api/tags/looks").json()["items"] == []


def test_an_offer_is_off_until_it_is_written_and_then_stands_in_the_letter() -> None:
    ops = signed_in(Role.CS_OPS)
    assert ops.get("/api/conduct").json()["offers"]["incentive"]["is_on"] is False
    empty = patch(ops, "/api/conduct", {"offers": {"incentive": {"is_on": True}}})
    assert (empty.status_code, empty.json()["errors"][0]["field"]) == (422, "body.offers.incentive.text")
    said = {"is_on": True, "text": "A month <b>free</b>", "text_vi": "Một tháng miễn phí", "days": 10}
    kept = patch(ops, "/api/conduct", {"offers": {"incentive": said}}).json()["offers"]
    assert (kept["incentive"]["text"], kept["reward"]["is_on"]) == ("A month <b>free</b>", False)
    publish.install(NINE)
    asked = {"template": "invite", "language": "vi"}
    letter = ops.get("/api/workflows/unused_features_invitation/preview", asked).json()
    assert "Một tháng miễn phí" in letter["text"]
    english = ops.get("/api/workflows/unused_features_invitation/preview", {**asked, "language": "en"}).json()
    assert "A month &lt;b&gt;free&lt;/b&gt;" in english["html"]
    assert "Until" in english["text"]


def test_a_reward_is_for_the_milestones_it_is_meant_for() -> None:
    known = offers.read({"reward": {"is_on": True, "text": "A mug", "milestones": ["Pro User"]}})
    told = [
        offers.in_letter(known, {"properties": {"milestone": name}}, "en", NINE)["reward"]
        for name in ("Pro User", "Starter User")
    ]
    assert told == [{"text": "A mug", "until": ""}, {"text": "", "until": ""}]


def test_pages_for_customers_carry_the_logo() -> None:
    assert b"<img" not in Client().get("/u/nothing").content
    Organisation.objects.update_or_create(pk=1, defaults={"name": "Acme", "brand_logo": PNG})
    page = Client().get("/u/nothing")
    assert b'<img src="/api/organisation/logo" alt="Acme"' in page.content
    assert "img-src 'self'" in page["Content-Security-Policy"]
