"""Slack: one incoming webhook is one channel there, and its address is the secret."""

import json
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from pydantic import Field
from typing_extensions import override

from perennia.core.channel import Address, Answer, Audience, Call, Channel, Letter, Reading, Sender, by_status, secret

LONGEST_SECTION = 3000
MOST_SECTIONS = 20
_SET_UP = ("no_service", "channel_not_found", "channel_is_archived", "invalid_token", "action_prohibited", "no_team")


class Slack(Channel, frozen=True):
    """Customers' words are escaped: a raw `<!channel>` would call everybody."""

    key: ClassVar[str] = "slack"
    label: ClassVar[str] = "Slack"
    label_vi: ClassVar[str] = "Slack"
    icon: ClassVar[str] = "brand-slack"
    about: ClassVar[str] = "Notices and workflow messages in a Slack channel, by an incoming webhook."
    about_vi: ClassVar[str] = "Thông báo và tin của quy trình trong một kênh Slack, qua webhook đến."
    address: ClassVar[Address] = "place"
    audience: ClassVar[Audience] = "team"
    is_short: ClassVar[bool] = True
    per_minute: ClassVar[int] = 60

    url: str = Field(
        min_length=1, max_length=500, pattern="^https?://", title="Address of the incoming webhook", repr=False,
        json_schema_extra=secret("Địa chỉ webhook đến"),
    )  # fmt: skip

    @override
    def calls(self) -> tuple[str, ...]:
        return (self.url,)

    @override
    def request(self, letter: Letter, sender: Sender, id: UUID, at: datetime) -> Call:
        words = escaped(letter.short or letter.text)
        cut = [words[i : i + LONGEST_SECTION] for i in range(0, len(words), LONGEST_SECTION)][:MOST_SECTIONS]
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": part}} for part in cut if part.strip()]
        said = {"text": escaped(letter.subject) or words[:LONGEST_SECTION], "blocks": blocks}
        return Call(self.url, json.dumps(said).encode(), (("Content-Type", "application/json; charset=utf-8"),))

    @override
    def read(self, answer: Answer) -> Reading:
        if answer.stage == "answered" and any(code in answer.text for code in _SET_UP):
            return Reading("closed", f"set_up:{answer.text[:80]}")
        return by_status(answer)


def escaped(text: str) -> str:
    """The text with nothing Slack reads as a mention, a link or a command."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
