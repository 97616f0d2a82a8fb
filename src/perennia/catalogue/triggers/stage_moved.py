"""Fires when the subject moves to a stage of a pipeline."""

from collections.abc import Sequence

from pydantic import Field
from typing_extensions import override

from perennia.core import called
from perennia.core.catalogue import Trigger
from perennia.core.event import Event
from perennia.core.profile import CONTACT, Profile


class StageMoved(Trigger, frozen=True):
    key = "stage_moved"
    label = "Stage changes"
    label_vi = "Đổi giai đoạn"
    icon = "columns"

    pipeline: str = Field(
        min_length=1, max_length=200, title="Pipeline", json_schema_extra={"widget": "pipeline-picker"}
    )
    to: str = Field(
        "", max_length=200, title="To", description="Empty: any stage.", json_schema_extra={"widget": "stage-picker"}
    )
    left: str = Field(
        "", max_length=200, title="From", description="Empty: any stage.", json_schema_extra={"widget": "stage-picker"}
    )

    @override
    def listens(self) -> Sequence[str]:
        return ("Stage Moved",)

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        said = event.properties
        return (
            event.name == "Stage Moved"
            and said.get("of") == ("contact" if after.kind == CONTACT else "customer")
            and said.get("pipeline") == self.pipeline
            and (self.to == said.get("to") if self.to else bool(said.get("to") or self.left))
            and self.left in ("", said.get("from"))
        )

    @override
    def summary(self, language: str = "en") -> str:
        pipeline, to, left = called.pipeline(self.pipeline), self._named(self.to), self._named(self.left)
        if language == "vi":
            before = f" từ {left}" if left else ""
            return f"Chuyển{before} sang {to or 'giai đoạn khác'} trong {pipeline}"
        before = f" from {left}" if left else ""
        return f"Moves{before} to {to or 'another stage'} in {pipeline}"

    def _named(self, stage: str) -> str:
        return f"“{called.stage(self.pipeline, stage)}”" if stage else ""
