"""Text messages by Twilio: sent by its Messages resource, with status callbacks and answers signed by the auth token."""

# size: one provider's sending, reports and answers read better in one file

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

from pydantic import Field
from typing_extensions import override

from perennia.core.channel import (
    Address,
    Answer,
    Call,
    Channel,
    Heard,
    Incoming,
    Letter,
    Mark,
    Reading,
    Sender,
    Told,
    Wrote,
    by_status,
    secret,
)  # fmt: skip
from perennia.core.error import Denied, Invalid
from perennia.core.sms import MOST, number, parts

_MARKS: dict[str, Mark] = {"delivered": "delivered", "undelivered": "bounced", "failed": "failed", "read": "opened"}
_STOP = frozenset(["stop", "stopall", "unsubscribe", "cancel", "end", "quit", "optout", "revoke", "huy", "tuchoi"])
_START = frozenset(["start", "unstop", "yes"])
# What will never change for this number: not a mobile, unknown, opted out, unreachable by the region's rules.
_GONE = {21610: "opted_out", 21614: "no_mobile", 21211: "bounced", 30005: "bounced", 30006: "no_mobile"}


class NotTwilios(Denied):
    """This post is not signed by Twilio. Check the auth token, and that the public address is the one Twilio calls."""

    code = "not_the_providers"
    status = 401


class Twilio(Channel, frozen=True):
    """Takes no key of ours, so what is cut off midway is never sent again by machine."""

    key: ClassVar[str] = "twilio"
    medium: ClassVar[str] = "sms"
    label: ClassVar[str] = "Twilio"
    label_vi: ClassVar[str] = "Twilio"
    icon: ClassVar[str] = "device-mobile-message"
    about: ClassVar[str] = "Text messages by Twilio, with delivery reports and STOP."
    about_vi: ClassVar[str] = "Tin nhắn SMS qua Twilio, có báo cáo gửi và STOP."
    address: ClassVar[Address] = "phone"
    is_short: ClassVar[bool] = True
    longest: ClassVar[int] = 1600
    per_minute: ClassVar[int] = 60
    hears: ClassVar[bool] = True

    account: str = Field(
        min_length=1,
        max_length=60,
        pattern="^[A-Za-z0-9]+$",
        title="Account SID",
        json_schema_extra={"vi": "Account SID"},
    )
    token: str = Field(
        min_length=1, max_length=200, title="Auth token", repr=False, json_schema_extra=secret("Auth token")
    )
    sender: str = Field(
        min_length=1,
        max_length=60,
        title="From: a number, a name, or a messaging service SID (MG…)",
        json_schema_extra={"vi": "Gửi từ: số, tên, hoặc SID dịch vụ nhắn tin (MG…)"},
    )
    country: str = Field(
        "",
        max_length=5,
        title="Country code put before numbers without one, like +84",
        json_schema_extra={"vi": "Mã quốc gia thêm vào số chưa có mã, như +84"},
    )
    api_url: str = Field(
        "https://api.twilio.com",
        max_length=200,
        pattern="^https?://",
        title="Address of its interface",
        json_schema_extra={"vi": "Địa chỉ giao diện của nhà cung cấp", "advanced": True},
    )

    @override
    def calls(self) -> tuple[str, ...]:
        return (self.api_url,)

    @override
    def request(self, letter: Letter, sender: Sender, id: UUID, at: datetime) -> Call:
        text, to = (letter.short or letter.text).strip(), number(letter.to, self.country)
        if not to:
            raise Invalid("This is not a phone number.", field="to")
        if parts(text).count > MOST or len(text) > self.longest:
            raise Invalid(f"A text message has at most {MOST} parts. Write a short text.", field="short")
        who = "MessagingServiceSid" if self.sender.startswith("MG") else "From"
        said = {"To": to, who: self.sender, "Body": text}
        if sender.house_url.startswith("https://"):
            said["StatusCallback"] = f"{sender.house_url}/hooks/sms?message={letter.name}"
        basic = base64.b64encode(f"{self.account}:{self.token}".encode()).decode()
        headers = (("Authorization", f"Basic {basic}"), ("Content-Type", "application/x-www-form-urlencoded"))
        url = f"{self.api_url.rstrip('/')}/2010-04-01/Accounts/{self.account}/Messages.json"
        return Call(url, urlencode(said).encode(), headers)

    @override
    def read(self, answer: Answer) -> Reading:
        said = _json(answer.text)
        if answer.stage == "answered" and 200 <= answer.code < 300:
            return Reading("sent", id=str(said.get("sid", "")))
        code = said.get("code")
        if answer.stage == "answered" and isinstance(code, int) and code in _GONE:
            return Reading("refused", f"provider:{code} {said.get('message', '')}"[:300], gone=_GONE[code])
        return by_status(answer)

    @override
    def hear(self, incoming: Incoming) -> Heard:
        try:
            pairs = parse_qsl(incoming.body.decode(), keep_blank_values=True, strict_parsing=bool(incoming.body))
        except ValueError:
            raise Invalid("The post is not a form.", field="body") from None
        given = incoming.headers.get("x-twilio-signature", "")
        text = incoming.url + "".join(name + value for name, value in sorted(pairs))
        right = base64.b64encode(hmac.new(self.token.encode(), text.encode(), hashlib.sha1).digest()).decode()
        if not given or not hmac.compare_digest(given.encode(), right.encode()):
            raise NotTwilios
        said = dict(pairs)
        state, id = said.get("MessageStatus") or said.get("SmsStatus") or "", said.get("MessageSid", "")
        if (mark := _MARKS.get(state)) is not None:
            why = f"{said.get('ErrorCode', '')} {said.get('ErrorMessage', '')}".strip()
            is_final = said.get("ErrorCode", "") in map(str, _GONE)
            ours = dict(parse_qsl(urlsplit(incoming.url).query)).get("message", "")
            told = Told(mark, incoming.at, f"{id}:{state}", ours, id, number(said.get("To", "")), why, is_final)
            return Heard((told,))
        if state == "received" or "Body" in said:
            return Heard((), (_wrote(said, id, incoming.at),), "<Response/>", "text/xml")
        return Heard()


def _wrote(said: Mapping[str, str], id: str, at: datetime) -> Wrote:
    text = said.get("Body", "")
    word = "".join(sign for sign in text.casefold() if sign.isalnum())
    word = word.replace("ủ", "u").replace("ừ", "u").replace("ố", "o")
    kind = said.get("OptOutType", "").lower() or ("stop" if word in _STOP else "start" if word in _START else "")
    return Wrote(
        number(said.get("From", "")),
        "opt_out" if kind == "stop" else "opt_in" if kind == "start" else "message", at, id, text[:2000], {"to": said.get("To", "")},
    )  # fmt: skip


def _json(text: str) -> Mapping[str, object]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
