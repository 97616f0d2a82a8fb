"""How one setting is declared, read from the environment and explained."""

import os
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, field, fields
from pathlib import Path
from typing import Generic, TypeVar

from perennia.host.refusal import Refusal

T = TypeVar("T")


class Setting(Generic[T]):
    """One setting: its name in the environment, how its text is read, and what it is for."""

    def __init__(self, name: str, read: Callable[[str], T], about: str, *, is_secret: bool = False) -> None:
        self.name = name
        self.read = read
        self.about = about
        self.is_secret = is_secret


def setting(name: str, read: Callable[[str], T], default: T, about: str, *, is_secret: bool = False) -> T:
    """Declares a setting as a dataclass field. A secret may also be given as a file, by NAME_FILE."""
    spec = Setting(name, read, about, is_secret=is_secret)
    declared: T = field(default=default, repr=not is_secret, metadata={"setting": spec})
    return declared


def declared(kind: type) -> list[tuple[str, Setting[object], object]]:
    """Every setting of a dataclass: attribute, declaration, default."""
    return [(one.name, one.metadata["setting"], _default(one)) for one in fields(kind) if "setting" in one.metadata]


def values(kind: type, environ: Mapping[str, str] = os.environ) -> dict[str, object]:
    """The values given in the environment, by attribute. Raises Refusal naming the setting that is wrong."""
    found: dict[str, object] = {}
    for attribute, spec, _ in declared(kind):
        text = _text(spec, environ)
        if text is not None:
            found[attribute] = _read(spec, text)
    return found


def _default(one: "Field[object]") -> object:
    return None if one.default is MISSING else one.default


def _text(spec: Setting[object], environ: Mapping[str, str]) -> str | None:
    plain = environ.get(spec.name) or None
    file = environ.get(f"{spec.name}_FILE") or None if spec.is_secret else None
    if plain is not None and file is not None:
        raise Refusal(f"{spec.name} and {spec.name}_FILE are both set. Keep one of them.")
    if file is None:
        return plain
    try:
        return Path(file).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"{spec.name}_FILE names {file}, which cannot be read: {_reason(error)}.") from error


def _reason(error: Exception) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else "it is not text"


def _read(spec: Setting[object], text: str) -> object:
    try:
        return spec.read(text.strip())
    except ValueError as error:
        # A secret's value must not reach a log by way of its own complaint.
        shown = "" if spec.is_secret else f" (it is {text!r})"
        raise Refusal(f"{spec.name} {error}{shown}.") from error
