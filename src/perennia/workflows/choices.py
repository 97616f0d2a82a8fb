"""What the fields of a workflow's forms choose from: names that are in use, and what conditions may ask."""

from typing import Literal

import msgspec

from perennia.core.profile import CONTACT
from perennia.core.tracking_plan import TRACKING_PLAN
from perennia.customers import boards, field_catalogue
from perennia.customers.boards import Board
from perennia.customers.field_catalogue import Asked, operators
from perennia.customers.models import Segment
from perennia.host.select import select
from perennia.workflows import event_flow, tags, titles
from perennia.workflows.models import Feature
from perennia.workflows.titles import Title

MOST = 300
Subject = Literal["customer", "contact"]


class SegmentName(msgspec.Struct, frozen=True):
    """A segment by its key."""

    key: str
    name: str
    subject: Subject


class Known(msgspec.Struct, frozen=True):
    """All of it at once; there is little of each."""

    boards: list[Board]
    tags: list[str]
    features: list[str]
    traits: list[str]
    events: list[str]
    segments: list[SegmentName]
    workflows: list[Title]


def known(language: str) -> Known:
    """A fixed number of statements."""
    is_vi = language == "vi"
    rows = Segment.objects.filter(archived_at=None).order_by("name")
    planned = [one.name for one in TRACKING_PLAN]
    seen = [one.name for one in event_flow.names(MOST)]
    return Known(
        boards=[one for one in boards.every() if not one.is_archived],
        tags=sorted({*tags.names(), *select(str, _ADDED, {})}),
        features=list(Feature.objects.order_by("name").values_list("name", flat=True)[:MOST]),
        traits=select(str, _TRAITS, {"most": MOST}),
        events=sorted({*planned, *seen}),
        segments=[
            SegmentName(row.key, (is_vi and row.name_vi) or row.name, "contact" if row.kind == CONTACT else "customer")
            for row in rows
        ],
        workflows=sorted(titles.titles().values(), key=lambda one: one.name(language)),
    )


def fields(subject: Subject, language: str) -> list[Asked]:
    """What a condition may ask: of the contact where the workflow is about one, of the customer, of the event."""
    is_vi = language == "vi"
    found: list[Asked] = []
    for one in ("contact", "customer") if subject == "contact" else ("customer",):
        who = {"contact": ("Contact", "Người liên hệ"), "customer": ("Customer", "Khách hàng")}[one][is_vi]
        asked = field_catalogue.fields(one, language)
        found += [msgspec.structs.replace(each, group=f"{who}: {each.group}") for each in asked]
    group = "Sự kiện khởi động" if is_vi else "The event"
    found += [
        Asked(f"event.properties.{name}", words, group, "text", operators("text", language))
        for name, words in _event_properties(is_vi=is_vi)
    ]
    return found


def _event_properties(*, is_vi: bool) -> list[tuple[str, str]]:
    names = sorted({name for one in TRACKING_PLAN for name in one.properties})
    return [(name, f"{'Thuộc tính' if is_vi else 'Its'} “{name.replace('_', ' ')}”") for name in names]


# Tags that workflows add, though nobody may have them yet.
_ADDED = """
select distinct s ->> 'tag' from workflows_workflowversion v
cross join jsonb_path_query(v.definition, '$.** ? (@.key == "add_tag")') as s where s ->> 'tag' is not null
"""
_TRAITS = """
select distinct jsonb_object_keys(state -> 'traits') as name from (
    select state from profile where not is_hidden order by seen_quarter desc nulls last limit 400) latest
order by 1 limit %(most)s
"""
