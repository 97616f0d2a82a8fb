"""What customers can be filtered by, with how many there are of each: their own tags and stages, not their contacts'."""

from typing import NamedTuple

from perennia.host.select import select


class Facet(NamedTuple):
    """One value of one kind: plan, tag, stage or owner. `id` is an owner's."""

    kind: str
    value: str
    within: str
    id: int | None
    number: int


def facets() -> list[Facet]:
    """All of them, in one statement; the hundred most frequent of each kind."""
    return select(Facet, _FACETS, {})


_FACETS = """
with found as (
    select 'plan' as kind, plan as value, '' as within, null::bigint as id, count(*) as number
    from customers_customer where plan <> '' and kind <> 'visitor' group by plan
    union all
    select 'tag', t.tag, '', null, count(*) from tag t where t.kind = 0 group by t.tag
    union all
    select 'stage', s.stage, s.pipeline, null, count(*) from stage s where s.kind = 0 group by s.pipeline, s.stage
    union all
    select 'owner', m.name, '', m.id, count(*) from customers_customer c join team_member m on m.id = c.owner_id
    where c.kind <> 'visitor' group by m.id, m.name
)
select kind, value, within, id, number from (
    select *, row_number() over (partition by kind order by number desc, value) as place from found) f
where place <= 100 order by kind, within, number desc, value
"""
