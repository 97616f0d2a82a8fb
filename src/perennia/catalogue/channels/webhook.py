"""A message as a signed post to an address of one's own, as the Standard Webhooks say."""

import base64
import binascii
import hashlib
import hmac
import json
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from pydantic import Field
from typing_extensions import override

from perennia.core.channel import Address, Answer, Audience, Call, Channel, Letter, Reading, Sender, by_status, secret
from perennia.core.error import Invalid


class Webhook(Channel, frozen=True):
    """The message's id is the webhook's, so a receiver takes one that comes again only once."""

    key: ClassVar[str] = "webhook"
    label: ClassVar[str] = "Webhook"
    label_vi: ClassVar[str] = "Webhook"
    icon: ClassVar[str] = "webhook"
    about: ClassVar[str] = "Notices and workflow messages as signed JSON to an address of your own."
    about_vi: ClassVar[str] = "Thông báo và tin của quy trình dưới dạng JSON có chữ ký tới địa chỉ của bạn."
    address: ClassVar[Address] = "place"
    audience: ClassVar[Audience] = "team"
    is_idempotent: ClassVar[bool] = True
    is_short: ClassVar[bool] = True
    at_once: ClassVar[int] = 4

    url: str = Field(
        min_length=1, max_length=2000, pattern="^https?://", title="Address", json_schema_extra={"vi": "Địa chỉ"}
    )
    secret: str = Field(
        "",
        max_length=200,
        title="Signing secret, like whsec_…; empty: not signed",
        repr=False,
        json_schema_extra=secret("Khóa ký, dạng whsec_…; để trống: không ký"),
    )

    @override
    def calls(self) -> tuple[str, ...]:
        return (self.url,)

    @override
    def request(self, letter: Letter, sender: Sender, id: UUID, at: datetime) -> Call:
        said = {"id": str(id), "subject": letter.subject, "text": letter.short or letter.text, "from": sender.name}
        body = json.dumps({"type": "message.sent", "timestamp": at.isoformat(), "data": said}, ensure_ascii=False)
        moment, name = str(int(at.timestamp())), f"msg_{id.hex}"
        headers = [
            ("Content-Type", "application/json; charset=utf-8"),
            ("webhook-id", name),
            ("webhook-timestamp", moment),
        ]
        if self.secret:
            headers.append(("webhook-signature", f"v1,{_signature(self.secret, f'{name}.{moment}.{body}')}"))
        return Call(self.url, body.encode(), tuple(headers))

    @override
    def read(self, answer: Answer) -> Reading:
        return by_status(answer, is_idempotent=True)


def _signature(secret: str, text: str) -> str:
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        raise Invalid(
            "The secret is base64 with whsec_ before it. Make one under Webhooks, or by your receiver.", field="secret"
        ) from None
    return base64.b64encode(hmac.new(key, text.encode(), hashlib.sha256).digest()).decode()
