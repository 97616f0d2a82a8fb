"""Customers chosen for a change of many: by their numbers or by a list's filter, in the order of their numbers."""

from collections.abc import Sequence
from typing import NamedTuple

from perennia.customers import listing
from perennia.customers.listing import Filter
from perennia.host.select import one, select


class Chosen(NamedTuple):
    """A customer and who owns it."""

    id: int
    owner: int | None


def count(chosen: Filter | Sequence[int]) -> int:
    """How many there are."""
    if isinstance(chosen, Filter):
        return listing.count(chosen)
    return one(int, _COUNT, {"ids": list(chosen)}) or 0


def page(chosen: Filter | Sequence[int], after: int, limit: int) -> list[Chosen]:
    """Up to `limit` of them behind a number."""
    where, params = listing.where(chosen) if isinstance(chosen, Filter) else (_THESE, {"ids": list(chosen)})
    statement = f"select c.id, c.owner_id from customers_customer c where {where} and c.id > %(behind)s order by c.id"  # noqa: S608  # clauses of ours
    return select(Chosen, statement + " limit %(limit)s", {**params, "behind": after, "limit": limit})


def owners(ids: Sequence[int]) -> list[Chosen]:
    """These, with their owners."""
    return select(Chosen, _OWNERS, {"ids": list(ids)})


def tagged(ids: Sequence[int], tag: str) -> list[int]:
    """Those of these who carry the tag."""
    return select(int, _TAGGED, {"tag": tag, "ids": list(ids)})


def stages(ids: Sequence[int], pipeline: str) -> list[tuple[int, str]]:
    """Where these stand in a pipeline."""
    return select(_stage, _STAGES, {"pipeline": pipeline, "ids": list(ids)})


def primaries(ids: Sequence[int]) -> list[tuple[int, int]]:
    """The primary contact of each."""
    return select(_pair, _PRIMARIES, {"ids": list(ids)})


def _stage(id_: int, stage: str) -> tuple[int, str]:
    return id_, stage


def _pair(id_: int, contact: int) -> tuple[int, int]:
    return id_, contact


_THESE = "c.id = any(%(ids)s::bigint[]) and c.kind <> 'visitor'"
_COUNT = f"select count(*) from customers_customer c where {_THESE}"  # noqa: S608  # the clause above
_OWNERS = f"select c.id, c.owner_id from customers_customer c where {_THESE} order by c.id"  # noqa: S608  # as above
_TAGGED = "select subject_id from tag where kind = 0 and tag = %(tag)s and subject_id = any(%(ids)s)"
_STAGES = """
select subject_id, stage from stage where kind = 0 and pipeline = %(pipeline)s and subject_id = any(%(ids)s)
"""
_PRIMARIES = """
select distinct on (customer_id) customer_id, id from customers_contact
where customer_id = any(%(ids)s) and 'primary' = any(roles) order by customer_id, id
"""
