"""Mailgun: letters by its interface, its reports signed with a key of their own.

It signs a moment and a token and not what it reports, and tries again for eight hours.
"""

from datetime import timedelta
from hashlib import blake2b
from typing import ClassVar

import msgspec
from pydantic import Field
from typing_extensions import override

from perennia.core.channel import Incoming, secret
from perennia.core.mail_service import MailService, Seal
from perennia.core.source import fresh, need, part, table, word

_OLDEST = timedelta(hours=9)  # the last of its tries, and an hour for both clocks and queues


class Mailgun(MailService, frozen=True):
    key: ClassVar[str] = "mailgun"
    label: ClassVar[str] = "Mailgun"
    label_vi: ClassVar[str] = "Mailgun"
    about: ClassVar[str] = "Letters through Mailgun's own interface; what became of them comes back."
    about_vi: ClassVar[str] = "Gửi thư qua giao diện riêng của Mailgun; kết quả từng thư được báo lại."
    service: ClassVar[str] = "mailgun"

    api_key: str = Field(
        min_length=1, max_length=500, title="API key", repr=False, json_schema_extra=secret("Khóa API")
    )
    domain: str = Field(min_length=3, max_length=255, title="Sending domain", json_schema_extra={"vi": "Tên miền gửi"})
    signing_key: str = Field(
        "",
        max_length=200,
        title="Signing key of its webhooks",
        repr=False,
        json_schema_extra=secret("Khóa ký webhook của họ"),
    )
    api_url: str = Field(
        "https://api.mailgun.net/v3",
        max_length=200,
        pattern="^https?://",
        title="Address of its interface",
        json_schema_extra={"vi": "Địa chỉ giao diện của nhà cung cấp", "advanced": True},
    )

    @override
    def calls(self) -> tuple[str, ...]:
        return (self.api_url,)

    @override
    def options(self) -> dict[str, str]:
        return {"api_key": self.api_key, "sender_domain": self.domain, "api_url": self.api_url}

    @override
    def hook(self) -> dict[str, str]:
        return {"webhook_signing_key": self.signing_key} if self.signing_key else {}

    @override
    def seal(self, incoming: Incoming) -> Seal:
        said = table(incoming.body)  # its forms of old are believed no more: their seal would lie elsewhere
        sealed = part(said, "signature")
        token, stamp = word(sealed.get("token")), word(sealed.get("timestamp"))
        need("signature", {"signature.token": token, "signature.timestamp": stamp})
        told = msgspec.json.encode(said.get("event-data"), order="deterministic")
        return Seal(token, fresh(stamp, incoming.at, _OLDEST), blake2b(told, digest_size=16).digest())
