"""The first run: a list of steps one may leave and come back to. What is done is seen from what is there."""

from datetime import datetime

from django.db import transaction

from perennia.core.error import Invalid
from perennia.team.models import Member, Organisation, organisation
from perennia.team.roles import Role

STEPS = ("organisation", "source", "names", "workflows", "team", "channel")
_OVER = "over"


def is_open(house: Organisation, member: Member) -> bool:
    """Whether the steps are still shown to this member."""
    return member.role == Role.ADMINISTRATOR and _OVER not in house.set_up


def marked() -> dict[str, str]:
    """Which steps somebody called done, or left out, and when."""
    return {step: at for step, at in organisation().set_up.items() if step in STEPS}


@transaction.atomic
def mark(step: str, at: datetime, *, is_done: bool) -> None:
    """Calls a step done (or left out), or open again. Raises Invalid."""
    if step not in STEPS:
        raise Invalid(f"The steps are {', '.join(STEPS)}.", field="path.step")
    _put(step, at if is_done else None)


def finish(at: datetime, *, is_over: bool) -> None:
    """Puts the list away, or shows it again."""
    _put(_OVER, at if is_over else None)


@transaction.atomic
def _put(key: str, at: datetime | None) -> None:
    Organisation.objects.get_or_create(pk=1)
    house = Organisation.objects.select_for_update().get(pk=1)
    house.set_up = {name: value for name, value in house.set_up.items() if name != key}
    if at is not None:
        house.set_up[key] = at.isoformat()
    house.save(update_fields=["set_up"])
