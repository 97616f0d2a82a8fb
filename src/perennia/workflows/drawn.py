"""A workflow as people read it: its steps from top to bottom in words, with branches."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from perennia.core.catalogue import Action, ConditionEntry
from perennia.core.condition import parse
from perennia.core.condition.describe import describe
from perennia.core.error import Invalid
from perennia.core.event import Properties, Value
from perennia.core.moments import span_in_words
from perennia.core.stored import target_of
from perennia.core.target import TARGETS
from perennia.core.workflow import entry_of, span_of, trigger_of
from perennia.workflows.reading import lowered
from perennia.workflows.sentences import FAR

_WORDS = {
    "Wait": "Chờ",
    "Stop": "Dừng",
    "Begin again": "Bắt đầu lại",
    "If": "Nếu",
    "Else": "Còn lại",
    "By share": "Chia theo tỷ lệ",
    "The first that holds": "Hướng đầu tiên phù hợp",
    "Held out: {} %": "Giữ lại: {} %",
    "Yes": "Đúng",
    "No": "Không",
    "Happened": "Đã xảy ra",
    "Too late": "Quá hạn",
    "until day {}": "đến ngày thứ {}",
    "for: {}, at most {}": "đến khi: {}, lâu nhất {}",
    "for: {}": "đến khi: {}",
}


class Branch(msgspec.Struct, frozen=True):
    """One way out of a step."""

    label: str
    steps: "tuple[Step, ...]"


class Step(msgspec.Struct, frozen=True):
    """One step; `id` is the name under which the run log and the numbers know it."""

    id: str
    kind: str
    key: str
    label: str
    detail: str
    icon: str
    template: str | None = None
    branches: tuple[Branch, ...] = ()


def steps(chain: Sequence[Properties], language: str, where: str = "steps") -> tuple[Step, ...]:
    """The steps of a definition. What cannot be read any more stands there by its key."""
    return tuple(_step(step, language, f"{where}[{place}]") for place, step in enumerate(chain))


def labels(chain: Sequence[Step]) -> dict[str, str]:
    """What each step is called, those in branches too, by its id; a fork by what it asks."""
    found = {}
    for step in chain:
        found[step.id] = f"{step.label}: {step.detail}" if step.branches and step.detail else step.label
        for way in step.branches:
            found |= labels(way.steps)
    return found


def in_words(condition: Properties, language: str, where: str = "when") -> str:
    """A condition as a sentence."""
    try:
        tree = parse(condition, entry=lambda said, at: entry_of(ConditionEntry, said, at).condition(), where=where)
        return describe(tree, language)
    except Invalid as wrong:
        return wrong.detail


def again(re_entry: str, language: str) -> str:
    """How often somebody may enter."""
    is_vi = language == "vi"
    match re_entry.split():
        case ["after", length]:
            said = span(length, language)
            return f"lại sau {said}" if is_vi else f"again after {said}"
        case ["per", path]:
            what = path.rpartition(".")[2].replace("_", " ")
            return f"một lần cho mỗi {what}" if is_vi else f"once per {what}"
        case ["once"]:
            return "một lần cho mỗi đối tượng" if is_vi else "once each"
        case ["every_time"]:
            return "mỗi lần xảy ra" if is_vi else "every time"
    return re_entry


def _step(step: Properties, language: str, where: str) -> Step:
    key, id_ = str(step.get("key")), str(step.get("id") or where)
    if key == "stop":
        return Step(id_, "stop", key, _said("Stop", language), "", "player-stop")
    if key == "again":
        return Step(id_, "stop", key, _said("Begin again", language), "", "repeat")
    if key in ("choose", "split"):
        return _several(step, id_, language, where)
    if key == "branch":
        ways = [("Yes", "then"), ("No", "else")]
        detail = lowered(in_words(_mapping(step.get("if")), language, f"{where}.if"))
        return Step(
            id_, "branch", key, _said("If", language), detail, "arrows-split", None, _ways(step, ways, language, where)
        )
    if key == "wait":
        return _wait(step, id_, language, where)
    template = step.get("template")
    try:
        action = entry_of(Action, {name: value for name, value in step.items() if name != "id"}, where)
    except Invalid as wrong:
        return Step(id_, "action", key, key, wrong.detail, "alert-triangle")
    return Step(
        id_,
        "action",
        key,
        action.summary(language),
        action.called(language),
        action.icon,
        template if isinstance(template, str) else None,
    )


def _several(step: Properties, id_: str, language: str, where: str) -> Step:
    """Several ways, each by its condition or by its share."""
    is_split, held = step.get("key") == "split", step.get("hold_out")
    listed = step.get("ways")
    made = [
        _way(way, place, is_split, language, f"{where}.ways[{place}]")
        for place, way in enumerate(listed if isinstance(listed, list) else ())
        if isinstance(way, dict)
    ]
    if not is_split:
        made += _ways(step, [("Else", "else")], language, where)
    elif held:
        stop = Step(f"{id_}.held_out", "stop", "stop", _said("Stop", language), "", "player-stop")
        made.append(Branch(_said("Held out: {} %", language).format(held), (stop,)))
    label = _said("By share" if is_split else "The first that holds", language)
    return Step(id_, "branch", str(step.get("key")), label, "", "arrows-split", None, tuple(made))


def _way(way: Properties, place: int, is_split: bool, language: str, where: str) -> Branch:
    label = str(way.get("label") or chr(ord("A") + place))
    if is_split:
        label = f"{label}: {way.get('percent')} %"
    elif not way.get("label"):
        label = in_words(_mapping(way.get("if")), language, f"{where}.if")
    chain = way.get("steps")
    inner = [each for each in chain if isinstance(each, dict)] if isinstance(chain, list) else []
    return Branch(label, steps(inner, language, f"{where}.steps"))


def _wait(step: Properties, id_: str, language: str, where: str) -> Step:
    label = _said("Wait", language)
    ways: tuple[Branch, ...] = ()
    if "until" in step:
        until = lowered(trigger_of(_mapping(step["until"]), f"{where}.until").summary(language))
        is_for_ever = _length(step.get("at_most")) >= FAR
        pattern = "for: {}" if is_for_ever else "for: {}, at most {}"
        detail = _said(pattern, language).format(until, span(step.get("at_most"), language))
        ways = _ways(step, [("Too late", "else")], language, where) if step.get("else") else ()
    elif "until_day" in step:
        detail = _said("until day {}", language).format(step["until_day"])
    elif any(mark in step for mark in TARGETS):
        detail = _target(step, language, where)
    else:
        detail = span(step.get("for"), language)
    return Step(id_, "wait", "wait", f"{label} {detail}", "", "clock-pause", None, ways)


def _target(step: Properties, language: str, where: str) -> str:
    try:
        target = target_of(step, where)
    except Invalid as wrong:
        return wrong.detail
    return target.summary(language) if target is not None else ""


def _ways(step: Properties, ways: list[tuple[str, str]], language: str, where: str) -> tuple[Branch, ...]:
    made = []
    for label, name in ways:
        chain = step.get(name)
        inner = [each for each in chain if isinstance(each, dict)] if isinstance(chain, list) else []
        made.append(Branch(_said(label, language), steps(inner, language, f"{where}.{name}")))
    return tuple(made)


def span(text: Value, language: str) -> str:
    """A span of ISO 8601 in words."""
    length = _length(text)
    return span_in_words(length, language) if length else str(text)


def _length(text: Value) -> timedelta:
    try:
        return span_of(text, "")
    except Invalid:
        return timedelta(0)


def _mapping(value: Value) -> Properties:
    return value if isinstance(value, dict) else {}


def _said(word: str, language: str) -> str:
    return _WORDS[word] if language == "vi" else word
