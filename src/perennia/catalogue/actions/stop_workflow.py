"""Ends the run of another workflow of whomever it is about."""

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Action
from perennia.core.effect import Effect
from perennia.core.effect import StopWorkflow as Stop
from perennia.core.profile import Profile


class StopWorkflow(Action, frozen=True):
    """What it put into the outbox already still leaves. A customer's workflow stops it for all of their contacts."""

    key = "stop_workflow"
    label = "Stop a workflow"
    label_vi = "Dừng một quy trình"
    icon = "player-stop"

    workflow: str = Field(
        min_length=1, max_length=120, title="Workflow",
        json_schema_extra={"widget": "workflow-picker", "title_vi": "Quy trình"},
    )  # fmt: skip

    @override
    def effects(self, profile: Profile) -> list[Effect]:
        return [Stop(self.workflow)]

    @override
    def summary(self, language: str = "en") -> str:
        name = self.workflow.replace("_", " ")
        return f"Dừng quy trình “{name}”" if language == "vi" else f"Stop the workflow “{name}”"

    @override
    def done(self, language: str = "en") -> str:
        name = self.workflow.replace("_", " ")
        return f"Đã dừng quy trình “{name}”" if language == "vi" else f"Stopped the workflow “{name}”"
