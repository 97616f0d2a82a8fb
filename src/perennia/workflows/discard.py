"""Throws a draft away; a workflow that was never published goes with it."""

from django.db import transaction

from perennia.workflows import draft
from perennia.workflows.keep_draft import moved_on
from perennia.workflows.models import Workflow, WorkflowDraft
from perennia.workflows.switch import NoWorkflow


@transaction.atomic
def discard(key: str, revision: int) -> None:
    """Back to the newest version. Raises NoWorkflow, or DraftMovedOn where somebody changed it since it was read."""
    workflow = Workflow.objects.select_for_update(of=("self",)).select_related("draft").filter(key=key).first()
    if workflow is None:
        raise NoWorkflow
    kept = draft.of(workflow)
    if kept.revision != revision:
        raise moved_on(kept)
    WorkflowDraft.objects.filter(workflow=workflow).delete()
    if kept.running is None:
        workflow.delete()
