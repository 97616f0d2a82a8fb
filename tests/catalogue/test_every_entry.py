"""Every entry of the catalogue, found by itself: named after its file, closed, kept as it was written."""

import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from perennia.core.catalogue import Action, ConditionEntry, Entry, Trigger, discover
from perennia.core.source import Source

FOLDERS: dict[str, type[Entry]] = {
    "triggers": Trigger,
    "conditions": ConditionEntry,
    "actions": Action,
    "sources": Source,
}
ENTRIES = sorted({entry for kind in FOLDERS.values() for entry in discover(kind).values()}, key=lambda one: one.key)


def example(entry: type[Entry]) -> Entry:
    """An entry with the plainest values its form allows."""
    schema = entry.model_json_schema()
    fields = {name: plain(field) for name, field in schema.get("properties", {}).items()}
    try:
        return entry.model_validate({name: fields[name] for name in schema.get("required", [])})
    except ValidationError:  # one field asks for another
        return entry.model_validate(fields)


def plain(field: dict[str, Any]) -> Any:
    if "default" in field and field["default"] is not None:
        return field["default"]
    if "enum" in field:
        return field["enum"][0]
    if "anyOf" in field:
        return plain(field["anyOf"][0])
    match field.get("type"):
        case "integer" | "number":
            return max(field.get("minimum", 1), 1)
        case "array":
            return [plain(field["items"])]
        case "boolean":
            return True
    return "x" * max(field.get("minLength", 1), 1)


def file_of(entry: type[Entry]) -> Path:
    return Path(str(sys.modules[entry.__module__].__file__))


def test_there_is_a_file_for_every_entry_and_an_entry_in_every_file() -> None:
    import perennia.catalogue

    root = Path(perennia.catalogue.__path__[0])
    files = {path for folder in FOLDERS for path in (root / folder).glob("*.py") if path.name != "__init__.py"}
    assert files == {file_of(entry) for entry in ENTRIES if entry.__module__.startswith("perennia.")}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key)
class TestEntry:
    def test_its_key_is_the_name_of_its_file_and_its_folder_that_of_its_kind(self, entry: type[Entry]) -> None:
        assert file_of(entry).stem == entry.key
        assert issubclass(entry, FOLDERS[file_of(entry).parent.name])

    def test_it_says_in_words_what_it_is(self, entry: type[Entry]) -> None:
        assert entry.label[:1].isupper()
        assert entry.icon
        assert example(entry).summary()
        if entry.__module__.startswith("perennia."):
            assert entry.label_vi[:1].isupper()
            assert entry.lang("vi") is None
            assert example(entry).summary("vi") != example(entry).summary("en")
        assert (sys.modules[entry.__module__].__doc__ or "").strip().endswith(".")

    def test_its_form_is_closed_and_every_field_has_a_title(self, entry: type[Entry]) -> None:
        schema = entry.model_json_schema()
        assert schema["additionalProperties"] is False
        for name, field in entry.model_fields.items():
            assert field.title, name
        with pytest.raises(ValidationError, match="not permitted"):
            entry.model_validate({**example(entry).model_dump(), "no_such_field": 1})

    def test_what_is_stored_of_it_is_read_back_the_same(self, entry: type[Entry]) -> None:
        one = example(entry)
        assert entry.model_validate_json(one.model_dump_json()) == one
        assert entry.model_validate(one.model_dump(mode="json")) == one

    def test_it_can_be_neither_changed_nor_made_from_nonsense(self, entry: type[Entry]) -> None:
        one = example(entry)
        for name in entry.model_fields:
            with pytest.raises(ValidationError):
                setattr(one, name, None)
        with pytest.raises(ValidationError):
            entry.model_validate({name: {"no": ["sense"]} for name in entry.model_fields} or {"none": 1})


@pytest.mark.parametrize("trigger", [one for one in ENTRIES if issubclass(one, Trigger)], ids=lambda one: one.key)
def test_a_trigger_names_the_events_it_listens_to_or_says_any(trigger: type[Trigger]) -> None:
    one = example(trigger)
    assert isinstance(one, Trigger)
    assert one.listens()
    assert all(one.listens())
    crossing = one.crossing()
    assert crossing is None or list(one.listens()) == [crossing.event]
