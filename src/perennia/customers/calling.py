"""What segments, pipelines and stages are called here, read once for whoever speaks to one reader."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import msgspec

from perennia.core.called import Names
from perennia.customers.boards import Column
from perennia.host.select import select


class _Row(NamedTuple):
    kind: str
    key: str
    name: str
    columns: str


# A shipped pipeline nobody changed is called as it ships: by its key.
_CALLED = """
select 'segment', key, case when %(language)s = 'vi' and name_vi <> '' then name_vi else name end, '[]' from customers_segment
union all
select 'pipeline', key, name, columns::text from customers_pipelinelayout
"""


def names(language: str) -> Callable[[], Names]:
    """A reader of the names in a language, which reads them when the first is asked for and never again."""
    return cache(lambda: _names(language))


def _names(language: str) -> Names:
    rows = select(_Row, _CALLED, {"language": language})
    pipelines = [row for row in rows if row.kind == "pipeline"]
    columns = {row.key: msgspec.json.decode(row.columns, type=list[Column]) for row in pipelines}
    return Names(
        segments={row.key: row.name for row in rows if row.kind == "segment"},
        pipelines={row.key: row.name for row in pipelines},
        stages={(key, column.key): column.name for key, those in columns.items() for column in those},
    )
