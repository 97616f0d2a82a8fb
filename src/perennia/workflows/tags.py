"""Which tags there are, on how many, and what names them: a workflow or segment that does keeps its tag."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

import msgspec

from perennia.host.select import select
from perennia.workflows.models import TagChange


class Use(NamedTuple):
    """What names a tag."""

    kind: Literal["workflow", "segment"]
    key: str
    name: str


class Tag(NamedTuple):
    """A tag, on how many, what names it, and what it is becoming just now."""

    name: str
    customers: int
    contacts: int
    used_by: list[Use]
    becomes: str | None


# From one name to the next by the index: what is read grows with the tags there are, not with who has them.
_NAMES = """
with recursive name as (
    (select tag from tag where tag > coalesce(%(after)s::text, '') order by tag limit 1)
    union all
    select (select t.tag from tag t where t.tag > n.tag order by t.tag limit 1) from name n where n.tag is not null
), shown as (
    select tag from name where tag is not null and strpos(lower(tag), lower(%(words)s::text)) > 0 limit %(limit)s
)
"""
_COUNTS = f"""{_NAMES}
select s.tag, c.customers, c.contacts from shown s cross join lateral (
    select count(*) filter (where t.kind = 0) as customers, count(*) filter (where t.kind = 1) as contacts
    from tag t where t.tag = s.tag
) c order by s.tag
"""  # noqa: S608  # only the constant above is put in
_CHOICES = f"{_NAMES} select tag from shown order by tag"  # noqa: S608  # the same
_WORKFLOWS = """
select 'workflow', w.key, coalesce(v.definition ->> 'label', w.key), v.definition::text
from workflows_workflow w join lateral (
    select definition from workflows_workflowversion v where v.workflow_id = w.id order by number desc limit 1
) v on true order by w.key
"""
_SEGMENTS = (
    "select 'segment', key, name, condition::text from customers_segment where archived_at is null order by name"
)


def page(words: str = "", after: str | None = None, limit: int = 40) -> list[Tag]:
    """Up to `limit` tags in use behind a name, in order; those whose name holds these words."""
    uses = used_by()
    becoming = dict(TagChange.objects.filter(done_at=None, trouble="").values_list("tag", "becomes"))
    return [
        Tag(name, customers, contacts, uses.get(name, []), becoming.get(name))
        for name, customers, contacts in select(_row, _COUNTS, {"after": after, "words": words, "limit": limit})
    ]


def names(most: int = 2000) -> list[str]:
    """The names of tags in use, to choose from."""
    return select(str, _CHOICES, {"after": None, "words": "", "limit": most})


def used_by() -> dict[str, list[Use]]:
    """What names each word that may be a tag. A word that is something else there as well counts too: better safe."""
    found: dict[str, list[Use]] = {}
    for statement in (_WORKFLOWS, _SEGMENTS):
        for use, text in select(_use, statement, {}):
            for word in set(_words(msgspec.json.decode(text))):
                found.setdefault(word, []).append(use)
    return found


def _words(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from _words(value)
    elif isinstance(part, list):
        for value in part:
            yield from _words(value)


def _row(name: str, customers: int, contacts: int) -> tuple[str, int, int]:
    return name, customers, contacts


def _use(kind: Literal["workflow", "segment"], key: str, name: str, text: str) -> tuple[Use, str]:
    return Use(kind, key, name), text
