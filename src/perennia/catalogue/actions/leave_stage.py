"""Takes out of a stage, or of a whole pipeline."""

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Action
from perennia.core.effect import Effect, MoveStage, On
from perennia.core.effect import LeaveStage as Leave
from perennia.core.profile import Profile


class LeaveStage(Action, frozen=True):
    """With a stage: out of that one, where one may stand in several. Without: out of the pipeline's only one."""

    key = "leave_stage"
    label = "Take out of a stage"
    label_vi = "Đưa ra khỏi giai đoạn"
    icon = "columns-off"

    pipeline: str = Field(
        min_length=1, max_length=80, title="Pipeline",
        json_schema_extra={"widget": "pipeline-picker", "title_vi": "Quy trình bán hàng"},
    )  # fmt: skip
    stage: str = Field(
        "", max_length=80, title="Stage", description="Empty: whichever it is, where one stands in one at a time.",
        json_schema_extra={
            "widget": "stage-picker", "title_vi": "Giai đoạn",
            "description_vi": "Để trống: bất kể giai đoạn nào, nếu mỗi lúc chỉ ở một giai đoạn.",
        },
    )  # fmt: skip
    on: On = Field("subject", title="On", json_schema_extra={"title_vi": "Cho"})

    @override
    def effects(self, profile: Profile) -> list[Effect]:
        return [
            Leave(self.pipeline, self.stage, self.on) if self.stage else MoveStage(self.pipeline, "", False, self.on)
        ]

    @override
    def summary(self, language: str = "en") -> str:
        stage = f"“{self.stage}” " if self.stage else ""
        if language == "vi":
            return f"Đưa ra khỏi {stage}của {self.pipeline}" if stage else f"Đưa ra khỏi {self.pipeline}"
        return f"Take out of {stage}in {self.pipeline}" if stage else f"Take out of {self.pipeline}"

    @override
    def done(self, language: str = "en") -> str:
        stage = f"“{self.stage}” " if self.stage else ""
        if language == "vi":
            return f"Đã đưa ra khỏi {stage}của {self.pipeline}" if stage else f"Đã đưa ra khỏi {self.pipeline}"
        return f"Took out of {stage}in {self.pipeline}" if stage else f"Took out of {self.pipeline}"
