"""Sends one message to the contact, or to the customer's contact of a role."""

from typing import Literal

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Action
from perennia.core.effect import Effect
from perennia.core.effect import SendMessage as Send
from perennia.core.profile import Profile

CHANNELS = {
    "email": ("e-mail", "thư"),
    "sms": ("text message", "tin nhắn SMS"),
    "in_app": ("message in the product", "thông báo trong sản phẩm"),
}


class SendMessage(Action, frozen=True):
    key = "send_message"
    label = "Send a message"
    label_vi = "Gửi tin nhắn"
    icon = "mail"

    template: str = Field(title="Message")
    channel: str = Field("email", title="Channel")
    role: str = Field("primary", title="To", json_schema_extra={"widget": "contact-role"})
    topic: Literal["transactional", "success", "product_news", "surveys"] = Field("success", title="Topic")
    priority: int = Field(50, ge=0, le=100, title="Priority")
    span_hours: int = Field(72, ge=1, le=2160, title="May wait, hours")
    hours: Literal["any", "business"] = Field(
        "any", title="Leaves", description="At any hour that is not quiet, or in business hours where they are.",
        json_schema_extra={
            "title_vi": "Gửi vào lúc", "description_vi": "Bất cứ lúc nào ngoài giờ yên tĩnh, hoặc trong giờ làm việc của họ.",
        },
    )  # fmt: skip
    if_unsent: Literal["go_on", "tell_owner", "stop"] = Field("go_on", title="If it cannot be sent")

    @override
    def effects(self, profile: Profile) -> list[Effect]:
        return [
            Send(
                self.template,
                self.channel,
                self.role,
                self.topic,
                self.priority,
                self.span_hours,
                self.if_unsent,
                self.hours,
            )
        ]

    @override
    def summary(self, language: str = "en") -> str:
        what, name = self._what(language), self.template.replace("_", " ")
        return f"Gửi {what} “{name}”" if language == "vi" else f"Send the {what} “{name}”"

    @override
    def done(self, language: str = "en") -> str:
        what, name = self._what(language), self.template.replace("_", " ")
        return f"Đã soạn {what} “{name}”" if language == "vi" else f"Wrote the {what} “{name}”"

    def _what(self, language: str) -> str:
        return CHANNELS.get(self.channel, (self.channel, self.channel))[language == "vi"]
