"""What a draft would change of the running version, in words: what is added, changed, moved, removed."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Literal

import msgspec

from perennia.core.catalogue import Action, discover
from perennia.core.error import Invalid
from perennia.core.event import Properties, Value
from perennia.core.form import of_entry, of_step
from perennia.core.form_words import choice
from perennia.core.step import STEP_KINDS, Placed, emptied, walk
from perennia.core.workflow import Definition, trigger_of
from perennia.workflows import drawn
from perennia.workflows.drawn import Step
from perennia.workflows.reading import lowered, readable

Kind = Literal["added", "changed", "moved", "removed"]
LONGEST = 120
_PARTS = {
    "label": ("Name", "Tên"), "label_vi": ("Name in Vietnamese", "Tên tiếng Việt"),
    "description": ("Description", "Mô tả"), "description_vi": ("Description in Vietnamese", "Mô tả tiếng Việt"),
    "audience": ("Speaks to", "Gửi đến"), "subject": ("About", "Về"), "trigger": ("Trigger", "Khởi động"),
    "when": ("Only if", "Chỉ khi"), "re_entry": ("Again", "Lặp lại"), "exits": ("Leaves when", "Rời khi"),
    "goal": ("Goal", "Mục tiêu"), "catch_up": ("After a standstill", "Sau khi gián đoạn"),
    "everyday": ("Left out of lists", "Ẩn khỏi danh sách"), "group": ("Group", "Nhóm"),
}  # fmt: skip
_WORDS = {
    "nothing": ("nothing", "trống"), "at the beginning": ("at the beginning", "ở đầu"),
    "after": ("after: {}", "sau: {}"), "way": ("in: {}", "trong: {}"),
    "words": ("the words in {}", "lời bằng {}"), "English": ("English", "tiếng Anh"),
    "Vietnamese": ("Vietnamese", "tiếng Việt"), "yes": ("yes", "có"), "no": ("no", "không"),
}  # fmt: skip


class Change(msgspec.Struct, frozen=True):
    """One difference. `what` names the part or step, `details` say from what to what; `step` is empty for a part."""

    kind: Kind
    what: str
    details: tuple[str, ...] = ()
    step: str = ""


class _Side(msgspec.Struct, frozen=True):
    """One of the two: its steps by name, and what they are called."""

    definition: Definition
    placed: Mapping[str, Placed]
    names: Mapping[str, str]


def changes(before: Definition, after: Definition, language: str) -> list[Change]:
    """Every difference, parts first, then steps in reading order, then what is gone."""
    old, new = _side(before, language), _side(after, language)
    moved = _moved(old.placed, new.placed)
    found = list(_parts(before, after, language))
    for id_, placed in new.placed.items():
        if id_ not in old.placed:
            found.append(Change("added", new.names[id_], (_where(placed, new, language),), id_))
            continue
        details = (*_details(old, new, id_, language), *_texts(old, new, id_, language))
        if details:
            found.append(Change("changed", new.names[id_], details, id_))
        if id_ in moved:
            found.append(Change("moved", new.names[id_], (_where(placed, new, language),), id_))
    found += [Change("removed", old.names[id_], (), id_) for id_ in old.placed if id_ not in new.placed]
    return found


def _side(definition: Definition, language: str) -> _Side:
    placed: dict[str, Placed] = {}
    for one in walk(definition.steps):
        placed.setdefault(one.id, one)
    flat = dict(_flat(drawn.steps(definition.steps, language)))
    names = {id_: _called(flat.get(id_), one, definition, language) for id_, one in placed.items()}
    return _Side(definition, placed, names)


def _flat(steps: Sequence[Step]) -> Iterator[tuple[str, Step]]:
    for step in steps:
        yield step.id, step
        for way in step.branches:
            yield from _flat(way.steps)


def _called(step: Step | None, placed: Placed, definition: Definition, language: str) -> str:
    """A message by its subject, anything else by what it does."""
    template = placed.step.get("template")
    text = (
        definition.text(template, language) if isinstance(template, str) and template in definition.templates else None
    )
    if text is not None and (subject := readable(text.subject)):
        return subject[:LONGEST]
    if step is None:
        return str(placed.step.get("key"))
    return f"{step.label}: {step.detail}" if step.detail and step.kind != "action" else step.label


def _moved(old: Mapping[str, Placed], new: Mapping[str, Placed]) -> set[str]:
    """Those in another way, and of those that stayed in theirs the fewest that explain the new order."""
    found = {id_ for id_, one in new.items() if id_ in old and (old[id_].parent, old[id_].way) != (one.parent, one.way)}
    ways = {(one.parent, one.way) for one in new.values()}
    for way in ways:
        before = [id_ for id_, one in old.items() if (one.parent, one.way) == way and id_ in new and id_ not in found]
        after = [id_ for id_, one in new.items() if (one.parent, one.way) == way and id_ in old and id_ not in found]
        kept = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
        stayed = {id_ for block in kept for id_ in before[block.a : block.a + block.size]}
        found |= set(after) - stayed
    return found


def _where(placed: Placed, side: _Side, language: str) -> str:
    if placed.before:
        return _said("after", language).format(side.names.get(placed.before, placed.before))
    if placed.parent:
        return _said("way", language).format(side.names.get(placed.parent, placed.parent))
    return _said("at the beginning", language)


def _details(old: _Side, new: _Side, id_: str, language: str) -> Iterator[str]:
    before, after = emptied(old.placed[id_].step), emptied(new.placed[id_].step)
    fields = _fields(str(after.get("key")), language)
    for name in dict.fromkeys((*before, *after)):
        if name in ("id", "key") and before.get("key") == after.get("key"):
            continue
        spec = fields.get(name)
        field = spec if isinstance(spec, dict) else {}
        default = field.get("default")
        one, two = before.get(name, default), after.get(name, default)
        if one == two or (not one and not two and field.get("widget") == "steps"):
            continue
        title = str(field.get("title") or name.replace("_", " "))
        yield f"{title}: {_value(one, field, language)} → {_value(two, field, language)}"


def _fields(key: str, language: str) -> Properties:
    if key in STEP_KINDS:
        form = of_step(STEP_KINDS[key], language)
        either = form.get("oneOf")
        tables = [form, *(either if isinstance(either, list) else [])]
        return {name: one for table in tables if isinstance(table, dict) for name, one in _table(table).items()}
    known = discover(Action)
    return _table(of_entry(known[key], language)) if key in known else {}


def _table(form: Properties) -> Properties:
    found = form.get("properties")
    return found if isinstance(found, dict) else {}


def _value(value: Value, field: Properties, language: str) -> str:
    if value is None or value == "" or value == []:
        return _said("nothing", language)
    if isinstance(value, bool):
        return _said("yes" if value else "no", language)
    if isinstance(value, dict):
        return _tree(value, language)
    if isinstance(value, list):
        return ", ".join(_value(one, {}, language) for one in value)
    if field.get("widget") == "duration":
        return drawn.span(value, language)
    if field.get("choices"):
        return choice(str(value), language)
    text = str(value)
    return f"“{text[:LONGEST]}…”" if len(text) > LONGEST else f"“{text}”" if isinstance(value, str) else text


def _tree(value: Properties, language: str) -> str:
    """A trigger or a condition."""
    if "key" in value:
        try:
            return lowered(trigger_of(value, "").summary(language))
        except Invalid:
            pass
    return lowered(drawn.in_words(value, language))


def _texts(old: _Side, new: _Side, id_: str, language: str) -> Iterator[str]:
    name = new.placed[id_].step.get("template")
    if not isinstance(name, str) or old.placed[id_].step.get("template") != name:
        return
    before, after = old.definition.templates.get(name, {}), new.definition.templates.get(name, {})
    for said, of in (("English", "en"), ("Vietnamese", "vi")):
        if _text(before, of) != _text(after, of):
            yield _said("words", language).format(_said(said, language))


def _text(said: Properties, language: str) -> tuple[Value, Value] | None:
    own = said if language == "en" else said.get(language)
    return (own.get("subject"), own.get("body")) if isinstance(own, dict) else None


def _parts(before: Definition, after: Definition, language: str) -> Iterator[Change]:
    for name, (english, vietnamese) in _PARTS.items():
        one, two = getattr(before, name), getattr(after, name)
        if one == two:
            continue
        label = vietnamese if language == "vi" else english
        kind: Kind = "added" if not one else "removed" if not two else "changed"
        yield Change(kind, label, (f"{_part(name, one, language)} → {_part(name, two, language)}",))


def _part(name: str, value: Value, language: str) -> str:
    if isinstance(value, list) and value:
        return "; ".join(_part(name, one, language) for one in value)
    if name == "re_entry":
        return drawn.again(str(value), language)
    if isinstance(value, str) and value in ("customer", "contact", "customer_touch", "internal_notification"):
        return choice(value, language)
    return _value(value, {}, language)


def _said(word: str, language: str) -> str:
    return _WORDS[word][language == "vi"]
