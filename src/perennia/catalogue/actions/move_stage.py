"""Moves to a stage of a pipeline."""

from pydantic import Field
from typing_extensions import override

from perennia.core import called
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
        stage, pipeline = called.stage(self.pipeline, self.stage), called.pipeline(self.pipeline)
        return f"Chuyển sang “{stage}” trong {pipeline}" if language == "vi" else f"Move to “{stage}” in {pipeline}"

    @override
    def done(self, language: str = "en") -> str:
        stage, pipeline = called.stage(self.pipeline, self.stage), called.pipeline(self.pipeline)
        return f"Đã chuyển sang “{stage}” trong {pipeline}" if language == "vi" else f"Moved to “{stage}” in {pipeline}"
