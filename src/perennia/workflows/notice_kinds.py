"""Tells the messages station which kinds of notices workflows send; it lies below and cannot ask us itself."""

from collections.abc import Iterator

from perennia.workflows.models import WorkflowVersion


def kinds() -> set[str]:
    """The kinds named in the newest version of every workflow."""
    newest = WorkflowVersion.objects.order_by("workflow_id", "-number").distinct("workflow_id")
    return {
        kind for definition in newest.values_list("definition", flat=True) for kind in _named(definition.get("steps"))
    }


def _named(steps: object) -> Iterator[str]:
    """Steps hold steps, in branches."""
    if isinstance(steps, list):
        for one in steps:
            yield from _named(one)
    elif isinstance(steps, dict):
        if steps.get("key") == "notify_team" and isinstance(steps.get("kind"), str):
            yield steps["kind"]
        for inner in steps.values():
            yield from _named(inner) if isinstance(inner, list) else ()
