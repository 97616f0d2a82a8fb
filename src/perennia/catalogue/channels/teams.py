"""Microsoft Teams: the incoming webhook of a channel's workflow, told as an adaptive card."""

import json
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from pydantic import Field
from typing_extensions import override

from perennia.core.channel import Address, Answer, Audience, Call, Channel, Letter, Reading, Sender, by_status, secret

LONGEST = 18_000  # a post may have 28 kB, its marks included


class Teams(Channel, frozen=True):
    """Words stand in text runs, which Teams reads as they are: no Markdown of a customer becomes a link."""

    key: ClassVar[str] = "teams"
    label: ClassVar[str] = "Microsoft Teams"
    label_vi: ClassVar[str] = "Microsoft Teams"
    icon: ClassVar[str] = "brand-teams"
    about: ClassVar[str] = "Notices and workflow messages in a Teams channel, by the webhook of a Teams workflow."
    about_vi: ClassVar[str] = "Thông báo và tin của quy trình trong một kênh Teams, qua webhook của quy trình Teams."
    address: ClassVar[Address] = "place"
    audience: ClassVar[Audience] = "team"
    is_short: ClassVar[bool] = True
    per_minute: ClassVar[int] = 120

    url: str = Field(
        min_length=1, max_length=2000, pattern="^https?://", title="Address of the webhook", repr=False,
        json_schema_extra=secret("Địa chỉ webhook"),
    )  # fmt: skip

    @override
    def calls(self) -> tuple[str, ...]:
        return (self.url,)

    @override
    def request(self, letter: Letter, sender: Sender, id: UUID, at: datetime) -> Call:
        words = (letter.short or letter.text).encode()[:LONGEST].decode(errors="ignore")
        lines = [_line(line) for line in words.splitlines() if line.strip()]
        title = (
            [_line(letter.subject, weight="Bolder")] if letter.subject and not words.startswith(letter.subject) else []
        )
        card = {
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4",
            "body": title + lines,
        }  # fmt: skip
        kind = "application/vnd.microsoft.card.adaptive"
        said = {"type": "message", "attachments": [{"contentType": kind, "contentUrl": None, "content": card}]}
        return Call(self.url, json.dumps(said).encode(), (("Content-Type", "application/json; charset=utf-8"),))

    @override
    def read(self, answer: Answer) -> Reading:
        # The older connectors answer 200 even where the post failed, and say so in words.
        if answer.stage == "answered" and "HTTP error 429" in answer.text:
            return Reading("full", "rate_limited", wait=answer.wait)
        if answer.stage == "answered" and answer.code == 200 and "failed" in answer.text.lower():
            return Reading("refused", f"provider:{answer.text[:200]}")
        if answer.stage == "answered" and answer.code in (404, 410):
            return Reading("closed", f"set_up:{answer.code}")
        return by_status(answer)


def _line(text: str, weight: str = "Default") -> dict[str, object]:
    run = {"type": "TextRun", "text": text, "weight": weight}
    return {"type": "RichTextBlock", "inlines": [run]}
