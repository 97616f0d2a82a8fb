"""Zalo notifications (ZNS): a template Zalo has approved, sent to a phone number, whether or not its owner ever wrote."""

# size: the meaning of its sixty errors is one table with the sending

import json
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import ClassVar
from uuid import UUID

from pydantic import Field
from typing_extensions import override

from perennia.core.channel import (
    KEPT,
    Address,
    Answer,
    Call,
    Channel,
    Fate,
    Letter,
    Reading,
    Sender,
    by_status,
    said_of,
)
from perennia.core.error import Invalid
from perennia.core.hours import Window
from perennia.core.sms import number

LONGEST_TRACKING = 48
# https://zalo.cloud/zns/guidelines/handle-error-code
_ERRORS: dict[int, tuple[Fate, str]] = {
    -124: ("renew", "token"), -100: ("again", "provider"), -32: ("full", "rate_limited"),
    # the account's money and quota, the app's rights: nothing leaves until somebody mends it or the day is over
    **dict.fromkeys((-115, -126, -136, -137, -144, -1441), ("full", "quota")),
    **dict.fromkeys((-101, -102, -103, -104, -105, -106, -120, -125, -135, -1351, -138, -1381, -1241), ("closed", "rights")),
    # this person
    -108: ("refused", "no_phone"), -118: ("refused", "no_zalo"), -119: ("refused", "no_zalo"), -110: ("refused", "no_zalo"),
    -114: ("refused", "away"), -139: ("refused", "restricted"), -140: ("refused", "restricted"), -141: ("refused", "restricted"),
    -1471: ("later", "too_many_to_them"), -133: ("later", "night"),
    # this template: its own quota, or it is not approved, switched off, not this account's, or filled in wrongly
    -147: ("later", "template_quota"),
    **dict.fromkeys(
        (-109, -111, -112, -1121, -1122, -1123, -1124, -113, -116, -117, -121, -122, -127, -130, -131, -132, -145, -146, -148),
        ("refused", "template"),
    ),
}  # fmt: skip
_THEIRS = ("no_phone", "no_zalo", "away", "restricted")
_WAITS = {
    "quota": timedelta(hours=1), "rate_limited": timedelta(minutes=1), "too_many_to_them": timedelta(hours=3),
    "template_quota": timedelta(hours=3),
}  # fmt: skip
_DAY, _ZONE = Window(time(6), time(22)), "Asia/Ho_Chi_Minh"  # when a template may leave that may not at night


class Zns(Channel, frozen=True):
    """It has no account of its own: it sends with the tokens of the Zalo channel, of which there is one set at a time."""

    key: ClassVar[str] = "zns"
    label: ClassVar[str] = "Zalo template (ZNS)"
    label_vi: ClassVar[str] = "Mẫu Zalo (ZNS)"
    icon: ClassVar[str] = "brand-zalo"
    about: ClassVar[str] = "Templates Zalo has approved, to the phone number of anybody on Zalo. They are charged."
    about_vi: ClassVar[str] = "Mẫu tin đã được Zalo duyệt, gửi tới số điện thoại có dùng Zalo. Có tính phí."
    address: ClassVar[Address] = "phone"
    is_short: ClassVar[bool] = True
    per_minute: ClassVar[int] = 600
    at_once: ClassVar[int] = 4
    borrows: ClassVar[str] = "zalo"
    outside: ClassVar[str] = "zalo"
    templated: ClassVar[bool] = True

    development: bool = Field(
        False,
        title="Development mode: goes to the account's administrators only, free of charge",
        json_schema_extra={"vi": "Chế độ phát triển: chỉ gửi tới quản trị viên của tài khoản, miễn phí"},
    )
    country: str = Field(
        "+84",
        max_length=5,
        title="Country code put before numbers without one",
        json_schema_extra={"vi": "Mã quốc gia thêm vào số chưa có mã"},
    )
    test_template: str = Field(
        "",
        max_length=40,
        pattern="^[0-9]*$",
        title="Template id for the test",
        json_schema_extra={"vi": "ID mẫu để gửi thử"},
    )
    test_values: str = Field(
        "{}",
        max_length=2000,
        title="Values for the test, as JSON",
        json_schema_extra={"widget": "code", "vi": "Giá trị để gửi thử, dạng JSON"},
    )
    zns_url: str = Field(
        "https://business.openapi.zalo.me",
        max_length=200,
        pattern="^https?://",
        title="Address of its interface",
        json_schema_extra={"vi": "Địa chỉ giao diện của nhà cung cấp", "advanced": True},
    )
    access_token: str = Field("", repr=False, json_schema_extra=KEPT)

    @override
    def calls(self) -> tuple[str, ...]:
        return (self.zns_url,)

    @override
    def request(self, letter: Letter, sender: Sender, id: UUID, at: datetime) -> Call:
        plain = letter.to.removeprefix("+") if letter.to.startswith("+0") else letter.to  # no country begins with 0
        to, template, values = number(plain, self.country), letter.template, dict(letter.values)
        if not to:
            raise Invalid("This is not a phone number.", field="to")
        if not letter.name:  # a test, which no workflow's step fills in
            template, values = self.test_template, self._test_values()
        if not template.isdigit():
            raise Invalid("Name the Zalo template this is sent by, and its values.", field="template")
        said: dict[str, object] = {"phone": to.removeprefix("+"), "template_id": template, "template_data": values,
                                   "tracking_id": (letter.name or str(id))[:LONGEST_TRACKING]}  # fmt: skip
        if self.development:
            said["mode"] = "development"
        headers = (("Content-Type", "application/json"), ("access_token", self.access_token))
        body = json.dumps(said, ensure_ascii=False).encode()
        return Call(f"{self.zns_url.rstrip('/')}/message/template", body, headers)

    @override
    def read(self, answer: Answer) -> Reading:
        if answer.stage != "answered":
            return by_status(answer)
        said = _json(answer.text)
        code = said.get("error")
        if code == 0:
            data = said.get("data")
            return Reading("sent", id=str(data.get("msg_id", "")) if isinstance(data, dict) else "")
        if not isinstance(code, int):
            return by_status(answer) if answer.code >= 300 else Reading("unknown", f"unclear:{said_of(answer)}")
        fate, reason = _ERRORS.get(code, ("refused", "provider"))
        return Reading(
            fate,
            f"{reason}:{code} {said.get('message', '')}"[:300],
            wait=_WAITS.get(reason) or answer.wait,
            is_theirs=reason in _THEIRS,
            open=_DAY if reason == "night" else None,
            zone=_ZONE,
        )

    def _test_values(self) -> dict[str, str]:
        """What the test puts into its template. Raises Invalid."""
        said = _json(self.test_values)
        if not said and self.test_values.strip() not in ("", "{}"):
            raise Invalid("Write the values as a JSON object of names and texts.", field="body.settings.test_values")
        return {name: str(value) for name, value in said.items()}


def _json(text: str) -> Mapping[str, object]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
