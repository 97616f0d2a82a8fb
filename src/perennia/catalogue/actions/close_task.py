"""Takes back a task another step of the workflow gave."""

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Action
from perennia.core.effect import CloseTask, Effect
from perennia.core.profile import Profile


class TakeTaskBack(Action, frozen=True):
    """For what turns out not to be needed. A task that is done already stays done."""

    key = "close_task"
    label = "Take a task back"
    label_vi = "Rút lại việc cần làm"
    icon = "checkbox"

    known_as: str = Field(
        min_length=1, max_length=200, title="Known as",
        description="What the step that gave the task says there, word for word.",
        json_schema_extra={
            "widget": "liquid", "title_vi": "Tên để tìm lại",
            "description_vi": "Đúng như bước đã giao việc ghi ở đó.",
        },
    )  # fmt: skip

    @override
    def effects(self, profile: Profile) -> list[Effect]:
        return [CloseTask(self.known_as)]

    @override
    def summary(self, language: str = "en") -> str:
        if language == "vi":
            return f"Rút lại việc có tên “{self.known_as}”, nếu còn mở"
        return f"Take back the task known as “{self.known_as}”, if it is open"

    @override
    def done(self, language: str = "en") -> str:
        if language == "vi":
            return f"Đã rút lại việc có tên “{self.known_as}”, nếu còn mở"
        return f"Took back the task known as “{self.known_as}”, if it was open"
