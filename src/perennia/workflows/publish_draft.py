"""Publishes a draft as the newest version: who enters from now on is in it, who is under way keeps theirs."""

from datetime import datetime

import msgspec
from django.db import transaction

from perennia.core.error import Invalid
from perennia.core.event import Properties, Value
from perennia.core.workflow import Definition
from perennia.messages import words
from perennia.messages.models import Template
from perennia.workflows import draft
from perennia.workflows.check import check
from perennia.workflows.keep_draft import moved_on
from perennia.workflows.models import Workflow, WorkflowDraft, WorkflowVersion
from perennia.workflows.revise import revise
from perennia.workflows.switch import NoWorkflow


class HasFaults(Invalid):
    """There is something to mend before this can be published."""

    code = "has_faults"


@transaction.atomic
def publish_draft(key: str, revision: int, by: str, at: datetime, *, member: int | None = None) -> WorkflowVersion:
    """The new version; the draft is gone. Raises NoWorkflow, DraftMovedOn, HasFaults naming the first of them."""
    workflow = Workflow.objects.select_for_update(of=("self",)).select_related("draft").filter(key=key).first()
    if workflow is None:
        raise NoWorkflow
    kept = draft.of(workflow)
    if kept.revision != revision or revision == 0:
        raise moved_on(kept)
    faults = check(kept.definition, kept.running)
    if faults:
        raise HasFaults(faults[0].message, field=faults[0].where)
    published = _with_shipped_words(kept.definition, by=member, at=at)
    version = revise(published, by)
    WorkflowDraft.objects.filter(workflow=workflow).delete()
    if workflow.trouble:
        Workflow.objects.filter(pk=workflow.pk).update(trouble="")
    return version


def _with_shipped_words(definition: Definition, *, by: int | None, at: datetime) -> Definition:
    """A text that was edited by itself goes on living by itself: the edit is kept or changed, so that those under way
    read the newest words too, and the version carries what the edit is an edit of.
    """
    edits = words.edited([definition.key]).edits
    before = _latest(definition.key)
    templates: dict[str, Properties] = {name: dict(said) for name, said in definition.templates.items()}
    for (_, name, language), edit in edits.items():
        said = templates.get(name)
        if said is None or before is None or name not in before.templates:
            continue
        now: Value = said if language == "en" else said.get(language)
        was: Value = before.templates[name] if language == "en" else before.templates[name].get(language)
        if not isinstance(now, dict) or not isinstance(was, dict):
            continue
        if (now.get("subject"), now.get("body")) != (edit.subject, edit.body):
            Template.objects.filter(workflow=definition.key, name=name, language=language).update(
                subject=str(now["subject"]), body=str(now["body"]), edited_at=at, edited_by=by
            )
        own: Properties = {"subject": was["subject"], "body": was["body"]}
        templates[name] = {**said, **own} if language == "en" else {**said, language: own}
    return msgspec.structs.replace(definition, templates=templates)


def _latest(key: str) -> Definition | None:
    newest = WorkflowVersion.objects.filter(workflow__key=key).order_by("-number").first()
    return msgspec.convert(newest.definition, Definition) if newest is not None else None
