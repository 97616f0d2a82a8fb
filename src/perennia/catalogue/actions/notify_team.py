"""Tells the team something: the customer's owner, a role, one member or everybody."""

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Action
from perennia.core.effect import Effect, Notify
from perennia.core.profile import Profile
from perennia.core.roles import role_in_words


class NotifyTeam(Action, frozen=True):
    """Notices of one kind leave together once an hour; an urgent one leaves alone and at once."""

    key = "notify_team"
    label = "Tell the team"
    label_vi = "Báo cho nhóm"
    icon = "bell"

    kind: str = Field(pattern="^[a-z][a-z0-9_]{0,59}$", title="Kind")
    text: str = Field(min_length=1, max_length=2000, title="Text", json_schema_extra={"widget": "liquid"})
    text_vi: str = Field("", max_length=2000, title="Text in Vietnamese", json_schema_extra={"widget": "liquid"})
    to: str = Field(
        "owner",
        pattern="^(owner|named|everybody|role:[a-z_]{1,40}|member:[0-9]{1,18}|channel:[a-z]{1,20}(:[a-z0-9_-]{1,40})?)$",
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
    def summary(self, language: str = "en") -> str:
        if language == "vi":
            return f"Báo {'ngay ' if self.urgent else ''}cho {self._whom(language)}"
        return f"Tell {self._whom(language)}{', at once' if self.urgent else ''}"

    @override
    def done(self, language: str = "en") -> str:
        if language == "vi":
            return f"Đã báo {'ngay ' if self.urgent else ''}cho {self._whom(language)}"
        return f"Told {self._whom(language)}{' at once' if self.urgent else ''}"

    def _whom(self, language: str) -> str:
        is_vi = language == "vi"
        match self.to.partition(":"):
            case ["owner", _, _]:
                return "người phụ trách" if is_vi else "the owner"
            case ["named", _, _]:
                return "người được nhắc tên, hoặc người phụ trách" if is_vi else "whom they name, else the owner"
            case ["everybody", _, _]:
                return "mọi người" if is_vi else "everybody"
            case ["role", _, role]:
                return role_in_words(role, language)
            case ["channel", _, place]:
                return f"kênh {place}" if is_vi else f"the channel {place}"
            case [_, _, member]:
                return f"thành viên {member}" if is_vi else f"member {member}"
