"""Publishes a changed definition as a new version; who is under way keeps theirs."""

import msgspec
from django.db import transaction
from django.db.models import Max

from perennia.core.workflow import Definition, compile_plan
from perennia.workflows import watch
from perennia.workflows.models import Workflow, WorkflowVersion
from perennia.workflows.publish import changed
from perennia.workflows.switch import NoWorkflow


@transaction.atomic
def revise(definition: Definition, by: str = "") -> WorkflowVersion:
    """The new version. Raises NoWorkflow, or Invalid where it cannot be read."""
    compile_plan(definition, 0)
    workflow = Workflow.objects.select_for_update().filter(key=definition.key).first()
    if workflow is None:
        raise NoWorkflow
    last = WorkflowVersion.objects.filter(workflow=workflow).aggregate(last=Max("number"))["last"] or 0
    version = WorkflowVersion.objects.create(
        workflow=workflow, number=last + 1, definition=msgspec.to_builtins(definition), published_by=by[:200]
    )
    changed()
    if workflow.is_on:
        watch.ask(workflow)
    return version
