"""Fills `{name}` in an action's parameters with a property of the event that let the enrolment in. No more than that."""

import re
from collections.abc import Iterator
from typing import TypeVar

from perennia.core.catalogue import Action
from perennia.core.event import Properties, Value

LONGEST = 120
_PLACE = re.compile(r"(?<!\{)\{([A-Za-z_][A-Za-z0-9_]*)\}(?!\})")  # {{ }} is Liquid's, filled when a text is written

ActionT = TypeVar("ActionT", bound=Action)


def filled(action: ActionT, entry: Properties) -> ActionT | None:
    """The action with its places filled; None where the event does not say what one asks for."""
    said = entry.get("properties")
    properties = said if isinstance(said, dict) else {}
    changed: dict[str, object] = {}
    for name, value in _fillable(action):
        text = _fill(value, properties)
        if text is None:
            return None
        changed[name] = text
    return action.model_copy(update=changed) if changed else action


def lacking(action: Action, entry: Properties) -> list[str]:
    """Names of the properties the action asks for and the event does not say."""
    said = entry.get("properties")
    properties = said if isinstance(said, dict) else {}
    asked = [name for _, value in _fillable(action) for name in _PLACE.findall(value)]
    return [name for name in dict.fromkeys(asked) if not _sayable(properties.get(name))]


def differences(action: Action, plain: Action) -> Properties:
    """The parameters that were filled, for the run log."""
    names = type(action).model_fields if action is not plain else ()
    return {name: value for name in names if (value := getattr(action, name)) != getattr(plain, name)}


def _fillable(action: Action) -> Iterator[tuple[str, str]]:
    """Its texts with places. Not those in Liquid: what a caller sent would be read as Liquid there."""
    for name, field in type(action).model_fields.items():
        value, form = getattr(action, name), field.json_schema_extra
        is_liquid = isinstance(form, dict) and form.get("widget") == "liquid"
        if isinstance(value, str) and "{" in value and not is_liquid:
            yield name, value


def _fill(text: str, properties: Properties) -> str | None:
    if not all(_sayable(properties.get(name)) for name in _PLACE.findall(text)):
        return None
    return _PLACE.sub(lambda found: str(properties[found.group(1)])[:LONGEST].strip(), text)


def _sayable(value: Value) -> bool:
    return isinstance(value, (str, int, float)) and not isinstance(value, bool) and bool(str(value).strip())
