"""The workflows that ship: those of the catalogue and of installed plug-ins, read from their files and checked."""

import importlib
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import entry_points
from importlib.resources import files
from importlib.resources.abc import Traversable

import msgspec

from perennia.core.catalogue import PLUGIN_GROUP
from perennia.core.error import Invalid
from perennia.core.workflow import Definition, compile_plan


@cache
def shipped() -> tuple[Definition, ...]:
    """Every shipped workflow by its key. Raises Invalid naming the file."""
    found: dict[str, Definition] = {}
    for file in _files():
        key = file.name.removesuffix(".toml")
        if key in found:
            raise Invalid(f"{file.name}: two workflows are called {key!r}. Rename one of the files.")
        try:
            definition = msgspec.convert({**tomllib.loads(file.read_text("utf-8")), "key": key}, Definition)
            compile_plan(definition, 0)
        except (msgspec.ValidationError, tomllib.TOMLDecodeError, Invalid) as wrong:
            raise Invalid(f"{file.name}: {wrong}") from wrong
        found[key] = definition
    return tuple(found[key] for key in sorted(found))


def _files() -> Iterator[Traversable]:
    for name in ("perennia.catalogue", *(point.value for point in entry_points(group=PLUGIN_GROUP))):
        if not hasattr(importlib.import_module(name), "__path__"):
            continue  # a plug-in of one module has no folder
        folder = files(name).joinpath("workflows")
        if folder.is_dir():
            yield from (file for file in folder.iterdir() if file.name.endswith(".toml"))
