"""Keeps a draft as somebody writes it, faults and all; nothing runs by it until it is published."""

from datetime import datetime

import msgspec
from django.db import transaction

from perennia.core.error import Conflict, Invalid
from perennia.core.event import Properties
from perennia.core.step import walk
from perennia.core.workflow import MAX_NESTING, Definition
from perennia.workflows import draft
from perennia.workflows.draft import Draft
from perennia.workflows.models import Workflow, WorkflowDraft
from perennia.workflows.switch import NoWorkflow

MOST_STEPS = 400  # more than can be published, so that somebody may take away what is too much
DEEPEST = 2 * MAX_NESTING + 2  # brackets in a path: a way of several may have two
LONGEST = 1_000_000  # characters of JSON


class DraftMovedOn(Conflict):
    """Somebody else has changed this draft since you read it. Look at theirs, or keep yours over it."""

    code = "draft_moved_on"


@transaction.atomic
def keep_draft(key: str, said: Properties, revision: int, by: str, at: datetime) -> Draft:
    """Keeps it where `revision` is the one last kept. Raises NoWorkflow, DraftMovedOn, Invalid for what is no workflow."""
    definition = read(key, said)
    workflow = Workflow.objects.select_for_update(of=("self",)).select_related("draft").filter(key=key).first()
    if workflow is None:
        raise NoWorkflow
    was = draft.of(workflow)
    if was.revision != revision:
        raise moved_on(was)
    if was.revision == 0:
        WorkflowDraft.objects.create(
            workflow=workflow,
            definition=msgspec.to_builtins(definition),
            based_on=was.number,
            changed_at=at,
            changed_by=by,
        )
    else:
        WorkflowDraft.objects.filter(workflow=workflow).update(
            definition=msgspec.to_builtins(definition), revision=was.revision + 1, changed_at=at, changed_by=by
        )
    return draft.find(key)


def moved_on(was: Draft) -> DraftMovedOn:
    """Says who, and that it is about the draft."""
    if was.revision == 0:
        return DraftMovedOn("This draft was published or discarded meanwhile. Load it again.", field="body.revision")
    return DraftMovedOn(
        f"{was.changed_by} has changed this draft since you read it. Look at theirs, or keep yours over it.",
        field="body.revision",
    )


def read(key: str, said: Properties) -> Definition:
    """The definition in it, whatever its faults. Raises Invalid where it has not even the shape of one."""
    try:
        definition = msgspec.convert({**said, "key": key}, Definition)
        size = len(msgspec.json.encode(definition))
    except (msgspec.ValidationError, RecursionError) as wrong:
        raise Invalid(
            f"This is no workflow: {wrong}. See the how-to on building one.", field="body.definition"
        ) from wrong
    except UnicodeEncodeError as wrong:
        raise Invalid("A text holds a character that cannot be kept.", field="body.definition") from wrong
    if size > LONGEST:
        raise Invalid(
            "The workflow is too large: one million characters in all. Shorten its texts.", field="body.definition"
        )
    if "\\u0000" in msgspec.json.encode(definition).decode():
        raise Invalid("A text holds a character that cannot be kept.", field="body.definition")
    for number, placed in enumerate(walk(definition.steps)):
        if placed.where.count("[") > DEEPEST:
            raise Invalid(f"Branches lie at most {MAX_NESTING} deep in each other.", field="body.definition.steps")
        if number == MOST_STEPS:
            raise Invalid(
                f"A draft has at most {MOST_STEPS} steps. Split the workflow in two.", field="body.definition.steps"
            )
    return definition
