"""Drafts and versions of workflows: begun, kept while one writes, checked, compared, published, brought back."""

import msgspec
from django.http import HttpRequest
from ninja import Query, Status

from perennia.api import flow, needs
from perennia.api.draft_shapes import (
    BeginFrom,
    Begun,
    ChangeOut,
    DraftChanges,
    DraftOut,
    Drawn,
    FaultOut,
    KeptDraft,
    NewWorkflow,
    OfRevision,
    VersionOut,
    VersionRecord,
    Versions,
)
from perennia.api.needs import Needs
from perennia.api.paging import Page, cursor_of, mark_of
from perennia.api.permissions import Permission
from perennia.api.workflow_shapes import WorkflowRecord
from perennia.api.workflows import router
from perennia.core.workflow import Definition
from perennia.host import clock
from perennia.workflows import (
    begin,
    bring_back,
    changes,
    check,
    discard,
    draft,
    drawn,
    keep_draft,
    publish_draft,
    versions,
)
from perennia.workflows.draft import Draft

READ, EDIT = Needs(Permission.WORKFLOW_READ), Needs(Permission.WORKFLOW_EDIT)


@router.post("", auth=EDIT, response={201: Begun})
def begin_one(request: HttpRequest, given: NewWorkflow) -> Status[Begun]:
    """Begins a workflow: from nothing, or as a copy of another. Nothing runs until it is published."""
    row = begin.begin(
        given.name,
        needs.caller(request).name,
        clock.now(),
        audience=given.audience,
        subject=given.subject,
        copy_of=given.copy_of,
    )
    return Status(201, Begun(key=row.key))


@router.get("/{key}/draft", auth=READ, response=DraftOut)
def read_draft(request: HttpRequest, key: str) -> DraftOut:
    """What somebody is making of it, with everything there is to mend."""
    return _out(draft.find(key), needs.language(request))


@router.put("/{key}/draft", auth=EDIT, response=DraftOut)
def keep(request: HttpRequest, key: str, given: KeptDraft) -> DraftOut:
    """Keeps a draft, faults and all. Refused where somebody else has changed it since it was read."""
    kept = keep_draft.keep_draft(key, given.definition, given.revision, needs.caller(request).name, clock.now())
    return _out(kept, needs.language(request))


@router.delete("/{key}/draft", auth=EDIT, response={204: None})
def throw_away(request: HttpRequest, key: str, wanted: Query[OfRevision]) -> Status[None]:
    """Throws the draft away; a workflow that was never published goes with it."""
    discard.discard(key, wanted.revision)
    return Status(204, None)


@router.post("/{key}/draft/publish", auth=EDIT, response=WorkflowRecord)
def publish(request: HttpRequest, key: str, given: OfRevision) -> WorkflowRecord:
    """Makes it the newest version: who enters from now on is in it, who is under way keeps theirs."""
    caller = needs.caller(request)
    member = caller.member.pk if caller.member else None
    publish_draft.publish_draft(key, given.revision, caller.name, clock.now(), member=member)
    return flow.whole(key, caller.language)


@router.post("/{key}/draft/from", auth=EDIT, response=DraftOut)
def begin_anew(request: HttpRequest, key: str, given: BeginFrom) -> DraftOut:
    """Makes the draft what a version says, or what the workflow was as it shipped. Nothing runs by it until published."""
    caller = needs.caller(request)
    kept = bring_back.bring_back(key, given.version, given.revision, caller.name, clock.now())
    return _out(kept, caller.language)


@router.get("/{key}/draft/changes", auth=READ, response=DraftChanges)
def compare(request: HttpRequest, key: str) -> DraftChanges:
    """What publishing the draft would change of the newest version, in words."""
    kept, language = draft.find(key), needs.language(request)
    found = changes.changes(kept.running, kept.definition, language) if kept.running is not None else []
    return DraftChanges(items=[_change(one) for one in found], version=kept.number, running=versions.running(key))


@router.get("/{key}/versions", auth=READ, response=Versions)
def every_version(request: HttpRequest, key: str, window: Page) -> Versions:
    """Every version that was published, the newest first."""
    draft.find(key)
    name = f"versions.{key}"
    mark = mark_of(window, name)
    rows = versions.listing(key, before=int(str(mark[0])) if mark else None, limit=window.limit + 1)
    shown = rows[: window.limit]
    last = shown[-1].number if len(rows) > len(shown) else None
    return Versions(
        items=[VersionOut(**msgspec.structs.asdict(one)) for one in shown],
        next_cursor=cursor_of((last,) if last else None, name),
    )


@router.get("/{key}/versions/{number}", auth=READ, response=VersionRecord)
def one_version(request: HttpRequest, key: str, number: int) -> VersionRecord:
    """One version whole, and what it changed of the one before."""
    language = needs.language(request)
    said = versions.definition(key, number)
    earlier = versions.definition(key, number - 1) if number > 1 else None
    found = changes.changes(earlier, said, language) if earlier is not None else []
    return VersionRecord(
        number=number, definition=msgspec.to_builtins(said), drawn=_drawn(said, language),
        changes=[_change(one) for one in found],
    )  # fmt: skip


def _out(kept: Draft, language: str) -> DraftOut:
    faults = check.check(kept.definition, kept.running)
    return DraftOut(
        key=kept.workflow.key, definition=msgspec.to_builtins(kept.definition), revision=kept.revision, version=kept.number,
        based_on=kept.based_on, changed_at=kept.changed_at, changed_by=kept.changed_by, is_changed=kept.is_changed,
        drawn=_drawn(kept.definition, language),
        faults=[FaultOut(where=o.where, step=o.step, field=o.field, message=o.said(language)) for o in faults],
    )  # fmt: skip


def _drawn(definition: Definition, language: str) -> Drawn:
    return Drawn(
        trigger=flow.trigger(definition.trigger, "trigger", language) if definition.trigger else None,
        when=drawn.in_words(definition.when, language) if definition.when else "",
        again=drawn.again(definition.re_entry, language),
        exits=[flow.trigger(each, "exits", language) for each in definition.exits],
        goal=flow.trigger(definition.goal, "goal", language) if definition.goal else None,
        steps=[flow.step(each, {}) for each in drawn.steps(definition.steps, language)],
    )


def _change(one: changes.Change) -> ChangeOut:
    return ChangeOut(kind=one.kind, what=one.what, details=list(one.details), step=one.step)
