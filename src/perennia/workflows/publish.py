"""Publishes workflows: shipped ones are installed at a start, changed ones become a new version."""

from datetime import datetime

import msgspec
from django.db import connection, transaction

from perennia.core.error import Invalid
from perennia.core.shipped import shipped
from perennia.core.workflow import Definition, compile_plan
from perennia.workflows.models import Workflow, WorkflowVersion


@transaction.atomic
def install(at: datetime) -> int:
    """Installs shipped workflows that are not there yet: internal ones on, customer-touch ones as drafts.

    An installed workflow belongs to its owner: a newer shipped text never overwrites it. Gives the number installed.
    """
    there = set(Workflow.objects.values_list("key", flat=True))
    fresh = [definition for definition in shipped() if definition.key not in there]
    for definition in fresh:
        is_on = definition.audience == "internal_notification"
        workflow = Workflow.objects.create(
            key=definition.key, is_on=is_on, switched_on_at=at if is_on else None, is_shipped=True
        )
        WorkflowVersion.objects.create(workflow=workflow, number=1, definition=msgspec.to_builtins(definition))
    if fresh:
        changed()
    return len(fresh)


@transaction.atomic
def examine() -> None:
    """Notes of each workflow why it cannot be read any more, as when a plug-in is gone; it rests until it can."""
    newest = WorkflowVersion.objects.order_by("workflow_id", "-number").distinct("workflow_id")
    for version in newest.select_related("workflow"):
        trouble = _trouble(version)
        if version.workflow.trouble != trouble:
            Workflow.objects.filter(pk=version.workflow_id).update(trouble=trouble)


def _trouble(version: WorkflowVersion) -> str:
    try:
        compile_plan(msgspec.convert(version.definition, Definition), version.pk)
    except (Invalid, msgspec.ValidationError) as wrong:
        return str(wrong)
    return ""


def changed() -> None:
    """Tells every worker that its index is old; heard with the next turn."""
    with connection.cursor() as cursor:
        cursor.execute("update engine_constant set value = (value::bigint + 1)::text where name = 'workflows'")
