"""Lays out pipelines: makes one, names it, orders it, puts it away; its stages likewise, with where their cards go."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.db import connection, transaction

from perennia.core.error import Conflict, Invalid
from perennia.customers import boards
from perennia.customers.boards import OWN, Board, Column, Subject, Tone
from perennia.customers.models import PipelineLayout, StageEmptying
from perennia.host import jobs

MOST_COLUMNS = 60
JOB = "empty_stage"
_ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtext('perennia pipelines'))"


class NameTaken(Conflict):
    """Another one has this name already. Choose a different one."""

    code = "name_taken"


class Wanted(msgspec.Struct, frozen=True):
    """A stage as somebody wants it: a new one has no key. `moves_to` is where the cards of an archived one go."""

    name: str
    key: str | None = None
    tone: Tone = "quiet"
    is_archived: bool = False
    moves_to: str | None = None


@transaction.atomic
def create(name: str, subject: Subject, stages: Sequence[Wanted]) -> Board:
    """Makes a pipeline of one's own. Raises NameTaken, Invalid."""
    known = _alone()
    if any(name in (board.key, board.name) for board in known):
        raise NameTaken(field="body.name")
    columns = _columns((), stages)
    position = max([OWN, *(board.position for board in known)]) + 1
    row = PipelineLayout(key=name, name=name, subject=subject, position=position)
    row.columns = msgspec.to_builtins(columns)
    row.save()
    return boards.find(name)


@transaction.atomic
def change(key: str, *, name: str | None = None, is_archived: bool | None = None, position: int | None = None) -> Board:
    """Renames it, puts it away or brings it back, or moves it to this place among all. Raises NoPipeline, NameTaken."""
    known = _alone()
    board = boards.find(key)
    if name is not None and any(name in (each.key, each.name) for each in known if each.key != key):
        raise NameTaken(field="body.name")
    row = _row(board)
    row.name = name if name is not None else row.name
    row.is_archived = is_archived if is_archived is not None else row.is_archived
    row.save()
    if position is not None:
        _order(known, key, position)
    return boards.find(key)


@transaction.atomic
def set_stages(key: str, stages: Sequence[Wanted], at: datetime, by: str) -> Board:
    """Sets all its stages at once; each one there was must be named. Cards of newly archived ones move on by themselves."""
    _alone()
    board = boards.find(key)
    columns = _columns(board.columns, stages)
    row = _row(board)
    row.columns = msgspec.to_builtins(columns)
    row.save()
    open_ = {column.key for column in columns if not column.is_archived}
    for place, stage in enumerate(stages):
        if stage.is_archived and stage.key is not None and stage.moves_to is not None:
            if stage.moves_to not in open_:
                raise Invalid(
                    "Choose a stage that stays, for the cards to go to.", field=f"body.stages.{place}.moves_to"
                )
            _empty(key, stage.key, stage.moves_to, at, by)
    return boards.find(key)


def _columns(before: Sequence[Column], stages: Sequence[Wanted]) -> list[Column]:
    if len(stages) > MOST_COLUMNS:
        raise Invalid(f"A pipeline has at most {MOST_COLUMNS} stages.", field="body.stages")
    known = {column.key for column in before}
    columns, names = list[Column](), set[str]()
    for place, stage in enumerate(stages):
        key = stage.key if stage.key is not None else stage.name
        if (stage.key is None) == (key in known) or any(key == column.key for column in columns):
            raise NameTaken(f"There is a stage “{key}” already.", field=f"body.stages.{place}.name")
        if not stage.is_archived and stage.name in names:
            raise NameTaken(f"Two stages are called “{stage.name}”.", field=f"body.stages.{place}.name")
        names |= set() if stage.is_archived else {stage.name}
        columns.append(Column(key, stage.name, stage.tone, stage.is_archived))
    missing = known - {column.key for column in columns}
    if missing:
        raise Invalid(f"“{min(missing)}” is missing. A stage is archived, not removed.", field="body.stages")
    return columns


def _empty(pipeline: str, stage: str, to_stage: str, at: datetime, by: str) -> None:
    row = StageEmptying.objects.create(pipeline=pipeline, stage=stage, to_stage=to_stage, by=by, asked_at=at)
    jobs.ask(JOB, row.pk)


def _order(known: Sequence[Board], key: str, position: int) -> None:
    others = [board for board in known if board.key != key]
    mine = next(board for board in known if board.key == key)
    others.insert(min(position, len(others)), mine)
    for place, board in enumerate(others):
        row = _row(board)
        row.position = place
        row.save(update_fields=["position"])


def _row(board: Board) -> PipelineLayout:
    """Its row, made of what ships where nobody has changed anything yet."""
    columns = msgspec.to_builtins(board.columns)
    given = {"name": board.name, "subject": board.subject, "columns": columns, "position": board.position}
    row, _ = PipelineLayout.objects.get_or_create(key=board.key, defaults=given)
    return row


def _alone() -> list[Board]:
    """All pipelines, while nobody else lays one out."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME)
    return boards.every()
