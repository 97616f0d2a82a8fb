"""The first run: what is done already, and what one may do next."""

from typing import Literal

from django.db import transaction
from django.http import HttpRequest
from ninja import Router

from perennia.api.needs import Needs
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Given
from perennia.host import clock
from perennia.ingest import mapping, source
from perennia.messages.models import ChannelSetting
from perennia.team import first_run
from perennia.team.models import Invitation, Member, organisation
from perennia.workflows.models import Workflow

router = Router()
MANAGE = Needs(Permission.ORGANISATION_MANAGE)
State = Literal["open", "done", "passed"]


class Step(Schema):
    """A step: `done` because what it is for is there, `passed` because somebody said so."""

    key: str
    state: State


class FirstRun(Schema):
    """The steps in order. `is_over`: the list is put away."""

    steps: list[Step]
    is_over: bool


class Mark(Given):
    """Whether one is through with it."""

    done: bool


@router.get("", auth=MANAGE, response=FirstRun)
def read(request: HttpRequest) -> FirstRun:
    """How far the first run has come."""
    marked, there = first_run.marked(), _there()
    steps = [
        Step(key=key, state="done" if there[key] else "passed" if key in marked else "open") for key in first_run.STEPS
    ]
    return FirstRun(steps=steps, is_over="over" in organisation().set_up)


@router.put("/{step}", auth=MANAGE, response=FirstRun)
@transaction.atomic
def mark(request: HttpRequest, step: str, given: Mark) -> FirstRun:
    """Says that one is through with a step, or the whole list (`over`); or takes it up again."""
    if step == "over":
        first_run.finish(clock.now(), is_over=given.done)
    else:
        first_run.mark(step, clock.now(), is_done=given.done)
    return read(request)


def _there() -> dict[str, bool]:
    """What each step is for, seen in what is there."""
    wrote = Workflow.objects.filter(is_on=True, versions__definition__audience="customer_touch").exists()
    return {
        "organisation": organisation().zone != "UTC",
        "source": source.has_spoken(),
        "names": bool(mapping.every()),
        "workflows": wrote,
        "team": Member.objects.filter(is_active=True).count() > 1
        or Invitation.objects.filter(accepted_at=None).exists(),
        "channel": ChannelSetting.objects.exists(),
    }
