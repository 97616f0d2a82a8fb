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

    api_key: str = Field(
        min_length=1, max_length=200, title="API key", repr=False, json_schema_extra=secret("Khóa API")
    )
    secret_key: str = Field(
        min_length=1, max_length=500, title="Secret key", repr=False, json_schema_extra=secret("Khóa bí mật")
    )
    hook_password: str = Field(
        "",
        max_length=200,
        title="Password its reports come with",
        description="Make one up. Its webhook then signs in here as perennia with this password; without one, no report is believed.",
        repr=False,
        json_schema_extra={
            **secret("Mật khẩu đi kèm báo cáo của họ"),
            "about_vi": "Hãy tự đặt. Webhook của họ đăng nhập ở đây với tên perennia và mật khẩu này; để trống thì không tin báo cáo nào.",
        },
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
