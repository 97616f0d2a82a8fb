"""Lets whomever it is about into another workflow."""

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Action
from perennia.core.effect import Effect
from perennia.core.effect import StartWorkflow as Start
from perennia.core.profile import Profile


class StartWorkflow(Action, frozen=True):
    """The other one's condition and re-entry still decide, and it must be on. Two that start each other end at the
    tenth link of the chain. A customer's workflow starts a contact's for the contact it began with.
    """

    key = "start_workflow"
    label = "Start a workflow"
    label_vi = "Bắt đầu một quy trình"
    icon = "player-play"

    workflow: str = Field(
        min_length=1, max_length=120, title="Workflow",
        json_schema_extra={"widget": "workflow-picker", "title_vi": "Quy trình"},
    )  # fmt: skip

    @override
    def effects(self, profile: Profile) -> list[Effect]:
        return [Start(self.workflow)]

    @override
    def summary(self, language: str = "en") -> str:
        name = self.workflow.replace("_", " ")
        return f"Bắt đầu quy trình “{name}”" if language == "vi" else f"Start the workflow “{name}”"

    @override
    def done(self, language: str = "en") -> str:
        name = self.workflow.replace("_", " ")
        return f"Đã yêu cầu bắt đầu quy trình “{name}”" if language == "vi" else f"Asked to start the workflow “{name}”"
