"""Workflows: what there is, how each flows, whether it is on, what it did."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from perennia.api import flow, log, log_search, needs
from perennia.api.log_shapes import Enrolments, RunLog
from perennia.api.needs import Needs
from perennia.api.paging import Window, cursor_of, mark_of
from perennia.api.permissions import Permission
from perennia.api.workflow_shapes import Older, OlderRuns, Qualifying, SwitchOn, WorkflowRecord, Workflows
from perennia.host import clock
from perennia.messages import pausing
from perennia.workflows import enrol_existing, queries, run_log, switch, upgrade
from perennia.workflows import enrolments as enrolled

router = Router()
READ = Needs(Permission.WORKFLOW_READ)
SWITCH = Needs(Permission.WORKFLOW_SWITCH)


class Standing(Window):
    """Which enrolments."""

    state: Literal["active", "waiting", "done", "left", "stopped", "failed"] | None = None


class LogWanted(Window):
    """Which lines of its run log."""

    q: Annotated[str | None, Field(max_length=200, description="Words of the sentence, a name, a reason.")] = None


@router.get("", auth=READ, response=Workflows)
def listing(request: HttpRequest) -> Workflows:
    """All workflows with the numbers of the last 30 days."""
    return Workflows(items=flow.items(needs.language(request)))


@router.get("/{key}", auth=READ, response=WorkflowRecord)
def read(request: HttpRequest, key: str) -> WorkflowRecord:
    """One workflow whole: trigger, steps, texts, rules, numbers of each step."""
    return flow.whole(key, needs.language(request))


@router.post("/{key}/on", auth=SWITCH, response=WorkflowRecord)
def switch_on(request: HttpRequest, key: str, wanted: SwitchOn | None = None) -> WorkflowRecord:
    """Switches it on; it counts from this moment. `enrol_existing` takes in who is past its moment already."""
    switch.switch(key, clock.now(), on=True)
    if wanted is not None and wanted.enrol_existing:
        enrol_existing.enrol_existing(key, clock.now())
    return flow.whole(key, needs.language(request))


@router.post("/{key}/off", auth=SWITCH, response=WorkflowRecord)
def switch_off(request: HttpRequest, key: str) -> WorkflowRecord:
    """Switches it off: nobody new enters; who is in it goes on."""
    switch.switch(key, clock.now(), on=False)
    return flow.whole(key, needs.language(request))


@router.post("/{key}/resume", auth=SWITCH, response=WorkflowRecord)
def resume(request: HttpRequest, key: str) -> WorkflowRecord:
    """Lets the messages of a paused workflow go on; failures are counted anew."""
    member = needs.caller(request).member
    queries.find(key)
    pausing.resume(key, clock.now(), member.pk if member is not None else None)
    return flow.whole(key, needs.language(request))


@router.get("/{key}/qualifying", auth=READ, response=Qualifying)
def qualifying(request: HttpRequest, key: str) -> Qualifying:
    """How many are past the moment a time-based workflow waits for."""
    compiled = queries.plan(queries.find(key))
    return Qualifying(count=queries.qualifying(compiled) if compiled else None)


@router.get("/{key}/older", auth=READ, response=Older)
def older_runs(request: HttpRequest, key: str) -> Older:
    """Who runs on an older version, by the step they wait at, and whether moving them would take them along."""
    found = queries.find(key)
    rows = upgrade.older(key, needs.language(request))
    items = [OlderRuns(version=one.number, step=one.step, count=one.count, moves=one.moves) for one in rows]
    return Older(newest=found.number, items=items)


@router.post("/{key}/older/move", auth=Needs(Permission.WORKFLOW_EDIT), response=Older)
def move_older_runs(request: HttpRequest, key: str) -> Older:
    """Moves them to the newest version, each at the step where it waits; who waits at a step that is no more stays."""
    upgrade.upgrade(key, clock.now(), needs.caller(request).name)
    return older_runs(request, key)


@router.get("/{key}/enrolments", auth=READ, response=Enrolments)
def enrolments(request: HttpRequest, key: str, wanted: Query[Standing]) -> Enrolments:
    """Who is or was in it."""
    queries.find(key)
    name = f"enrolments.{key}.{wanted.state}"
    mark = mark_of(wanted, name)
    before = (str(mark[0]), str(mark[1])) if mark else None
    rows = enrolled.of_workflow(key, state=wanted.state, before=before, limit=wanted.limit + 1)
    shown = rows[: wanted.limit]
    last = log.mark(shown[-1]) if len(rows) > len(shown) else None
    return Enrolments(items=log.enrolments(shown, needs.reader(request)), next_cursor=cursor_of(last, name))


@router.get("/{key}/log", auth=READ, response=RunLog)
def read_log(request: HttpRequest, key: str, wanted: Query[LogWanted]) -> RunLog:
    """What it did, with whom, and why; also why it did not."""
    queries.find(key)
    name = f"log.workflow.{key}"
    mark = mark_of(wanted, name)

    def read(before: int | None, limit: int) -> list[run_log.Line]:
        return run_log.of_workflow(key, before=before, limit=limit)

    before = int(str(mark[0])) if mark else None
    items, last = log_search.page(read, wanted.q, needs.reader(request), before, wanted.limit)
    return RunLog(items=items, next_cursor=cursor_of((last,) if last else None, name))
