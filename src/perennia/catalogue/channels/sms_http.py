"""Text messages by any provider with a web address: a request written by oneself, and what counts as success."""

import json
import re
from datetime import datetime
from typing import ClassVar, Literal
from urllib.parse import quote_plus
from uuid import UUID

from pydantic import Field
from typing_extensions import override

from perennia.core.channel import Address, Answer, Call, Channel, Letter, Reading, Sender, by_status, said_of, secret
from perennia.core.error import Invalid
from perennia.core.sms import MOST, number, parts

_SLOT = re.compile(r"\{(to|text|from|id|key)\}")


class SmsHttp(Channel, frozen=True):
    """The body names {to}, {text}, {from}, {id} and {key}, each put in as JSON or a form asks for it."""

    key: ClassVar[str] = "sms_http"
    medium: ClassVar[str] = "sms"
    label: ClassVar[str] = "Another provider, by a request of your own"
    label_vi: ClassVar[str] = "Nhà cung cấp khác, qua yêu cầu tự viết"
    icon: ClassVar[str] = "device-mobile-message"
    about: ClassVar[str] = "Text messages by any provider that takes a JSON or form request."
    about_vi: ClassVar[str] = "Tin nhắn SMS qua nhà cung cấp bất kỳ nhận yêu cầu JSON hoặc biểu mẫu."
    address: ClassVar[Address] = "phone"
    is_short: ClassVar[bool] = True
    longest: ClassVar[int] = 1600
    per_minute: ClassVar[int] = 60

    url: str = Field(
        min_length=1, max_length=2000, pattern="^https?://", title="Address", json_schema_extra={"vi": "Địa chỉ"}
    )
    kind: Literal["json", "form"] = Field(
        "json", title="The request is",
        json_schema_extra={
            "vi": "Yêu cầu là", "labels": {"json": "JSON", "form": "A form, as a browser sends it"},
            "labels_vi": {"json": "JSON", "form": "Biểu mẫu, như trình duyệt gửi"},
        },
    )  # fmt: skip
    body: str = Field(
        '{"to": "{to}", "from": "{from}", "text": "{text}", "reference": "{id}"}', max_length=4000, title="Body",
        json_schema_extra={"widget": "code", "vi": "Nội dung yêu cầu"},
    )  # fmt: skip
    header: str = Field(
        "Authorization",
        max_length=60,
        pattern="^[A-Za-z][A-Za-z0-9-]*$",
        title="Header of the key",
        json_schema_extra={"vi": "Tên header chứa khóa"},
    )
    header_value: str = Field(
        "Bearer {key}", max_length=200, title="What that header says", json_schema_extra={"vi": "Giá trị của header đó"}
    )
    api_key: str = Field("", max_length=500, title="Key", repr=False, json_schema_extra=secret("Khóa"))
    sender: str = Field("", max_length=60, title="From", json_schema_extra={"vi": "Người gửi"})
    country: str = Field(
        "",
        max_length=5,
        title="Country code put before numbers without one, like +84",
        json_schema_extra={"vi": "Mã quốc gia thêm vào số chưa có mã, như +84"},
    )
    success: str = Field(
        "",
        max_length=200,
        title="The answer holds, when it was taken; empty: any 2xx",
        json_schema_extra={"vi": "Trả lời có chứa, khi đã nhận; để trống: mọi mã 2xx"},
    )
    is_idempotent_there: bool = Field(
        False,
        title="It takes {id} as a key and sends a message that comes twice once",
        json_schema_extra={"vi": "Họ dùng {id} làm khóa và chỉ gửi một lần tin đến hai lần"},
    )

    @override
    def calls(self) -> tuple[str, ...]:
        return (self.url,)

    @override
    def request(self, letter: Letter, sender: Sender, id: UUID, at: datetime) -> Call:
        text, to = (letter.short or letter.text).strip(), number(letter.to, self.country)
        if not to:
            raise Invalid("This is not a phone number.", field="to")
        if parts(text).count > MOST:
            raise Invalid(f"A text message has at most {MOST} parts. Write a short text.", field="short")
        values = {"to": to, "text": text, "from": self.sender, "id": str(id), "key": self.api_key}
        body = _SLOT.sub(lambda found: self._put(values[found.group(1)]), self.body)
        kind = "application/json; charset=utf-8" if self.kind == "json" else "application/x-www-form-urlencoded"
        headers = [("Content-Type", kind)]
        if self.api_key:
            headers.append((self.header, self.header_value.replace("{key}", self.api_key)))
        return Call(self.url, body.encode(), tuple(headers))

    @override
    def read(self, answer: Answer) -> Reading:
        taken = 200 <= answer.code < 300
        if answer.stage == "answered" and taken and self.success and self.success not in answer.text:
            return Reading("refused", f"provider:{said_of(answer)}")
        return by_status(answer, is_idempotent=self.is_idempotent_there)

    def _put(self, value: str) -> str:
        """The value as it may stand there: inside a JSON text, or in a form."""
        return json.dumps(value, ensure_ascii=False)[1:-1] if self.kind == "json" else quote_plus(value)
