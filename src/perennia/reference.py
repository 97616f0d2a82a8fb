"""Writes the reference pages, drawn from what events, catalogue entries, workflows, settings and routes say of themselves."""

import argparse
import inspect
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from perennia.core.catalogue import Action, ConditionEntry, Entry, Trigger, discover
from perennia.core.condition import describe
from perennia.core.event import Properties
from perennia.core.shipped import shipped
from perennia.core.source import Source
from perennia.core.tracking_plan import TRACKING_PLAN, By, Planned, planned_name
from perennia.core.workflow import Definition, compile_plan
from perennia.host import settings_page

DOCS = Path("docs")
KINDS: dict[str, type[Entry]] = {
    "triggers": Trigger,
    "conditions": ConditionEntry,
    "actions": Action,
    "sources": Source,
}
FRESH = "Written by `make docs`.\n"
SOURCES: dict[By, str] = {
    "tracked": "Tracked: your product and your systems send these",
    "people": "People: what members of the team change",
    "clock": "The clock: found by sweeps",
    "derived": "Derived: what follows from other events",
    "reports": "Reports: what became of our own messages",
}


def main(options: argparse.Namespace) -> int:
    """Writes all pages below the folder one stands in, which is the repository's."""
    _ready_django()
    from perennia.api.matrix import document

    written = pages() | {"reference/permissions.md": document(), "reference/settings.md": settings_page.page()}
    for folder in (*KINDS, "workflows"):
        for old in (DOCS / "reference" / folder).glob("*.md"):
            if old.relative_to(DOCS).as_posix() not in written:
                old.unlink()
    for name, text in written.items():
        page = DOCS / name
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")
    print(f"Wrote {len(written)} pages into {DOCS / 'reference'} and {DOCS / 'events.md'}", file=sys.stderr)
    return 0


def _ready_django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perennia.settings")
    django.setup()


def pages() -> dict[str, str]:
    """The pages of events, catalogue entries and workflows by their path below docs/."""
    found = {"events.md": _events(), "reference/catalogue.md": _contents()}
    for folder, kind in KINDS.items():
        for entry in _entries(kind):
            found[f"reference/{folder}/{entry.key}.md"] = _entry(folder, entry)
    for workflow in shipped():
        found[f"reference/workflows/{workflow.key}.md"] = _workflow(workflow)
    return found


def _entries(kind: type[Entry]) -> list[type[Entry]]:
    return sorted({*discover(kind).values()}, key=lambda entry: entry.key)


def _table(head: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def _events() -> str:
    said = f"""# Tracking plan

{FRESH}
Send events by the Segment protocol; these names are understood. Any other name is kept, shown, and can start a workflow by
the trigger [Event seen](reference/triggers/event_seen.md). Say the customer by `context.groupId`; without it the event
belongs to the customer the person was last seen at.
"""
    for by, title in SOURCES.items():
        listed = [one for one in TRACKING_PLAN if one.by == by]
        rows = ([f"`{one.name}`", one.about, _properties(one), _starts(one.name)] for one in listed)
        said += f"\n## {title}\n\n{_table(['event', 'means', 'properties', 'starts'], rows)}"
    return said


def _properties(event: Planned) -> str:
    return "; ".join(f"`{name}` {meaning}" for name, meaning in event.properties.items())


def _starts(name: str) -> str:
    keys = [one.key for one in shipped() if name in _heard(one)]
    return ", ".join(f"[{key}](reference/workflows/{key}.md)" for key in keys)


def _heard(definition: Definition) -> set[str]:
    """Names of the plan that start it; a number of days stands as N."""
    heard = compile_plan(definition, 0).trigger.listens()
    return {planned_name(name) for name in heard}


def _contents() -> str:
    said = f"# The catalogue\n\n{FRESH}"
    for folder, kind in KINDS.items():
        said += f"\n## {folder.capitalize()}\n\n"
        said += "".join(f"- [{entry.label}]({folder}/{entry.key}.md): {_about(entry)}\n" for entry in _entries(kind))
    said += "\n## Workflows\n\n"
    rows = (
        [f"[{one.label}](workflows/{one.key}.md)", one.group, one.audience.replace("_", " "), one.description]
        for one in sorted(shipped(), key=lambda one: (one.group, one.audience, one.key))
    )
    return said + _table(["workflow", "row", "audience", "what it does"], rows)


def _about(entry: type[Entry]) -> str:
    return " ".join((sys.modules[entry.__module__].__doc__ or "").split())


def _entry(folder: str, entry: type[Entry]) -> str:
    said = f"# {entry.label}\n\n{FRESH}\n`{entry.key}`, one of the [{folder}](../catalogue.md). {_about(entry)}\n"
    if own := vars(entry).get("__doc__"):
        said += f"\n{inspect.cleandoc(own)}\n"
    schema = entry.model_json_schema()
    rows = (
        _field(name, field, name in schema.get("required", [])) for name, field in schema.get("properties", {}).items()
    )
    if entry.model_fields:
        said += f"\n## Fields\n\n{_table(['field', 'title', 'takes', 'default'], rows)}"
    if issubclass(entry, Source):
        said += _meanings(entry)
    if used := list(_uses(entry)):
        example = used[0][1]
        said += f"\n## In use\n\n```toml\n{_toml(example)}\n```\n\n"
        said += (
            "Used by "
            + ", ".join(f"[{key}](../workflows/{key}.md)" for key in dict.fromkeys(k for k, _ in used))
            + ".\n"
        )
    return said


def _meanings(entry: type[Source]) -> str:
    """What each of its posts becomes, or why nothing."""
    steps = "".join(f"1. {english}\n" for english, _ in entry.steps).replace(
        "{address}", "*the address shown on screen*"
    )
    said = f"\n## Setting it up\n\n{steps}"
    if entry.mapped:
        said += f"\n## What its posts become\n\n{_table(['theirs', 'ours'], ([f'`{a}`', b] for a, b in entry.mapped.items()))}"
    if entry.passed:
        said += f"\n## Passed over\n\n{_table(['theirs', 'why'], ([f'`{name}`', why] for name, (why, _) in entry.passed.items()))}"
    return said


def _field(name: str, field: dict[str, Any], is_required: bool) -> list[str]:
    default = (
        "needed"
        if is_required
        else f"`{_toml(field['default'])}`"
        if field.get("default") not in (None, "", [])
        else ""
    )
    note = f". {field['description']}" if "description" in field else ""
    return [f"`{name}`", str(field.get("title", "")) + note, _takes(field), default]


def _takes(field: dict[str, Any]) -> str:
    if "anyOf" in field:
        return " or ".join(_takes(one) for one in field["anyOf"] if one.get("type") != "null")
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    words = {"string": "text", "integer": "a whole number", "number": "a number", "boolean": "true or false"}
    kind = (
        "a list of " + _takes(field["items"]) if field.get("type") == "array" else words.get(str(field.get("type")), "")
    )
    if field.get("format") == "duration":
        kind = "a duration like P1D"
    low, high = field.get("minimum"), field.get("maximum")
    bounds = (
        f", {low:,} to {high:,}"
        if low is not None and high is not None
        else f", at least {low:,}"
        if low is not None
        else ""
    )
    longest = f", at most {field['maxLength']:,} characters" if "maxLength" in field else ""
    return kind + bounds + longest


def _uses(entry: type[Entry]) -> Iterator[tuple[str, Properties]]:
    for one in shipped():
        for part in (one.trigger, one.when, one.goal, *one.exits, *one.steps):
            yield from ((one.key, found) for found in _found(part, entry.key))


def _found(value: object, key: str) -> Iterator[Properties]:
    """Tables with this key, wherever they stand."""
    if isinstance(value, dict):
        if value.get("key") == key:
            yield value
        for inner in value.values():
            yield from _found(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _found(inner, key)


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_toml(inner)}" for name, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(inner) for inner in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)


def _workflow(definition: Definition) -> str:
    plan = compile_plan(definition, 0)
    rules = [
        ("Row", definition.group),
        ("Audience", definition.audience.replace("_", " ")),
        ("Subject", definition.subject),
        ("Starts", plan.trigger.summary()),
        ("If", describe(plan.when) if plan.when is not None else ""),
        ("Enters again", definition.re_entry.replace("_", " ")),
        ("Ends early", ", ".join(trigger.summary() for trigger in plan.exits)),
        ("Goal", plan.goal.summary() if plan.goal is not None else ""),
    ]
    said = f"# {definition.label}\n\n{FRESH}\n`{definition.key}`. {definition.description}\n\n"
    said += _table(["", ""], ([name, value] for name, value in rules if value))
    said += "\n## Steps\n\n" + "".join(_steps(definition.steps, 0))
    for name in definition.templates:
        text = definition.text(name, "en")
        assert text is not None
        said += f"\n## Message `{name}`\n\nSubject: {text.subject}\n\n```\n{text.body.strip()}\n```\n"
    return said


def _steps(steps: object, depth: int) -> Iterator[str]:
    for step in steps if isinstance(steps, list) else ():
        assert isinstance(step, dict)
        own = {name: value for name, value in step.items() if name not in ("id", "then", "else", "text", "text_vi")}
        yield f"{'   ' * depth}1. `{_toml(own)}`\n"
        for name in ("then", "else"):
            if step.get(name):
                yield f"{'   ' * (depth + 1)}{name}:\n"
                yield from _steps(step[name], depth + 1)
