"""Sends one message to the contact, or to the customer's contact of a role."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field
from typing_extensions import override

from perennia.core.catalogue import Action
from perennia.core.effect import Effect
from perennia.core.effect import SendMessage as Send
from perennia.core.profile import Profile

CHANNEL = "^[a-z_]{1,20}(:[a-z0-9_-]{1,40})?$"
CHANNELS = {
    "email": ("e-mail", "thư"),
    "sms": ("text message", "tin nhắn SMS"),
    "zalo": ("Zalo message", "tin Zalo"),
    "zns": ("Zalo template", "mẫu Zalo"),
    "slack": ("Slack message", "tin Slack"),
    "teams": ("Teams message", "tin Teams"),
    "webhook": ("webhook message", "tin webhook"),
}


class Value(BaseModel, frozen=True, extra="forbid"):
    """What is put in one place of a provider's template."""

    name: str = Field(
        min_length=1, max_length=60, title="Name in the template", json_schema_extra={"title_vi": "Tên trong mẫu"}
    )
    value: str = Field(
        min_length=1, max_length=400, title="Value", json_schema_extra={"widget": "liquid", "title_vi": "Giá trị"}
    )


class SendMessage(Action, frozen=True):
    key = "send_message"
    label = "Send a message"
    label_vi = "Gửi tin nhắn"
    icon = "mail"

    template: str = Field(title="Message", json_schema_extra={"widget": "message"})
    channel: str = Field("email", pattern=CHANNEL, title="Channel", json_schema_extra={"widget": "channel-picker"})
    fallback: list[Annotated[str, Field(pattern=CHANNEL)]] = Field(
        [], max_length=4, title="Else by, in order", json_schema_extra={"widget": "channels-picker", "advanced": True}
    )
    role: str = Field("primary", title="To", json_schema_extra={"widget": "contact-role"})
    topic: Literal["transactional", "success", "product_news", "surveys"] = Field(
        "success", title="Topic", json_schema_extra={"advanced": True}
    )
    priority: int = Field(
        50, ge=0, le=100, title="Priority", description="The lowest goes first when a cap lets only some through.",
        json_schema_extra={"advanced": True, "description_vi": "Số nhỏ đi trước khi giới hạn chỉ cho qua một số."},
    )  # fmt: skip
    span_hours: int = Field(72, ge=1, le=2160, title="May wait, hours", json_schema_extra={"advanced": True})
    hours: Literal["any", "business", "at_once"] = Field(
        "any", title="Leaves", description="At once is for what somebody waits for: the topic must be transactional.",
        json_schema_extra={
            "advanced": True, "title_vi": "Gửi vào lúc",
            "labels": {"any": "At any hour that is not quiet", "business": "In business hours where they are",
                       "at_once": "At once, in quiet hours too"},
            "labels_vi": {"any": "Lúc nào cũng được ngoài giờ yên tĩnh", "business": "Trong giờ làm việc của họ",
                          "at_once": "Ngay lập tức, cả trong giờ yên tĩnh"},
            "description_vi": "Gửi ngay dành cho điều người nhận đang chờ: chủ đề phải là giao dịch.",
        },
    )  # fmt: skip
    outside: str = Field(
        "", max_length=40, pattern="^[0-9]*$", title="Id of the Zalo template",
        description="As Zalo shows it under ZNS; the words above go where no template is needed.",
        json_schema_extra={
            "shown_with": "zns", "title_vi": "ID mẫu Zalo",
            "description_vi": "Như Zalo hiển thị ở mục ZNS; lời ở trên dùng cho nơi không cần mẫu.",
        },
    )  # fmt: skip
    values: list[Value] = Field(
        [], max_length=30, title="What goes into the template",
        json_schema_extra={"shown_with": "zns", "title_vi": "Nội dung điền vào mẫu"},
    )  # fmt: skip
    if_unsent: Literal["go_on", "tell_owner", "stop"] = Field("go_on", title="If it cannot be sent")

    @override
    def effects(self, profile: Profile) -> list[Effect]:
        return [
            Send(
                self.template, self.channel, self.role, self.topic, self.priority, self.span_hours, self.if_unsent,
                self.hours, tuple(self.fallback), self.outside, tuple((one.name, one.value) for one in self.values),
            )
        ]  # fmt: skip

    @override
    def summary(self, language: str = "en") -> str:
        what, name = self._what(language), self.template.replace("_", " ")
        return f"Gửi {what} “{name}”" if language == "vi" else f"Send the {what} “{name}”"

    @override
    def done(self, language: str = "en") -> str:
        what, name = self._what(language), self.template.replace("_", " ")
        return f"Đã soạn {what} “{name}”" if language == "vi" else f"Wrote the {what} “{name}”"

    def _what(self, language: str) -> str:
        medium = self.channel.partition(":")[0]
        return CHANNELS.get(medium, (medium, medium))[language == "vi"]
