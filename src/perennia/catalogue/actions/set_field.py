"""Sets a field of the subject or its customer."""

from pydantic import Field, StrictBool, StrictFloat, StrictInt, StrictStr
from typing_extensions import override

from perennia.core.catalogue import Action
from perennia.core.effect import Effect, On
from perennia.core.effect import SetField as Set
from perennia.core.profile import Profile


class SetField(Action, frozen=True):
    key = "set_field"
    label = "Set a field"
    icon = "pencil"

    field: str = Field(min_length=1, max_length=100, title="Field")
    value: StrictStr | StrictInt | StrictFloat | StrictBool | None = Field(None, title="Value")
    on: On = Field("subject", title="On")

    @override
    def effects(self, profile: Profile) -> list[Effect]:
        return [Set(self.field, self.value, self.on)]

    @override
    def summary(self) -> str:
        return f"Set {self.field} to {self.value if self.value is not None else 'nothing'}"
