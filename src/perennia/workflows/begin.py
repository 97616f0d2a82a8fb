"""Begins a new workflow: from nothing, or as a copy of another. Nothing runs until it is published."""

import re
from datetime import datetime
from typing import Literal

import msgspec
from django.db import transaction

from perennia.core.error import Conflict
from perennia.core.shipped import shipped
from perennia.core.workflow import Audience, Definition
from perennia.customers.fold_text import fold_text
from perennia.workflows import draft
from perennia.workflows.models import Workflow, WorkflowDraft

MOST = 500
LONGEST = 60


class TooManyWorkflows(Conflict):
    """There are 500 workflows already. Discard a draft, or change one that is switched off."""

    code = "too_many_workflows"


@transaction.atomic
def begin(
    name: str, by: str, at: datetime, *, audience: Audience = "customer_touch",
    subject: Literal["customer", "contact"] = "contact", copy_of: str | None = None,
) -> Workflow:  # fmt: skip
    """The workflow with its draft. A copy has the texts as they are sent now. Raises NoWorkflow for the one to copy."""
    if Workflow.objects.count() >= MOST:
        raise TooManyWorkflows
    key = _key(name)
    empty = Definition(key=key, label=name, group="own", subject=subject, audience=audience, trigger={}, steps=[])
    definition = empty if copy_of is None else _copy(copy_of, key, name)
    workflow = Workflow.objects.create(key=key)
    WorkflowDraft.objects.create(
        workflow=workflow, definition=msgspec.to_builtins(definition), changed_at=at, changed_by=by
    )
    return workflow


def _copy(of: str, key: str, name: str) -> Definition:
    return msgspec.structs.replace(draft.find(of).definition, key=key, label=name, label_vi="", group="own")


def _key(name: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", fold_text(name)).strip("_")[:LONGEST] or "workflow"
    taken = set(Workflow.objects.filter(key__startswith=plain).values_list("key", flat=True))
    taken |= {one.key for one in shipped()}
    return next(one for one in (plain, *(f"{plain}_{n}" for n in range(2, MOST + 3))) if one not in taken)
