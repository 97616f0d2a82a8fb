"""Subjects of messages, for lists that mention them: as they are sent now, edited or as published."""

from collections.abc import Iterable

from perennia.host.select import select
from perennia.messages import words
from perennia.workflows import plans
from perennia.workflows.reading import readable

Key = tuple[str, str]  # workflow, template


def subjects(wanted: Iterable[Key], language: str) -> dict[Key, str]:
    """Those that can be read without knowing to whom they go; two statements however many."""
    keys = set(wanted)
    workflows = sorted({workflow for workflow, _ in keys})
    if not workflows:
        return {}
    newest = dict(select(_pair, _NEWEST, {"keys": workflows}))
    known = plans.compiled(newest.values())
    edits = words.edited(workflows).edits
    found: dict[Key, str] = {}
    for workflow, template in keys:
        plan = known.get(newest.get(workflow, 0))
        shipped = plan.definition.text(template, language) if plan is not None else None
        text = edits.get((workflow, template, language)) or shipped
        if text is not None and (subject := readable(text.subject)):
            found[workflow, template] = subject
    return found


def _pair(key: str, version: int) -> tuple[str, int]:
    return key, version


_NEWEST = """
select distinct on (w.key) w.key, v.id from workflows_workflow w
join workflows_workflowversion v on v.workflow_id = w.id where w.key = any(%(keys)s) order by w.key, v.number desc
"""
