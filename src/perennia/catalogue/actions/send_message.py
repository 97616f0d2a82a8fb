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

    template: str = Field(title="Message", json_schema_extra={"widget": "message"})
    channel: str = Field("email", title="Channel", json_schema_extra={"widget": "channel-picker"})
    role: str = Field("primary", title="To", json_schema_extra={"widget": "contact-role"})
    topic: Literal["transactional", "success", "product_news", "surveys"] = Field(
        "success", title="Topic", json_schema_extra={"advanced": True}
    )
    priority: int = Field(
        50, ge=0, le=100, title="Priority", description="The lowest goes first when a cap lets only some through.",
        json_schema_extra={"advanced": True, "description_vi": "Số nhỏ đi trước khi giới hạn chỉ cho qua một số."},
    )  # fmt: skip
    span_hours: int = Field(72, ge=1, le=2160, title="May wait, hours", json_schema_extra={"advanced": True})
    if_unsent: Literal["go_on", "tell_owner", "stop"] = Field("go_on", title="If it cannot be sent")

    @override
    def effects(self, profile: Profile) -> list[Effect]:
        return [
            Send(self.template, self.channel, self.role, self.topic, self.priority, self.span_hours, self.if_unsent)
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
