"""Reads of drafts: what somebody is making of a workflow, or what it would begin from."""

from datetime import datetime

import msgspec

from perennia.core.event import Properties
from perennia.core.step import walk
from perennia.core.workflow import Definition
from perennia.messages import words
from perennia.workflows.models import Workflow, WorkflowDraft, WorkflowVersion
from perennia.workflows.switch import NoWorkflow


class Draft(msgspec.Struct, frozen=True):
    """A draft. `revision` 0: nothing is kept yet, it is the newest version as its readers get it.

    `number` is that of the newest version, 0 where there is none; `based_on` the one this was begun from.
    """

    workflow: Workflow
    definition: Definition
    revision: int
    number: int
    based_on: int
    changed_at: datetime | None
    changed_by: str
    running: Definition | None

    @property
    def is_changed(self) -> bool:
        """Whether publishing it would change anything."""
        return self.running is None or self.definition != self.running


def find(key: str) -> Draft:
    """The draft of a workflow. Raises NoWorkflow."""
    workflow = Workflow.objects.select_related("draft").filter(key=key).first()
    if workflow is None:
        raise NoWorkflow
    return of(workflow)


def of(workflow: Workflow) -> Draft:
    """The draft of a workflow at hand."""
    newest = WorkflowVersion.objects.filter(workflow=workflow).order_by("-number").first()
    running = as_read(msgspec.convert(newest.definition, Definition)) if newest is not None else None
    number = newest.number if newest is not None else 0
    kept: WorkflowDraft | None = getattr(workflow, "draft", None)
    if kept is not None:
        definition = msgspec.convert(kept.definition, Definition)
        return Draft(
            workflow, definition, kept.revision, number, kept.based_on, kept.changed_at, kept.changed_by, running
        )
    if running is None:
        raise NoWorkflow
    return Draft(workflow, running, 0, number, number, None, "", running)


def as_read(definition: Definition) -> Definition:
    """The definition with the texts as they are sent now, and with every step under the name it goes by."""
    edits = words.edited([definition.key]).edits
    templates: dict[str, Properties] = {}
    for name, said in definition.templates.items():
        text: Properties = dict(said)
        for (_, edited, language), words_ in edits.items():
            if edited != name:
                continue
            own: Properties = {"subject": words_.subject, "body": words_.body}
            text = {**text, **own} if language == "en" else {**text, language: own}
        templates[name] = text
    return named(msgspec.structs.replace(definition, templates=templates))


def named(definition: Definition) -> Definition:
    """A copy in which every step has its name written down, so that it keeps it when it moves."""
    copy = msgspec.convert(msgspec.to_builtins(definition), Definition)
    for placed in list(walk(copy.steps)):
        placed.step["id"] = placed.id
    return copy


def drafted() -> frozenset[str]:
    """The workflows somebody is changing."""
    return frozenset(WorkflowDraft.objects.values_list("workflow__key", flat=True))
