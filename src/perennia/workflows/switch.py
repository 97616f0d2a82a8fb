"""Switches a workflow on or off. On counts from that moment; running enrolments go on when it is off."""

from datetime import datetime

from django.db import transaction

from perennia.core.error import Conflict, NotFound
from perennia.workflows import watch
from perennia.workflows.models import Workflow
from perennia.workflows.publish import changed


class NoWorkflow(NotFound):
    """There is no workflow of that name."""

    code = "no_workflow"


class NeverPublished(Conflict):
    """This workflow was never published. Publish its draft first."""

    code = "never_published"


class CannotRun(Conflict):
    """This workflow has something to mend before it can be switched on."""

    code = "cannot_run"


@transaction.atomic
def switch(key: str, at: datetime, *, on: bool) -> Workflow:
    """Switches it. Switching on what is on changes nothing, least of all the moment it counts from."""
    workflow = Workflow.objects.select_for_update().filter(key=key).first()
    if workflow is None:
        raise NoWorkflow
    if on and not workflow.versions.exists():
        raise NeverPublished
    if on and workflow.trouble:
        raise CannotRun(workflow.trouble)
    if workflow.is_on != on:
        workflow.is_on = on
        workflow.switched_on_at = at if on else workflow.switched_on_at
        workflow.save(update_fields=["is_on", "switched_on_at", "changed_at"])
        changed()
        if on:
            watch.ask(workflow)
    return workflow
