"""What an event carries, with the codes and numbers in it put into the reader's words and names."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from perennia.core.event import Properties, Value
from perennia.customers import files, notes
from perennia.messages import reasons
from perennia.team.models import Member
from perennia.workflows import titles
from perennia.workflows.subjects import Key, subjects


class Carrying(NamedTuple):
    """An event and what it carries."""

    kind: str
    name: str
    properties: Properties


class Names(NamedTuple):
    """The names some events mention."""

    language: str
    subjects: Mapping[Key, str]
    members: Mapping[int, str]
    workflows: Mapping[str, titles.Title]
    notes: Mapping[int, str]
    files: Mapping[str, str]


def names(events: Iterable[Carrying], language: str, *, with_notes: bool = False) -> Names:
    """Read for all at once; members, notes and files only where one is mentioned, the last two for who may read them."""
    every = list(events)
    letters = {key for one in every if one.kind == "report" and (key := _letter(one.properties))}
    has_owner = any(one.name == "Owner Set By Hand" for one in every)
    members = dict(Member.objects.values_list("pk", "name")) if has_owner else {}
    return Names(
        language, subjects(letters, language), members, titles.titles(),
        notes=notes.kept({one for one in _said(every, "note") if isinstance(one, int)}) if with_notes else {},
        files=files.kept({one for one in _said(every, "file") if isinstance(one, str)}) if with_notes else {},
    )  # fmt: skip


def _said(events: Iterable[Carrying], name: str) -> list[Value]:
    return [one.properties[name] for one in events if one.kind in ("person", "derived") and name in one.properties]


def told(event: Carrying, known: Names) -> Properties:
    """The same with words where codes stood; the event itself is not changed."""
    said, language = dict(event.properties), known.language
    if event.kind == "report":
        if isinstance(reason := said.get("reason"), str) and reason:
            said["reason"] = reasons.words(reason, language)
        if isinstance(topic := said.get("topic"), str):
            said["topic"] = reasons.topic(topic, language)
        if key := _letter(said):
            said["subject"] = known.subjects.get(key)
    elif event.kind == "person":
        said |= {"owner": _name(said.get("member"), known.members)}
        workflow = said.get("workflow")
        if isinstance(workflow, str):
            said["workflow_name"] = titles.name(workflow, language, dict(known.workflows))
        if isinstance(note := said.get("note"), int):
            said["note_words"] = known.notes.get(note, "")[:280]
        if isinstance(file := said.get("file"), str):
            said["file_name"] = known.files.get(file)
    return said


def _letter(said: Mapping[str, Value]) -> Key | None:
    workflow, template = said.get("workflow"), said.get("template")
    return (workflow, template) if isinstance(workflow, str) and isinstance(template, str) else None


def _name(member: Value, members: Mapping[int, str]) -> str | None:
    return members.get(member) if isinstance(member, int) else None
