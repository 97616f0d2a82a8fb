"""Tells the team something: the customer's owner, a role, one member or everybody."""

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Action
from perennia.core.effect import Effect, Notify
from perennia.core.profile import Profile


class NotifyTeam(Action, frozen=True):
    """Notices of one kind leave together once an hour; an urgent one leaves alone and at once."""

    key = "notify_team"
    label = "Tell the team"
    icon = "bell"

    kind: str = Field(pattern="^[a-z][a-z0-9_]{0,59}$", title="Kind")
    text: str = Field(min_length=1, max_length=2000, title="Text", json_schema_extra={"widget": "liquid"})
    text_vi: str = Field("", max_length=2000, title="Text in Vietnamese", json_schema_extra={"widget": "liquid"})
    to: str = Field(
        "owner",
        pattern="^(owner|everybody|role:[a-z_]{1,40}|member:[0-9]{1,18})$",
        title="To",
        json_schema_extra={"widget": "team-picker"},
    )
    urgent: bool = Field(False, title="Urgent")

    @override
    def effects(self, profile: Profile) -> list[Effect]:
        text = self.text
        if self.text_vi:
            text = f'{{% if language == "vi" %}}{self.text_vi}{{% else %}}{self.text}{{% endif %}}'
        return [Notify(self.kind, text, self.to, self.urgent)]

    @override
    def summary(self) -> str:
        whom = self.to.removeprefix("role:").replace("_", " ").replace("member:", "member ")
        return f"Tell {whom if self.to != 'owner' else 'the owner'}{', at once' if self.urgent else ''}"
