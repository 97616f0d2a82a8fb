"""Everything that is wrong with a definition at once, for whoever writes it: found by the same rules that compile it."""

from collections.abc import Iterator
from functools import cache

import msgspec
from pydantic import ValidationError

from perennia.core.catalogue import Entry, Trigger, discover
from perennia.core.error import Invalid
from perennia.core.event import Properties
from perennia.core.fault_words import in_words
from perennia.core.step import Placed, emptied, walk
from perennia.core.workflow import MAX_STEPS, Definition, compile_plan

MOST = 200
LOOKED_AT = 1_000  # steps; a workflow may have far fewer


_BARE: Properties = {"when": None, "re_entry": "once", "exits": [], "goal": None, "steps": []}


class Fault(msgspec.Struct, frozen=True):
    """One thing to mend. `where` is the path in the definition, `step` the step it lies in, `field` the field there."""

    where: str
    message: str
    message_vi: str
    step: str = ""
    field: str = ""

    def said(self, language: str) -> str:
        """What is wrong and what to do, in a language."""
        return self.message_vi if language == "vi" else self.message


def find(definition: Definition) -> list[Fault]:
    """All faults in reading order; empty where it can be published as far as these rules go."""
    found: list[Fault] = []
    for fault in _every(definition):
        if all((one.where, one.step) != (fault.where, fault.step) for one in found):
            found.append(fault)
        if len(found) >= MOST:
            return found
    return found or list(_whole(definition))


def _every(definition: Definition) -> Iterator[Fault]:
    if not definition.label.strip():
        yield Fault("label", "Give the workflow a name.", "Hãy đặt tên cho quy trình.", field="label")
    if definition.trigger:
        yield from _part(definition, "trigger")
    else:
        yield Fault("trigger", "Choose what starts it.", "Hãy chọn điều gì khởi động quy trình.", field="trigger")
    for part in ("when", "re_entry", "exits", "goal"):
        yield from _part(definition, part)
    yield from _steps(definition)


def _part(definition: Definition, part: str) -> Iterator[Fault]:
    said = {part: getattr(definition, part)} if part != "trigger" else {}
    trigger = definition.trigger if part == "trigger" else _any_trigger()
    try:
        compile_plan(msgspec.structs.replace(definition, **{"trigger": trigger, **_BARE, **said}), 0)
    except Invalid as wrong:
        yield from _faults(wrong, part)


def _steps(definition: Definition) -> Iterator[Fault]:
    if not definition.steps:
        yield Fault("steps", "Add a step: it does nothing yet.", "Hãy thêm một bước: quy trình chưa làm gì cả.")
    seen: set[str] = set()
    for number, placed in enumerate(walk(definition.steps)):
        if number == LOOKED_AT:
            yield Fault("steps", f"A workflow has at most {MAX_STEPS} steps. Split it in two.",
                        f"Một quy trình có nhiều nhất {MAX_STEPS} bước. Hãy tách làm hai.")  # fmt: skip
            return
        if placed.id in seen:
            yield Fault(f"{placed.where}.id", f"Two steps are called “{placed.id}”. Rename one of them.",
                        f"Có hai bước cùng tên “{placed.id}”. Hãy đổi tên một bước.", placed.id, "id")  # fmt: skip
        seen.add(placed.id)
        yield from _step(placed, definition)


def _step(placed: Placed, definition: Definition) -> Iterator[Fault]:
    if placed.step.get("key") != "again":  # its rules are about the whole
        alone: Properties = {"trigger": _any_trigger(), **_BARE, "steps": [emptied(placed.step)]}
        try:
            compile_plan(msgspec.structs.replace(definition, **alone), 0)
        except Invalid as wrong:
            yield from _faults(wrong, "steps[0]", placed)
            return
    template = placed.step.get("template")
    if isinstance(template, str) and not _has_words(definition.templates.get(template)):
        yield Fault(f"{placed.where}.template", "The message has no words yet. Write a subject and a text.",
                    "Tin nhắn chưa có lời. Hãy viết tiêu đề và nội dung.", placed.id, "template")  # fmt: skip


def _has_words(said: Properties | None) -> bool:
    return said is not None and all(str(said.get(part) or "").strip() for part in ("subject", "body"))


def _whole(definition: Definition) -> Iterator[Fault]:
    """What only the whole shows: too many steps, a circle without a wait."""
    try:
        compile_plan(definition, 0)
    except Invalid as wrong:
        yield from _faults(wrong, wrong.field or "steps")


def _faults(wrong: Invalid, where: str, placed: Placed | None = None) -> Iterator[Fault]:
    """An entry says all that is wrong with its fields; anything else is one fault."""
    cause = wrong.__cause__
    place = wrong.field or where
    really, step = (placed.where, placed.id) if placed is not None else (where, "")
    if not isinstance(cause, ValidationError):
        english, vietnamese = in_words(wrong.detail, place)
        inner = place.removeprefix(where)
        yield Fault(f"{really}{inner}", english, vietnamese, step, inner.strip("."))
        return
    entry = next((one for one in discover(Entry).values() if one.__name__ == cause.title), None)
    prefix = place.removesuffix("." + ".".join(map(str, cause.errors()[0]["loc"])))
    for error in cause.errors():
        name = str(error["loc"][0]) if error["loc"] else ""
        known = entry.model_fields.get(name) if entry is not None else None
        english, vietnamese = in_words(error["msg"], "", error, known)
        inner = (f"{prefix}.{name}" if name else prefix).removeprefix(where)
        yield Fault(f"{really}{inner}", english, vietnamese, step, inner.strip("."))


@cache
def _any_trigger() -> Properties:
    """A trigger that asks nothing, under which a part is held to its rules by itself."""
    for key, entry in sorted(discover(Trigger).items()):
        try:
            entry()
        except ValidationError:
            continue
        return {"key": key}
    raise LookupError("The catalogue has no trigger without parameters.")
