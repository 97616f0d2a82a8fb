"""Reads of a workflow's versions: when each was published, by whom, and how many still run in it."""

from datetime import datetime

import msgspec

from perennia.core.error import NotFound
from perennia.core.workflow import Definition
from perennia.host.select import one, select
from perennia.workflows import draft
from perennia.workflows.models import WorkflowVersion


class NoVersion(NotFound):
    """This workflow has no version of that number."""

    code = "no_version"


class Version(msgspec.Struct, frozen=True):
    """One version of a workflow."""

    number: int
    published_at: datetime
    published_by: str
    running: int


def listing(key: str, *, before: int | None, limit: int) -> list[Version]:
    """The newest first."""
    return select(Version, _VERSIONS, {"key": key, "before": before, "limit": limit})


def running(key: str) -> int:
    """How many are under way, in whatever version."""
    return one(int, _RUNNING, {"key": key}) or 0


def definition(key: str, number: int) -> Definition:
    """What a version says. Raises NoVersion."""
    row = WorkflowVersion.objects.filter(workflow__key=key, number=number).first()
    if row is None:
        raise NoVersion
    return draft.named(msgspec.convert(row.definition, Definition))


_VERSIONS = """
with running as (
    select version_id, count(*) as number from enrolment
    where partition between 0 and 255 and workflow = %(key)s and state in ('active', 'waiting') group by version_id)
select v.number, v.published_at, v.published_by, coalesce(r.number, 0)
from workflows_workflow w join workflows_workflowversion v on v.workflow_id = w.id left join running r on r.version_id = v.id
where w.key = %(key)s and (%(before)s::integer is null or v.number < %(before)s)
order by v.number desc limit %(limit)s
"""
_RUNNING = """
select count(*) from enrolment
where partition between 0 and 255 and workflow = %(key)s and state in ('active', 'waiting')
"""
