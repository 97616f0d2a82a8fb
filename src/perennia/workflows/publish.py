"""Publishes workflows: shipped ones are installed at a start, changed ones become a new version."""

import tomllib
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from importlib.metadata import entry_points
from importlib.resources import files
from importlib.resources.abc import Traversable

import msgspec
from django.db import connection, transaction

from perennia.core.catalogue import PLUGIN_GROUP
from perennia.core.error import Invalid
from perennia.core.workflow import Definition, compile_plan
from perennia.workflows.models import Workflow, WorkflowVersion


@cache
def shipped() -> tuple[Definition, ...]:
    """The workflows of `catalogue/workflows` and of installed plug-ins. Raises Invalid naming the file."""
    found: dict[str, Definition] = {}
    for file in _files():
        key = file.name.removesuffix(".toml")
        try:
            definition = msgspec.convert({**tomllib.loads(file.read_text("utf-8")), "key": key}, Definition)
            compile_plan(definition, 0)
        except (msgspec.ValidationError, tomllib.TOMLDecodeError, Invalid) as wrong:
            raise Invalid(f"{file.name}: {wrong}") from wrong
        found[key] = definition
    return tuple(found[key] for key in sorted(found))


def _files() -> Iterator[Traversable]:
    roots = [files("perennia.catalogue"), *(files(point.value) for point in entry_points(group=PLUGIN_GROUP))]
    for root in roots:
        folder = root.joinpath("workflows")
        if folder.is_dir():
            yield from (file for file in folder.iterdir() if file.name.endswith(".toml"))


@transaction.atomic
def install(at: datetime) -> int:
    """Installs shipped workflows that are not there yet: internal ones on, customer-touch ones as drafts.

    An installed workflow belongs to its owner: a newer shipped text never overwrites it. Gives the number installed.
    """
    there = set(Workflow.objects.values_list("key", flat=True))
    fresh = [definition for definition in shipped() if definition.key not in there]
    for definition in fresh:
        is_on = definition.audience == "internal_notification"
        workflow = Workflow.objects.create(
            key=definition.key, is_on=is_on, switched_on_at=at if is_on else None, is_shipped=True
        )
        WorkflowVersion.objects.create(workflow=workflow, number=1, definition=msgspec.to_builtins(definition))
    if fresh:
        changed()
    return len(fresh)


def changed() -> None:
    """Tells every worker that its index is old; heard with the next turn."""
    with connection.cursor() as cursor:
        cursor.execute("update engine_constant set value = (value::bigint + 1)::text where name = 'workflows'")
