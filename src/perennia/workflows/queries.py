"""Reads of workflows: the list, and one of them whole."""

from collections.abc import Sequence

import msgspec

from perennia.core.condition.describe import describe
from perennia.core.error import Invalid
from perennia.core.workflow import Definition, Plan, WaitNode, compile_plan
from perennia.host.select import one, select
from perennia.workflows.models import Workflow, WorkflowDraft, WorkflowVersion
from perennia.workflows.switch import NoWorkflow


class Found(msgspec.Struct, frozen=True):
    """A workflow with its newest version; number and version are 0 where nothing was published yet, only drafted."""

    row: Workflow
    number: int
    version: int
    definition: Definition


def listing() -> list[Found]:
    """All workflows in the order of their groups."""
    newest = WorkflowVersion.objects.order_by("workflow_id", "-number").distinct("workflow_id")
    found = [_found(version) for version in newest.select_related("workflow")]
    return sorted(found, key=lambda each: (each.definition.group, each.definition.audience, each.row.key))


def drafted() -> list[Found]:
    """Those that were never published, as they are drafted."""
    rows = WorkflowDraft.objects.filter(workflow__versions=None).select_related("workflow").order_by("workflow__key")
    return [_drafted(row) for row in rows]


def find_any(key: str) -> Found:
    """One workflow, even if it was only drafted yet. Raises NoWorkflow."""
    row = WorkflowDraft.objects.filter(workflow__key=key, workflow__versions=None).select_related("workflow").first()
    return _drafted(row) if row is not None else find(key)


def find(key: str) -> Found:
    """One workflow that was published. Raises NoWorkflow."""
    newest = WorkflowVersion.objects.filter(workflow__key=key).select_related("workflow").order_by("-number").first()
    if newest is None:
        raise NoWorkflow
    return _found(newest)


def plan(found: Found) -> Plan | None:
    """It compiled; None where it cannot run as it stands."""
    try:
        return compile_plan(found.definition, found.version)
    except Invalid:
        return None


def waits(key: str) -> list[tuple[int, int, str]]:
    """Version, node and step of every wait of every version: where enrolments may stand."""
    found = []
    for version in WorkflowVersion.objects.filter(workflow__key=key):
        compiled = plan(_found(version))
        nodes: Sequence[object] = compiled.nodes if compiled else ()
        found += [(version.pk, place, node.step) for place, node in enumerate(nodes) if isinstance(node, WaitNode)]
    return found


def qualifying(compiled: Plan) -> int | None:
    """How many are past the moment a time-based workflow waits for; None where only an event can tell."""
    crossing = compiled.trigger.crossing()
    if crossing is None or crossing.column not in _QUALIFYING:
        return None
    return one(int, _HOW_MANY[crossing.column], {"kind": crossing.kind, "after": crossing.after})


def qualified(compiled: Plan, after: int, limit: int) -> list[tuple[int, int]]:
    """A page of them by id, behind `after`: (id, customer)."""
    crossing = compiled.trigger.crossing()
    if crossing is None or crossing.column not in _QUALIFYING:
        return []
    params = {"kind": crossing.kind, "after": crossing.after, "behind": after, "limit": limit}
    return select(_subject, _WHO[crossing.column], params)


def in_words(compiled: Plan, language: str) -> str:
    """Its condition as a sentence; empty where it has none."""
    return describe(compiled.when, language) if compiled.when is not None else ""


def search(words: str, language: str, limit: int) -> list[tuple[str, str]]:
    """Key and name of workflows whose name holds these words."""
    params = {"q": f"%{words}%", "vi": language == "vi", "limit": limit}
    return select(_pair, _SEARCH, params)


def _found(version: WorkflowVersion) -> Found:
    definition = msgspec.convert(version.definition, Definition)
    return Found(version.workflow, version.number, version.pk, definition)


def _drafted(row: WorkflowDraft) -> Found:
    return Found(row.workflow, 0, 0, msgspec.convert(row.definition, Definition))


def _subject(id_: int, customer: int) -> tuple[int, int]:
    return id_, customer


def _pair(key: str, name: str) -> tuple[str, str]:
    return key, name


_QUALIFYING = {
    "last_seen_at": """
        from profile p where p.kind = %(kind)s and not p.is_hidden
          and p.seen_quarter <= clock_timestamp() + (select ahead from host_clock) - %(after)s
          and p.last_seen_at <= clock_timestamp() + (select ahead from host_clock) - %(after)s""",
    "started_at": """
        from profile p where p.kind = %(kind)s and not p.is_hidden and p.started_at is not null
          and p.started_at <= clock_timestamp() + (select ahead from host_clock) - %(after)s""",
    "renews_at": """
        from profile p where p.kind = %(kind)s and not p.is_hidden and p.renews_at is not null
          and p.renews_at > clock_timestamp() + (select ahead from host_clock)
          and p.renews_at <= clock_timestamp() + (select ahead from host_clock) - %(after)s""",
}
_HOW_MANY = {column: "select count(*)" + clause for column, clause in _QUALIFYING.items()}
_WHO = {
    column: "select p.id, p.customer_id" + clause + " and p.id > %(behind)s order by p.id limit %(limit)s"
    for column, clause in _QUALIFYING.items()
}
_SEARCH = """
select key, name from (
    select distinct on (w.key) w.key,
           case when %(vi)s and coalesce(v.definition->>'label_vi', '') <> '' then v.definition->>'label_vi'
                else v.definition->>'label' end as name
    from workflows_workflow w join workflows_workflowversion v on v.workflow_id = w.id
    order by w.key, v.number desc) named
where name ilike %(q)s or key ilike %(q)s order by name limit %(limit)s
"""
