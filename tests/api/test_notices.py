"""The bell over the API: one's own only, read and undone, with one's wishes."""

import pytest

from perennia.api import live
from perennia.api.permissions import Permission
from perennia.api.watch import Badge
from perennia.core.effect import Notify
from perennia.core.outcome import key_of
from perennia.host import clock
from perennia.messages import notices
from perennia.messages.notices import Telling
from perennia.team.models import Member
from perennia.team.roles import Role
from tests.api.company import signed_in, with_key

pytestmark = pytest.mark.django_db


def told(*texts: str, kind: str = "payment_failed") -> None:
    at = clock.now()
    notices.tell([Telling(Notify(kind, text, "everybody"), key_of(text), 0, None, at, "", {}) for text in texts])


def test_what_one_was_told_is_read_and_put_back() -> None:
    client = signed_in(Role.CS_STAFF)
    told("<b>One</b>", "Two")
    bell = client.get("/api/notices").json()
    assert bell["unread"] == 2
    (group,) = bell["items"]
    assert (group["name"], group["count"], len(group["ids"])) == ("Failed payments", 2, 2)
    changed = client.post("/api/notices/read", {}, content_type="application/json").json()
    assert changed["unread"] == 0
    back = client.post("/api/notices/read", {"ids": changed["ids"], "is_read": False}, content_type="application/json")
    assert back.json()["unread"] == 2
    assert client.get("/api/notices?unread=true").json()["items"][0]["unread"] == 2


def test_ones_wishes_are_kept_and_named_in_ones_language() -> None:
    client = signed_in(Role.HEAD_OF_CS)
    kinds = {one["kind"]: one for one in client.get("/api/notices/wishes").json()["items"]}
    assert {"webhook", "unsent"} <= set(kinds)
    assert kinds["webhook"]["mail"] == "hourly"
    said = client.put(
        "/api/notices/wishes/webhook", {"in_app": False, "mail": "daily"}, content_type="application/json"
    )
    assert said.json() == {
        "kind": "webhook",
        "name": "Webhooks in trouble",
        "in_app": False,
        "mail": "daily",
        "by": "email",
    }
    Member.objects.update(language="vi")
    names = [one["name"] for one in client.get("/api/notices/wishes").json()["items"]]
    assert "Webhook gặp sự cố" in names
    wrong = client.put("/api/notices/wishes/nothing", {"in_app": True, "mail": "now"}, content_type="application/json")
    assert wrong.status_code == 422


def test_another_members_notices_cannot_be_marked() -> None:
    mine, other = signed_in(Role.CS_STAFF), signed_in(Role.CS_OPS)
    told("One")
    ids = other.get("/api/notices").json()["items"][0]["ids"]
    answer = mine.post("/api/notices/read", {"ids": ids}, content_type="application/json").json()
    assert (answer["ids"], answer["unread"]) == ([], 1)


def test_the_live_stream_tells_of_ones_own_notices_only() -> None:
    badge = Badge((7, 1, "digest"), None)
    assert live._own("notices", badge) == "notices:7"
    assert live._asked_as("notices:7") == "notices"
    client = signed_in(Role.VIEWER)
    assert client.get("/api/live?topics=notices:1").status_code == 422
    assert with_key(*Permission).get("/api/live?topics=notices").status_code == 401
