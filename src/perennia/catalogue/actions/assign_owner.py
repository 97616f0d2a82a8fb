"""Gives the customer an owner from the team."""

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Action
from perennia.core.effect import Assign, Effect
from perennia.core.profile import Profile


class AssignOwner(Action, frozen=True):
    """The member of the role with the fewest customers. Who has an owner keeps them, unless told otherwise."""

    key = "assign_owner"
    label = "Assign an owner"
    icon = "user-check"

    role: str = Field("cs_staff", pattern="^[a-z_]{1,40}$", title="Role", json_schema_extra={"widget": "role-picker"})
    member: int | None = Field(None, ge=1, title="Member", json_schema_extra={"widget": "member-picker"})
    replace: bool = Field(False, title="Replace the present one")

    @override
    def effects(self, profile: Profile) -> list[Effect]:
        return [Assign(self.role, self.member, self.replace)]

    @override
    def summary(self) -> str:
        return f"Assign {f'member {self.member}' if self.member else self.role.replace('_', ' ')}"
