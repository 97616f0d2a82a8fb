"""The form of a catalogue entry or a kind of step: its own JSON schema, flat, in the reader's words."""

import inspect

from perennia.core.catalogue import Entry
from perennia.core.event import Properties, Value
from perennia.core.form_words import choice, translated
from perennia.core.step import StepKind

_KEPT = (
    "title", "description", "type", "format", "default", "minimum", "maximum", "minLength", "maxLength", "minItems",
    "maxItems", "pattern", "widget", "advanced", "required", "shown_with",
)  # fmt: skip


def of_entry(entry: type[Entry], language: str) -> Properties:
    """The form of a trigger, condition or action."""
    schema: Properties = entry.model_json_schema()
    return {**_form(schema, _table(schema.get("$defs")), language), "title": entry.called(language)}


def of_step(kind: StepKind, language: str) -> Properties:
    """The form of a step that is no action."""
    return _form(kind.schema, {}, language)


def about(entry: type[Entry]) -> str:
    """What it does, in English, as its docstring says: the entry's own, else its file's."""
    own = vars(entry).get("__doc__") or getattr(inspect.getmodule(entry), "__doc__", None) or ""
    return " ".join(str(own).split())


def _form(schema: Properties, shared: Properties, language: str) -> Properties:
    said: Properties = {"type": "object", "properties": {}}
    required = schema.get("required")
    said["required"] = required if isinstance(required, list) else []
    if title := schema.get("title"):
        said["title"] = _in(language, schema, "title", str(title))
    said["properties"] = {
        name: _field(_table(one), shared, language) for name, one in _table(schema.get("properties")).items()
    }
    either = schema.get("oneOf")
    if isinstance(either, list):
        said["oneOf"] = [_form(_table(one), shared, language) for one in either]
    return said


def _field(schema: Properties, shared: Properties, language: str) -> Properties:
    flat = _resolved(schema, shared)
    said = {name: flat[name] for name in _KEPT if name in flat}
    for name in ("title", "description"):
        if isinstance(text := flat.get(name), str):
            said[name] = _in(language, flat, name, text)
    either = flat.get("anyOf")
    if isinstance(either, list):
        kinds = [_resolved(_table(one), shared) for one in either]
        said["nullable"] = any(one.get("type") == "null" for one in kinds)
        rest = [one for one in kinds if one.get("type") != "null"]
        if len(rest) == 1:
            said = {**_field(rest[0], shared, language), **said}
        else:
            said["types"] = [one.get("type") for one in rest]
    values = flat.get("enum") or ([flat["const"]] if "const" in flat else None)
    if isinstance(values, list):
        words = _table(flat.get("labels_vi" if language == "vi" else "labels"))
        said["choices"] = [{"value": one, "label": words.get(str(one)) or choice(str(one), language)} for one in values]
    if isinstance(items := flat.get("items"), dict):
        inner = _resolved(items, shared)
        said["items"] = _form(inner, shared, language) if "properties" in inner else _field(inner, shared, language)
    return said


def _resolved(schema: Properties, shared: Properties) -> Properties:
    reference = schema.get("$ref")
    if not isinstance(reference, str):
        return schema
    found = _table(shared.get(reference.rpartition("/")[2]))
    return {**found, **{name: value for name, value in schema.items() if name != "$ref"}}


def _in(language: str, schema: Properties, name: str, english: str) -> str:
    own = schema.get(f"{name}_vi")
    return own if language == "vi" and isinstance(own, str) else translated(english, language)


def _table(value: Value) -> Properties:
    return value if isinstance(value, dict) else {}
