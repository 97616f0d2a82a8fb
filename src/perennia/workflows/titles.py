"""What workflows are called, read once for each state of them."""

from functools import lru_cache

import msgspec

from perennia.core.workflow import Definition
from perennia.host.select import one, select


class Title(msgspec.Struct, frozen=True):
    """A workflow as it is named everywhere."""

    key: str
    label: str
    label_vi: str
    audience: str
    everyday: bool = False

    def name(self, language: str) -> str:
        """Its name in a language."""
        return self.label_vi if language == "vi" and self.label_vi else self.label


def titles() -> dict[str, Title]:
    """The titles of all workflows, by key."""
    return _titles(str(one(str, "select value from engine_constant where name = 'workflows'", {})))


def everyday() -> list[str]:
    """The keys of workflows whose runs lists leave out unless asked for them."""
    return [key for key, title in titles().items() if title.everyday]


def name(key: str, language: str, known: dict[str, Title]) -> str:
    """The name of a workflow; its key where it is not known any more."""
    return known[key].name(language) if key in known else key


def in_both(key: str) -> tuple[str, str]:
    """The name of a workflow in English and in Vietnamese."""
    known = titles()
    return name(key, "en", known), name(key, "vi", known)


def definition(key: str, version: int | None = None) -> Definition | None:
    """The newest definition of a workflow, or that of a version."""
    found = one(str, _DEFINITION, {"key": key, "version": version})
    return msgspec.json.decode(found, type=Definition) if found else None


@lru_cache(maxsize=2)
def _titles(stamp: str) -> dict[str, Title]:
    return {title.key: title for title in select(Title, _TITLES, {})}


_TITLES = """
select distinct on (w.key) w.key, v.definition->>'label', coalesce(v.definition->>'label_vi', ''),
       v.definition->>'audience', coalesce((v.definition->>'everyday')::boolean, false)
from workflows_workflow w join workflows_workflowversion v on v.workflow_id = w.id order by w.key, v.number desc
"""
_DEFINITION = """
select v.definition::text from workflows_workflow w join workflows_workflowversion v on v.workflow_id = w.id
where w.key = %(key)s and (%(version)s::bigint is null or v.id = %(version)s) order by v.number desc limit 1
"""
