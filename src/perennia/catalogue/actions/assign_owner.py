"""Gives the customer an owner from the team."""

from typing import Literal

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Action
from perennia.core.effect import Assign, Effect
from perennia.core.profile import Profile
from perennia.core.roles import role_in_words


class AssignOwner(Action, frozen=True):
    """The member named; else, of the role, the one with the fewest customers, or each in turn. Who has an owner keeps
    them, unless told otherwise.
    """

    key = "assign_owner"
    label = "Assign an owner"
    label_vi = "Giao người phụ trách"
    icon = "user-check"

    role: str = Field("cs_staff", pattern="^[a-z_]{1,40}$", title="Role", json_schema_extra={"widget": "role-picker"})
    how: Literal["least_loaded", "in_turn"] = Field(
        "least_loaded", title="Which of them", description="The one with the fewest customers, or each in turn.",
        json_schema_extra={
            "title_vi": "Chọn ai", "description_vi": "Người có ít khách hàng nhất, hoặc lần lượt từng người.",
        },
    )  # fmt: skip
    member: int | None = Field(None, ge=1, title="Member", json_schema_extra={"widget": "member-picker"})
    replace: bool = Field(False, title="Replace the present one")

    @override
    def effects(self, profile: Profile) -> list[Effect]:
        return [Assign(self.role, self.member, self.replace, self.how)]

    @override
    def summary(self, language: str = "en") -> str:
        if language == "vi":
            return f"Giao cho {self._whom(language)}"
        return f"Assign it to {self._whom(language)}"

    @override
    def done(self, language: str = "en") -> str:
        if language == "vi":
            return f"Đã giao cho {self._whom(language)}{'' if self.replace else ', nếu chưa có người phụ trách'}"
        return f"Assigned it to {self._whom(language)}{'' if self.replace else ', unless it had an owner'}"

    def _whom(self, language: str) -> str:
        if self.member:
            return f"thành viên {self.member}" if language == "vi" else f"member {self.member}"
        role = role_in_words(self.role, language)
        if self.how == "in_turn":
            return f"lần lượt từng người của {role}" if language == "vi" else f"{role} in turn"
        return f"người ít việc nhất của {role}" if language == "vi" else f"the least busy of {role}"
