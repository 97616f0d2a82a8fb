"""Which workflows that are on name a stage of a pipeline, so that nobody takes it away beneath them."""

from perennia.core.event import Properties, Value
from perennia.workflows import queries, titles
from perennia.workflows.titles import Title


def naming(pipeline: str, stage: str) -> list[Title]:
    """Their titles, in the order of the list."""
    known = titles.titles()
    return [
        known[found.row.key]
        for found in queries.listing()
        if found.row.is_on and found.row.key in known and _names(_parts(found.definition), pipeline, stage)
    ]


def _parts(definition: object) -> list[Value]:
    names = ("trigger", "steps", "when", "exits", "goal")
    return [getattr(definition, name) for name in names]


def _names(value: Value, pipeline: str, stage: str) -> bool:
    """Whether a table in it names both: an action that moves there, a condition or trigger that asks for it."""
    if isinstance(value, list):
        return any(_names(each, pipeline, stage) for each in value)
    if not isinstance(value, dict):
        return False
    if value.get("pipeline") == pipeline and any(_is(value, name, stage) for name in value):
        return True
    return any(_names(each, pipeline, stage) for each in value.values())


def _is(table: Properties, name: str, stage: str) -> bool:
    said = table[name]
    return name != "pipeline" and (said == stage or (isinstance(said, list) and stage in said))
