"""Gives somebody of the team a task."""

import re
from datetime import timedelta

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Action
from perennia.core.effect import AddTask, Effect, Priority
from perennia.core.profile import Profile
from perennia.core.roles import role_in_words


class CreateTask(Action, frozen=True):
    """For the owner, one member, or whoever of a role takes it. Where a customer has no owner, for the Head of CS."""

    key = "create_task"
    label = "Add a task"
    label_vi = "Thêm việc cần làm"
    icon = "checkbox"

    title: str = Field(min_length=1, max_length=300, title="Title", json_schema_extra={"widget": "liquid"})
    title_vi: str = Field("", max_length=300, title="Title in Vietnamese", json_schema_extra={"widget": "liquid"})
    note: str = Field("", max_length=4000, title="Note", json_schema_extra={"widget": "liquid"})
    note_vi: str = Field("", max_length=4000, title="Note in Vietnamese", json_schema_extra={"widget": "liquid"})
    to: str = Field(
        "owner",
        pattern="^(owner|role:[a-z_]{1,40}|member:[0-9]{1,18})$",
        title="For",
        json_schema_extra={"widget": "team-picker"},
    )
    due_in: timedelta = Field(
        timedelta(days=1),
        ge=timedelta(0),
        le=timedelta(days=3650),
        title="Due in",
        json_schema_extra={"widget": "duration"},
    )
    priority: Priority = Field("normal", title="Priority")
    known_as: str = Field(
        "", max_length=200, title="Known as",
        description="Only where another step is to close it: a name that step says too, like agreed {{ event.booking }}.",
        json_schema_extra={
            "widget": "liquid", "advanced": True, "title_vi": "Tên để tìm lại",
            "description_vi": "Chỉ khi một bước khác sẽ đóng việc này: tên mà bước đó cũng dùng, ví dụ agreed {{ event.booking }}.",
        },
    )  # fmt: skip

    @override
    def effects(self, profile: Profile) -> list[Effect]:
        title, note = _either(self.title, self.title_vi), _either(self.note, self.note_vi)
        return [AddTask(title, note, self.to, self.due_in, self.priority, self.known_as)]

    @override
    def summary(self, language: str = "en") -> str:
        if language == "vi":
            return f"Thêm việc “{_readable(self.title_vi or self.title)}” cho {self._whom(language)}"
        return f"Add the task “{_readable(self.title)}” for {self._whom(language)}"

    @override
    def done(self, language: str = "en") -> str:
        if language == "vi":
            return f"Đã thêm việc “{_readable(self.title_vi or self.title)}” cho {self._whom(language)}"
        return f"Added the task “{_readable(self.title)}” for {self._whom(language)}"

    def _whom(self, language: str) -> str:
        is_vi = language == "vi"
        match self.to.partition(":"):
            case ["owner", _, _]:
                return "người phụ trách" if is_vi else "the owner"
            case ["role", _, role]:
                return role_in_words(role, language)
            case [_, _, member]:
                return f"thành viên {member}" if is_vi else f"member {member}"


def _either(text: str, text_vi: str) -> str:
    """Both texts as one, which the reader's language chooses from."""
    return f'{{% if language == "vi" %}}{text_vi}{{% else %}}{text}{{% endif %}}' if text_vi else text


def _readable(title: str) -> str:
    """The title as it reads for whomever it is about."""
    return re.sub(r"\{\{.*?\}\}", "…", title)
