"""The kinds of step that are no action: waits, branches, ends. Each with the schema of its form, which also tells
where chains of further steps lie in it; the builder, the diff and the finder of faults walk a workflow by this table.
"""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from perennia.core.event import Properties, Value
from perennia.core.target import TARGETS, Target

STEPS = "steps"  # the widget of a property that holds a chain


class StepKind(msgspec.Struct, frozen=True):
    """A kind of step. In its schema a property with the widget `steps` is one way out; an array whose items have
    such a property is as many ways as it has items.
    """

    key: str
    label: str
    label_vi: str
    icon: str
    about: str
    about_vi: str
    schema: Properties


class Chain(msgspec.Struct, frozen=True):
    """One way out of a step: where it lies in the step, and its steps."""

    path: tuple[str | int, ...]
    steps: list[Properties]

    @property
    def where(self) -> str:
        """The path as faults write it: `then`, `ways[0].steps`."""
        said = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path)
        return said.removeprefix(".")


def _way(title: str, title_vi: str) -> Properties:
    return {"type": "array", "title": title, "title_vi": title_vi, "widget": STEPS, "default": []}


def _span(title: str, title_vi: str, default: str) -> Properties:
    return {"type": "string", "format": "duration", "widget": "duration", "title": title, "title_vi": title_vi,
            "default": default}  # fmt: skip


_TRIGGER: Properties = {"type": "object", "widget": "trigger", "title": "What to wait for", "title_vi": "Chờ điều gì"}
_CONDITION: Properties = {"type": "object", "widget": "condition", "title": "If", "title_vi": "Nếu"}
_DAY: Properties = {
    "type": "integer", "minimum": 0, "maximum": 3650, "title": "Day", "title_vi": "Ngày thứ", "default": 7,
    "description": "Counted from the first event. Who comes after that day skips what belongs to it.",
    "description_vi": "Tính từ sự kiện đầu tiên. Ai đến sau ngày đó sẽ bỏ qua phần thuộc về ngày đó.",
}  # fmt: skip


def _either(title: str, title_vi: str, required: list[Value], properties: Properties) -> Properties:
    return {"type": "object", "title": title, "title_vi": title_vi, "required": required, "properties": properties}


def _target(kind: type[Target]) -> Properties:
    """The form of a wait until a moment, drawn from the fields that read it."""
    schema = kind.model_json_schema()
    required: list[Value] = [kind.marks]
    return _either(kind.label, kind.label_vi, required, schema["properties"])


def _ways_of(first: Properties) -> Properties:
    """Ways in a list: each with a name, what leads onto it, and its steps."""
    label: Properties = {"type": "string", "title": "Name", "title_vi": "Tên", "maxLength": 80, "default": ""}
    way: Properties = {"type": "object", "properties": {"label": label, **first, "steps": _way("Steps", "Các bước")}}
    return {"type": "array", "title": "Ways", "title_vi": "Các hướng", "minItems": 1, "maxItems": 20, "items": way}


def _percent(title: str, title_vi: str) -> Properties:
    return {"type": "number", "minimum": 0, "maximum": 100, "title": title, "title_vi": title_vi, "default": 0}


STEP_KINDS: Mapping[str, StepKind] = {
    kind.key: kind
    for kind in (
        StepKind(
            "wait", "Wait", "Chờ", "clock-pause",
            "For a time, until a time of the day or a date, or until something happens.",
            "Trong một thời gian, đến một giờ hay một ngày, hoặc đến khi có điều gì xảy ra.",
            {
                "type": "object",
                "oneOf": [
                    _either("For a time", "Trong một thời gian", ["for"], {"for": _span("How long", "Bao lâu", "P1D")}),
                    _either("Until a day since the start", "Đến một ngày kể từ khi bắt đầu", ["until_day"],
                            {"until_day": _DAY}),
                    _either("Until something happens", "Đến khi có điều gì xảy ra", ["until", "at_most"], {
                        "until": _TRIGGER, "at_most": _span("At most", "Lâu nhất", "P7D"),
                        "else": _way("Too late", "Quá hạn"),
                    }),
                    *map(_target, TARGETS.values()),
                ],
            },
        ),
        StepKind(
            "branch", "If / else", "Nếu / ngược lại", "arrows-split",
            "Goes one way if a condition holds, else the other.",
            "Đi theo một hướng nếu điều kiện đúng, ngược lại thì hướng kia.",
            _either("If / else", "Nếu / ngược lại", ["if"],
                    {"if": _CONDITION, "then": _way("Yes", "Đúng"), "else": _way("No", "Không")}),
        ),
        StepKind(
            "choose", "Several ways", "Nhiều hướng", "arrows-split",
            "Goes the first way whose condition holds, else the last one.",
            "Đi theo hướng đầu tiên có điều kiện đúng, nếu không thì theo hướng cuối.",
            _either("Several ways", "Nhiều hướng", ["ways"],
                    {"ways": _ways_of({"if": _CONDITION}), "else": _way("Else", "Còn lại")}),
        ),
        StepKind(
            "split", "Split by share", "Chia theo tỷ lệ", "arrows-split",
            "The same person always goes the same way. Who is held out ends here, to compare the others with.",
            "Cùng một người luôn đi cùng một hướng. Ai được giữ lại sẽ dừng ở đây, để so sánh với những người khác.",
            _either("Split by share", "Chia theo tỷ lệ", ["ways"], {
                "ways": _ways_of({"percent": _percent("Percent", "Phần trăm")}),
                "hold_out": _percent("Held out, percent", "Giữ lại, phần trăm"),
            }),
        ),
        StepKind(
            "stop", "Stop", "Dừng", "player-stop",
            "Ends the workflow here for whoever comes this way.", "Kết thúc quy trình ở đây cho ai đi hướng này.",
            {"type": "object", "properties": {}},
        ),
        StepKind(
            "again", "Begin again", "Bắt đầu lại", "repeat",
            "Goes back to the first step. It stands last, and there must be a wait before it.",
            "Quay lại bước đầu. Đặt ở cuối cùng, và phải có một bước chờ trước đó.",
            {"type": "object", "properties": {}},
        ),
    )
}  # fmt: skip


def properties_of(kind: StepKind) -> Properties:
    """All fields of its form, those of every alternative."""
    found: Properties = {}
    for each in (kind.schema, *_tables(kind.schema.get("oneOf"))):
        found |= _table(each.get("properties"))
    return found


def chains(step: Properties) -> Iterator[Chain]:
    """The ways out of a step. A kind that is not known has none; what is no list of steps is left out."""
    kind = STEP_KINDS.get(str(step.get("key")))
    for name, field in properties_of(kind).items() if kind is not None else ():
        spec = _table(field)
        held = step.get(name)
        if spec.get("widget") == STEPS:
            if isinstance(held, list):
                yield Chain((name,), _tables(held))
            continue
        inner = _table(_table(spec.get("items")).get("properties"))
        for sub, one in inner.items():
            if _table(one).get("widget") != STEPS or not isinstance(held, list):
                continue
            for place, way in enumerate(held):
                steps = _table(way).get(sub)
                if isinstance(steps, list):
                    yield Chain((name, place, sub), _tables(steps))


def emptied(step: Properties) -> Properties:
    """The step alone, without what lies in its ways."""
    kind = STEP_KINDS.get(str(step.get("key")))
    alone = dict(step)
    for name, field in properties_of(kind).items() if kind is not None else ():
        spec, held = _table(field), step.get(name)
        if not isinstance(held, list):
            continue
        if spec.get("widget") == STEPS:
            alone[name] = []
        inner = _table(_table(spec.get("items")).get("properties"))
        ways = [sub for sub, one in inner.items() if _table(one).get("widget") == STEPS]
        if ways:
            alone[name] = [
                {**way, **{sub: [] for sub in ways if sub in way}} if isinstance(way, dict) else way for way in held
            ]
    return alone


class Placed(msgspec.Struct, frozen=True):
    """A step where it stands: its path as faults write it, the way it lies in ("" for the top), and what is before it."""

    where: str
    step: Properties
    parent: str = ""
    way: str = ""
    before: str = ""

    @property
    def id(self) -> str:
        """The name under which the run log and the numbers know it."""
        return str(self.step.get("id") or self.where)


def walk(steps: Sequence[Properties]) -> Iterator[Placed]:
    """Every step in reading order. Without recursion, so that no depth can hurt."""
    waiting = [iter(_placed(steps, "steps", "", ""))]
    while waiting:
        placed = next(waiting[-1], None)
        if placed is None:
            waiting.pop()
            continue
        yield placed
        inner = [
            one
            for chain in chains(placed.step)
            for one in _placed(chain.steps, f"{placed.where}.{chain.where}", placed.id, chain.where)
        ]
        if inner:
            waiting.append(iter(inner))


def _placed(steps: Sequence[Properties], where: str, parent: str, way: str) -> Iterator[Placed]:
    before = ""
    for place, step in enumerate(steps):
        placed = Placed(f"{where}[{place}]", step, parent, way, before)
        before = placed.id
        yield placed


def _table(value: Value) -> Properties:
    return value if isinstance(value, dict) else {}


def _tables(value: Value) -> list[Properties]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
