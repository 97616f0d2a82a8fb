"""Moves running enrolments to the newest version of their workflow, when a person says so: never by itself."""

from datetime import datetime

import msgspec

from perennia.core.advance import Moment, drop_timer, log
from perennia.core.event import Event, Properties
from perennia.core.index import Index
from perennia.core.outcome import Enrolment, Timer
from perennia.core.standing import Standing
from perennia.core.wait import due as due_of
from perennia.core.workflow import Plan, WaitNode


def place_in(newest: Plan, old: Plan, node: int) -> int | None:
    """Where somebody who waits at a node of an old version would wait in the newest; None where that step is no more."""
    step = old.nodes[node].step if node < len(old.nodes) else ""
    here = (place for place, one in enumerate(newest.nodes) if isinstance(one, WaitNode) and one.step == step)
    return next(here, None)


def upgrade(standing: Standing, index: Index, event: Event) -> bool:
    """Moves the subject's runs of the workflow the event names. Who stands at a step that is no more keeps the old one."""
    newest = index.newest.get(str(event.properties.get("workflow")))
    if newest is None:
        return False
    moved = False
    for one in list(standing.hearing(event)):
        old = index.versions.get(one.version)
        if one.workflow != newest.key or old is None or old.version == newest.version:
            continue
        place = place_in(newest, old, one.node)
        if place is not None:
            _carry_over(standing, newest, one, place, event)
            moved = True
    return moved


def _carry_over(standing: Standing, newest: Plan, one: Enrolment, place: int, event: Event) -> None:
    """Goes on waiting as the new version says, counted from when this wait began; what is over by that is over at once."""
    node = newest.nodes[place]
    assert isinstance(node, WaitNode)
    drop_timer(one, standing)
    ends = due_of(node, one, standing, one.moved_at, "all")
    due = ends if isinstance(ends, datetime) else one.moved_at
    awaits = tuple(node.until.listens()) if node.until is not None else ()
    carried = msgspec.structs.replace(one, version=newest.version, node=place, due_at=due, awaits=awaits)
    standing.set_timer(Timer(due, carried.id, place, carried.kind, carried.subject, carried.customer))
    standing.enrol(carried)
    moment = Moment(event.at, event.received_at, event.id, event, event.depth)
    waits: Properties = {"step": node.step, "what": "waits", "until": due.isoformat()}
    log(standing, carried, "upgraded", {"did": [waits], "state": carried.state}, moment)
