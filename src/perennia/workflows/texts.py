"""Gives the messages station the words a workflow was published with; it lies below and cannot ask us itself."""

from functools import lru_cache

import msgspec

from perennia.core.event import Value
from perennia.core.shipped import shipped
from perennia.core.workflow import Definition, Text
from perennia.workflows.models import WorkflowVersion


def text(workflow: str, version: int | None, template: str, language: str) -> Text | None:
    """The words of a template in exactly this language; None where there are none."""
    definition = _latest(workflow) if version is None else _of_version(version)
    found = definition.templates.get(template) if definition is not None else None
    if found is None and version is None:
        found = _as_it_ships(workflow, template)
    if found is None:
        return None
    said = found if language == "en" else found.get(language)
    if not isinstance(said, dict):
        return None
    subject, body, short = said.get("subject"), said.get("body"), said.get("short", "")
    if not (isinstance(subject, str) and isinstance(body, str)):
        return None
    return Text(subject, body, short if isinstance(short, str) else "")


@lru_cache(maxsize=512)
def _of_version(version: int) -> Definition | None:
    """A version is never changed, so it is read once."""
    row = WorkflowVersion.objects.filter(pk=version).first()
    return msgspec.convert(row.definition, Definition) if row is not None else None


def _as_it_ships(workflow: str, template: str) -> dict[str, Value] | None:
    """The text of the catalogue, where nobody's version has it: some stations send it without the workflow."""
    return next((one.templates.get(template) for one in shipped() if one.key == workflow), None)


def _latest(workflow: str) -> Definition | None:
    newest = (
        WorkflowVersion.objects.filter(workflow__key=workflow).order_by("-number").values_list("pk", flat=True).first()
    )
    return _of_version(newest) if newest is not None else None


def label(workflow: str, language: str = "en") -> str:
    """What a workflow is called; its key where it is not known."""
    definition = _latest(workflow)
    if definition is None:
        return workflow
    return (definition.label_vi if language == "vi" else "") or definition.label
