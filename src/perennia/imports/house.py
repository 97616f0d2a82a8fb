"""What a column may be in this house beside the fields everybody has: own fields, and stages of the pipelines laid out."""

from collections.abc import Mapping, Sequence

import msgspec

from perennia.core.error import Invalid
from perennia.core.event import Value
from perennia.customers import boards, own_fields
from perennia.customers.fold_text import fold_text
from perennia.customers.models import CustomField
from perennia.imports import cells, fields
from perennia.imports.cells import Unclear
from perennia.imports.fields import FIELDS, Field

SUBJECTS: Mapping[str, own_fields.Subject] = {"customers": "customer", "contacts": "contact"}
FIELD, STAGE = "field:", "stage:"


class House(msgspec.Struct, frozen=True):
    """Own fields by their key, and for each pipeline what its stages are called -> the stage's key."""

    own: dict[str, CustomField] = {}
    stages: dict[str, dict[str, str]] = {}
    offered: tuple[Field, ...] = ()

    def find(self, kind: str, key: str) -> Field | None:
        """A field by its key, everybody's or this house's."""
        return fields.find(kind, key) or next((field for field in self.offered if field.key == key), None)

    def meant_by(self, kind: str, heading: str) -> Field | None:
        """The field a column of this name most likely is: everybody's before this house's own."""
        plain = plainly(heading)
        ours = (field for field in self.offered if plain in field.called)
        return fields.meant_by(kind, heading) or next(ours, None)


def house(kind: str) -> House:
    """What this kind of file may hold here."""
    subject = SUBJECTS.get(kind)
    if subject is None:
        return House()
    own = own_fields.fields_of(subject)
    laid_out = [
        board for board in boards.every()
        if board.subject == subject and not board.is_archived and not board.has_several
    ]  # fmt: skip
    offered = [
        Field(FIELD + each.key, "own", each.label, each.label, (plainly(each.label), plainly(each.key))) for each in own
    ]
    offered += [
        Field(
            STAGE + board.key, "stage", f"Stage in “{board.name}”", f"Giai đoạn trong “{board.name}”",
            (plainly(board.name), plainly(board.key)),
        )
        for board in laid_out
    ]  # fmt: skip
    stages = {
        board.key: {plainly(word): column.key for column in board.shown for word in (column.key, column.name)}
        for board in laid_out
    }
    return House({each.key: each for each in own}, stages, tuple(offered))


def every(kind: str, there: House) -> Sequence[Field]:
    """All a column may be."""
    return (*FIELDS[kind], *there.offered)


def own_value(field: CustomField, cell: str, *, has_comma: bool, is_day_first: bool) -> Value:
    """A cell as this field keeps it. Raises Unclear."""
    given: Value = cell
    if field.kind in ("number", "money"):
        given = cells.number(cell, has_comma=has_comma)
    elif field.kind == "yes_no":
        given = cells.yes_no(cell)
    elif field.kind == "date":
        given = cells.day(cell, is_day_first=is_day_first)
    elif field.kind == "choice":
        given = next((choice for choice in field.choices if plainly(choice) == plainly(cell)), cell)
    try:
        return own_fields.value_of(field, given, "cell")
    except Invalid as invalid:
        raise Unclear from invalid


def plainly(word: str) -> str:
    """A heading or name without what people write differently."""
    return " ".join(fold_text(word).replace("_", " ").replace("-", " ").replace(".", " ").split())
