"""Pipelines as they are laid out here: the shipped ones with what somebody changed, and one's own."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from perennia.core.error import NotFound
from perennia.customers.models import PipelineLayout
from perennia.customers.pipelines import PIPELINES, Pipeline

Subject = Literal["customer", "contact"]
Tone = Literal["quiet", "good", "info", "warn", "bad", "plum"]
OWN = 1000  # where pipelines of one's own begin
_TONES: Mapping[str, Tone] = {
    "Active": "good", "Active within a week": "info", "Inactive (1 week)": "warn", "Inactive (2 weeks)": "warn",
    "Inactive (3 weeks)": "bad", "Inactive (1 month)": "bad", "Active Subscription": "good", "Subscription Failed": "warn",
    "Subscription Churned": "bad", "Thriving": "good", "Healthy": "good", "Steady": "info", "Struggling": "bad",
    "Very Happy": "good", "Happy": "good", "Neutral": "info", "Not Happy": "bad", "Starter User": "quiet",
    "Moderate User": "info", "Pro User": "good", "Advanced User": "plum",
}  # fmt: skip


class NoPipeline(NotFound):
    """There is no pipeline of this name. It may have been archived."""

    code = "no_pipeline"


class Column(msgspec.Struct, frozen=True):
    """A stage as a column: workflows know it by `key`, people read `name`."""

    key: str
    name: str
    tone: Tone = "quiet"
    is_archived: bool = False


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """A pipeline with its columns in order, the archived ones among them."""

    key: str
    name: str
    subject: Subject
    columns: tuple[Column, ...] = ()
    has_several: bool = False
    is_revenue: bool = False
    is_shipped: bool = False
    is_archived: bool = False
    position: int = OWN

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns that take cards."""
        return tuple(column for column in self.columns if not column.is_archived)

    def column(self, key: str) -> Column | None:
        """The column of this key, archived or not."""
        return next((column for column in self.columns if column.key == key), None)

    def named(self, key: str | None) -> str | None:
        """What people read of a stage; its key where nobody laid it out."""
        if key is None:
            return None
        found = self.column(key)
        return found.name if found is not None else key


def every() -> list[Board]:
    """All of them in order, archived ones too."""
    rows = {row.key: row for row in PipelineLayout.objects.all()}
    made = [_shipped(each, place, rows.pop(each.name, None)) for place, each in enumerate(PIPELINES)]
    made += [_own(row) for row in rows.values()]
    return sorted(made, key=lambda board: (board.position, board.name))


def find(key: str) -> Board:
    """One of them. Raises NoPipeline."""
    found = next((board for board in every() if board.key == key), None)
    if found is None:
        raise NoPipeline
    return found


def columns_of(row: PipelineLayout) -> tuple[Column, ...]:
    """The columns a row keeps."""
    return msgspec.convert(row.columns, tuple[Column, ...])


def _shipped(shipped: Pipeline, place: int, row: PipelineLayout | None) -> Board:
    """As it ships, under what was changed; a stage a newer version brings stands at the end."""
    subject: Subject = "customer" if shipped.subject == "customer" else "contact"
    ours = tuple(Column(stage, stage, _TONES.get(stage, "quiet")) for stage in shipped.stages)
    board = Board(
        key=shipped.name, name=shipped.name, subject=subject, columns=ours, has_several=shipped.has_several,
        is_revenue=shipped.is_revenue, is_shipped=True, position=place,
    )  # fmt: skip
    if row is None:
        return board
    kept = columns_of(row)
    known = {column.key for column in kept}
    return msgspec.structs.replace(
        board, name=row.name, position=row.position, is_archived=row.is_archived,
        columns=(*kept, *(column for column in ours if column.key not in known)),
    )  # fmt: skip


def _own(row: PipelineLayout) -> Board:
    subject: Subject = "customer" if row.subject == "customer" else "contact"
    return Board(
        key=row.key, name=row.name, subject=subject, columns=columns_of(row), position=row.position,
        is_archived=row.is_archived,
    )  # fmt: skip
