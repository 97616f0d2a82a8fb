"""Moves to a stage of a pipeline."""

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Action
from perennia.core.effect import Effect, On
from perennia.core.effect import MoveStage as Move
from perennia.core.profile import Profile


class MoveStage(Action, frozen=True):
    """With `several` one stays in the other stages of the pipeline too."""

    key = "move_stage"
    label = "Move to a stage"
    label_vi = "Chuyển giai đoạn"
    icon = "columns"

    pipeline: str = Field(
        min_length=1, max_length=80, title="Pipeline", json_schema_extra={"widget": "pipeline-picker"}
    )
    stage: str = Field(min_length=1, max_length=80, title="Stage", json_schema_extra={"widget": "stage-picker"})
    several: bool = Field(False, title="Beside other stages")
    on: On = Field("subject", title="On")

    @override
    def effects(self, profile: Profile) -> list[Effect]:
        return [Move(self.pipeline, self.stage, self.several, self.on)]

    @override
    def summary(self, language: str = "en") -> str:
        if language == "vi":
            return f"Chuyển sang “{self.stage}” trong {self.pipeline}"
        return f"Move to “{self.stage}” in {self.pipeline}"

    @override
    def done(self, language: str = "en") -> str:
        if language == "vi":
            return f"Đã chuyển sang “{self.stage}” trong {self.pipeline}"
        return f"Moved to “{self.stage}” in {self.pipeline}"
