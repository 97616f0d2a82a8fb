"""Whether something known of somebody has one of some values."""

from typing import Literal

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import ConditionEntry
from perennia.core.condition import Compare, Condition, path
from perennia.core.event import Value


class TraitIs(ConditionEntry, frozen=True):
    """Texts are one whatever their case; a text is never a number. A trait that is not known is none of the values."""

    key = "trait_is"
    label = "A trait is"
    label_vi = "Một đặc điểm là"
    icon = "user-check"

    of: Literal["customer", "contact"] = Field("customer", title="Whose")
    trait: str = Field(min_length=1, max_length=200, title="Trait", json_schema_extra={"widget": "trait-picker"})
    values: list[str | int | float | bool] = Field(min_length=1, max_length=200, title="Any of these values")

    @override
    def condition(self) -> Condition:
        values: list[Value] = [*self.values]
        return Compare(path(self.of, "trait", self.trait), "one_of", values)
