"""An id beside a signature that does not cover it tells nobody apart, unless a signed time bounds how long it may come again."""

from datetime import UTC, datetime

import pytest

from perennia.catalogue.sources.signed_webhook import SignedWebhook
from perennia.core.source import Post
from tests import posted

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.number("S9")
@pytest.mark.parametrize(("stamp_header", "posts"), [("X-Time", 2), ("", 1)])
def test_a_post_sent_again_under_another_id_is_the_same_post(stamp_header: str, posts: int) -> None:
    own = SignedWebhook.model_validate(
        {"scheme": "header", "header": "X-Sign", "stamp_header": stamp_header, "id_header": "X-Id"}
    )
    body, when = b'{"a":1}', str(int(AT.timestamp()))
    text = f"{when}.".encode() + body if stamp_header else body
    signed = {"x-sign": posted.signed(b"key", text), "x-time": when}
    known_as = {own.believe(Post({**signed, "x-id": id_}, body, AT), ["key"]) for id_ in ("d-1", "d-2")}
    assert len(known_as) == posts
