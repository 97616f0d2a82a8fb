"""Mailjet: letters by its interface, its reports with a password."""

from typing import ClassVar

from pydantic import Field
from typing_extensions import override

from perennia.core.channel import secret
from perennia.core.mail_service import MailService


class Mailjet(MailService, frozen=True):
    key: ClassVar[str] = "mailjet"
    label: ClassVar[str] = "Mailjet"
    label_vi: ClassVar[str] = "Mailjet"
    about: ClassVar[str] = "Letters through Mailjet's own interface; what became of them comes back."
    about_vi: ClassVar[str] = "Gửi thư qua giao diện riêng của Mailjet; kết quả từng thư được báo lại."
    service: ClassVar[str] = "mailjet"

    secret_key: str = Field(
        min_length=1, max_length=500, title="Secret key", repr=False, json_schema_extra=secret("Khóa bí mật")
    )
    api_key: str = Field(
        min_length=1, max_length=200, title="API key", repr=False, json_schema_extra=secret("Khóa API")
    )
    hook_password: str = Field(
        "",
        max_length=200,
        title="Password its reports come with",
        repr=False,
        json_schema_extra=secret("Mật khẩu đi kèm báo cáo của họ"),
    )
    api_url: str = Field(
        "https://api.mailjet.com/v3.1/",
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
        return {"api_key": self.api_key, "secret_key": self.secret_key, "api_url": self.api_url}

    @override
    def hook(self) -> dict[str, str]:
        return {"webhook_secret": f"perennia:{self.hook_password}"} if self.hook_password else {}
