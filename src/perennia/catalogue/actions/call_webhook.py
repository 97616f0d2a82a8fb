"""Tells one of the team's webhook endpoints that somebody came to this step."""

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Action
from perennia.core.effect import CallWebhook as Call
from perennia.core.effect import Effect
from perennia.core.profile import Profile


class CallWebhook(Action, frozen=True):
    """Signed, tried again on the ladder, kept where it cannot be delivered: as every delivery to that endpoint."""

    key = "call_webhook"
    label = "Call a webhook"
    label_vi = "Gọi webhook"
    icon = "webhook"

    endpoint: int = Field(ge=1, title="Endpoint", json_schema_extra={"widget": "endpoint-picker"})
    name: str = Field(
        "workflow_step", min_length=1, max_length=80, pattern="^[a-z][a-z0-9_.]*$", title="What it is called there"
    )

    @override
    def effects(self, profile: Profile) -> list[Effect]:
        return [Call(self.endpoint, self.name)]

    @override
    def summary(self, language: str = "en") -> str:
        return f"Gọi webhook “{self.name}”" if language == "vi" else f"Call a webhook with “{self.name}”"

    @override
    def done(self, language: str = "en") -> str:
        return f"Đã gọi webhook “{self.name}”" if language == "vi" else f"Called a webhook with “{self.name}”"
