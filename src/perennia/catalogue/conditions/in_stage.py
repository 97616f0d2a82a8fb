"""Whether somebody stands in one of some stages of a pipeline."""

from typing import Literal

from pydantic import Field
from typing_extensions import override

from perennia.core import called
from perennia.core.catalogue import ConditionEntry
from perennia.core.condition import Any, Compare, Condition, path
from perennia.core.event import Value


class InStage(ConditionEntry, frozen=True):
    """Holds in any of the stages, in a pipeline of one stage at a time as in one of several (Product Adoption)."""

    key = "in_stage"
    label = "Is in a stage"
    label_vi = "Đang ở một giai đoạn"
    icon = "columns"

    of: Literal["customer", "contact"] = Field("customer", title="Whose")
    pipeline: str = Field(
        min_length=1, max_length=200, title="Pipeline", json_schema_extra={"widget": "pipeline-picker"}
    )
    stages: list[str] = Field(
        min_length=1, max_length=100, title="Any of these stages", json_schema_extra={"widget": "stage-picker"}
    )

    @override
    def condition(self) -> Condition:
        names: list[Value] = [*self.stages]
        places = (Compare(path(self.of, "place", self.pipeline, stage), "is", True) for stage in self.stages)
        return Any((Compare(path(self.of, "stage", self.pipeline), "one_of", names), *places))

    @override
    def summary(self, language: str = "en") -> str:
        either = " hoặc " if language == "vi" else " or "
        stages = either.join(f"“{called.stage(self.pipeline, stage)}”" for stage in self.stages)
        pipeline = called.pipeline(self.pipeline)
        if language == "vi":
            who = "Khách hàng" if self.of == "customer" else "Người liên hệ"
            return f"{who} đang ở {stages} của {pipeline}"
        return f"The {self.of} stands in {stages} of {pipeline}"
