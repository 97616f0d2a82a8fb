"""Answers what a page of the product is to show: the call `guide` of the tracking API."""

import msgspec

from perennia.ingest.refusal import Unreadable
from perennia.ingest.source import Sender
from perennia.knowledge import show
from perennia.knowledge.show import Answer, Asked

LONGEST_ID = 500
_asked = msgspec.json.Decoder(Asked)


def answer(sender: Sender, body: bytes) -> Answer:
    """What to show there. Raises Unreadable."""
    try:
        asked = _asked.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(
            "no_page", 'Ask with JSON: {"userId": ..., "anonymousId": ..., "page": {"url": ...}}.'
        ) from error
    for said in (asked.user_id, asked.anonymous_id, asked.group_id):
        if said is not None and (
            len(said) > LONGEST_ID or "\x00" in said or any("\ud800" <= one <= "\udfff" for one in said)
        ):
            raise Unreadable("hostile_id", f"An id has at most {LONGEST_ID} characters and no NUL or half surrogate.")
    return show.show(asked, sender.id)
