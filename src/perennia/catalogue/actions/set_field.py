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
    label_vi = "Đặt thông tin"
    icon = "pencil"

    field: str = Field(min_length=1, max_length=100, title="Field")
    value: StrictStr | StrictInt | StrictFloat | StrictBool | None = Field(None, title="Value")
    on: On = Field("subject", title="On")

    @override
    def effects(self, profile: Profile) -> list[Effect]:
        return [Set(self.field, self.value, self.on)]

    @override
    def summary(self, language: str = "en") -> str:
        field, value = self.field.replace("_", " "), self._value(language)
        return f"Đặt “{field}” thành {value}" if language == "vi" else f"Set “{field}” to {value}"

    @override
    def done(self, language: str = "en") -> str:
        field, value = self.field.replace("_", " "), self._value(language)
        return f"Đã đặt “{field}” thành {value}" if language == "vi" else f"Set “{field}” to {value}"

    def _value(self, language: str) -> str:
        if self.value is None:
            return "trống" if language == "vi" else "nothing"
        if isinstance(self.value, bool):
            words = ("không", "có") if language == "vi" else ("no", "yes")
            return words[self.value]
        return f"“{self.value}”" if isinstance(self.value, str) else str(self.value)
