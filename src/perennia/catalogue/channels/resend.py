"""Resend: letters by its interface, each with our id as its key, so that one sent twice arrives once."""

from typing import ClassVar

from pydantic import Field
from typing_extensions import override

from perennia.core.channel import secret
from perennia.core.mail_service import MailService


class Resend(MailService, frozen=True):
    key: ClassVar[str] = "resend"
    label: ClassVar[str] = "Resend"
    label_vi: ClassVar[str] = "Resend"
    about: ClassVar[str] = "Letters through Resend's own interface; what became of them comes back."
    about_vi: ClassVar[str] = "Gửi thư qua giao diện riêng của Resend; kết quả từng thư được báo lại."
    service: ClassVar[str] = "resend"
    is_idempotent: ClassVar[bool] = True

    api_key: str = Field(
        min_length=1, max_length=500, title="API key", repr=False, json_schema_extra=secret("Khóa API")
    )
    signing_secret: str = Field(
        "",
        max_length=200,
        title="Signing secret of its webhooks, like whsec_…",
        repr=False,
        json_schema_extra=secret("Khóa ký webhook của họ, dạng whsec_…"),
    )
    api_url: str = Field(
        "https://api.resend.com/",
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
        return {"api_key": self.api_key, "api_url": self.api_url}

    @override
    def hook(self) -> dict[str, str]:
        return {"signing_secret": self.signing_secret} if self.signing_secret else {}
