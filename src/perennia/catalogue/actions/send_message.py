"""Sends one message to the contact, or to the customer's contact of a role."""

from typing import Literal

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Action
from perennia.core.effect import Effect
from perennia.core.effect import SendMessage as Send
from perennia.core.profile import Profile

CHANNELS = {"email": "E-mail", "sms": "SMS", "in_app": "In-app"}


class SendMessage(Action, frozen=True):
    key = "send_message"
    label = "Send a message"
    icon = "mail"

    template: str = Field(title="Message")
    channel: str = Field("email", title="Channel")
    role: str = Field("primary", title="To", json_schema_extra={"widget": "contact-role"})
    topic: Literal["transactional", "success", "product_news", "surveys"] = Field("success", title="Topic")
    priority: int = Field(50, ge=0, le=100, title="Priority")
    span_hours: int = Field(72, ge=1, le=2160, title="May wait, hours")
    if_unsent: Literal["go_on", "tell_owner", "stop"] = Field("go_on", title="If it cannot be sent")

    @override
    def effects(self, profile: Profile) -> list[Effect]:
        return [
            Send(self.template, self.channel, self.role, self.topic, self.priority, self.span_hours, self.if_unsent)
        ]

    @override
    def summary(self) -> str:
        return f"{CHANNELS.get(self.channel, self.channel)}: {self.template.replace('_', ' ')}"
