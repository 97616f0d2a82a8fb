"""Makes the draft what a version says, or what the workflow was as it shipped; nothing runs by it until published."""

from datetime import datetime

import msgspec
from django.db import transaction

from perennia.core.error import NotFound
from perennia.core.shipped import shipped
from perennia.core.workflow import Definition
from perennia.workflows import draft, versions
from perennia.workflows.draft import Draft
from perennia.workflows.keep_draft import keep_draft


class NotShipped(NotFound):
    """This workflow did not come with Perennia, so there is nothing to bring back. Choose one of its versions."""

    code = "not_shipped"


@transaction.atomic
def bring_back(key: str, version: int | None, revision: int, by: str, at: datetime) -> Draft:
    """The draft. Raises NoWorkflow, NoVersion, NotShipped, DraftMovedOn."""
    draft.find(key)
    said = versions.definition(key, version) if version is not None else _shipped(key)
    return keep_draft(key, msgspec.to_builtins(said), revision, by, at)


def _shipped(key: str) -> Definition:
    found = next((one for one in shipped() if one.key == key), None)
    if found is None:
        raise NotShipped
    return draft.named(found)
