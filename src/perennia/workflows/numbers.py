"""What workflows did, in numbers: of all of them, of each day, of each step. A fixed number of statements."""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from perennia.host.select import select

DAYS = 30


class Numbers(msgspec.Struct):
    """Of the last 30 days; `active` is now."""

    entered: int = 0
    active: int = 0
    done: int = 0
    left: int = 0
    sent: int = 0
    held: int = 0
    failed: int = 0
    by_day: list[int] = msgspec.field(default_factory=lambda: [0] * DAYS)


class StepNumbers(msgspec.Struct):
    """Of one step: who reached it, who waits there, who left from there, what became of its messages."""

    entered: int = 0
    waiting: int = 0
    sent: int = 0
    held: int = 0
    failed: int = 0
    left: int = 0
    opened: int = 0
    clicked: int = 0


def of_all(today: date, key: str | None = None) -> dict[str, Numbers]:
    """By workflow; of one, where `key` is given."""
    first = today - timedelta(days=DAYS - 1)
    found: dict[str, Numbers] = {}
    for workflow, day, what, count in select(_tallied, _TALLIES, {"first": first, "key": key}):
        numbers = found.setdefault(workflow, Numbers())
        if what == "entered":
            numbers.entered += count
            place = (day - first).days
            if place < DAYS:
                numbers.by_day[place] += count
        elif what in ("done", "goal"):
            numbers.done += count
        elif what in ("left", "stopped"):
            numbers.left += count
        elif what == "failed":
            numbers.failed += count
    for workflow, count in select(_counted, _RUNNING, {"key": key}):
        found.setdefault(workflow, Numbers()).active = count
    for workflow, state, count in select(_letters, _MESSAGES, {"first": first, "key": key}):
        numbers = found.setdefault(workflow, Numbers())
        if state == "sent":
            numbers.sent = count
        elif state == "held":
            numbers.held = count
        else:
            numbers.failed += count
    return found


def of_steps(key: str, today: date, waits: Sequence[tuple[int, int, str]]) -> dict[str, StepNumbers]:
    """By step of one workflow. `waits`: version, node and step of every wait, since enrolments stand at nodes."""
    first = today - timedelta(days=DAYS - 1)
    found: dict[str, StepNumbers] = {}
    for step, count in select(_counted, _REACHED, {"first": first, "key": key}):
        found.setdefault(step, StepNumbers()).entered = count
    names = {(version, node): step for version, node, step in waits}
    for version, node, count in select(_standing, _WAITING, {"key": key}):
        if (version, node) in names:
            found.setdefault(names[version, node], StepNumbers()).waiting += count
    for version, node, count in select(_standing, _LEFT, {"first": first, "key": key}):
        if (version, node) in names:
            found.setdefault(names[version, node], StepNumbers()).left += count
    for step, state, count in select(_letters, _MESSAGES_OF_STEPS, {"first": first, "key": key}):
        numbers = found.setdefault(step, StepNumbers())
        setattr(numbers, "failed" if state not in ("sent", "held") else state, count)
    for step, mark, count in select(_letters, _MARKS_OF_STEPS, {"first": first, "key": key}):
        setattr(found.setdefault(step, StepNumbers()), mark, count)
    return found


def _tallied(workflow: str, day: date, what: str, count: int) -> tuple[str, date, str, int]:
    return workflow, day, what, count


def _counted(name: str, count: int) -> tuple[str, int]:
    return name, count


def _letters(name: str, state: str, count: int) -> tuple[str, str, int]:
    return name, state, count


def _standing(version: int, node: int, count: int) -> tuple[int, int, int]:
    return version, node, count


_TALLIES = """
select workflow, day, what, sum(count)::bigint from tally
where step = '' and day >= %(first)s and (%(key)s::text is null or workflow = %(key)s) group by 1, 2, 3
"""
_RUNNING = """
select workflow, count(*) from enrolment
where state in ('active', 'waiting') and (%(key)s::text is null or workflow = %(key)s) group by 1
"""
_MESSAGES = """
select workflow, state, count(*) from message
where workflow <> '' and asked_at >= %(first)s and state in ('sent', 'held', 'failed')
  and (%(key)s::text is null or workflow = %(key)s) group by 1, 2
"""
_REACHED = """
select step, sum(count)::bigint from tally
where workflow = %(key)s and step <> '' and day >= %(first)s and what = 'reached' group by 1
"""
_WAITING = """
select version_id, node, count(*) from enrolment where workflow = %(key)s and state = 'waiting' group by 1, 2
"""
# Who was waiting at a step when they left: an exit, or a message that could not be sent.
_LEFT = """
select version_id, node, count(*) from enrolment
where workflow = %(key)s and state in ('left', 'stopped') and moved_at >= %(first)s group by 1, 2
"""
_MESSAGES_OF_STEPS = """
select step, state, count(*) from message
where workflow = %(key)s and asked_at >= %(first)s and state in ('sent', 'held', 'failed') group by 1, 2
"""
# Known only where the provider of the channel reports it.
_MARKS_OF_STEPS = """
select m.step, k.mark, count(*) from message m
join message_mark k on k.partition = m.partition and k.message_id = m.id and k.mark in ('opened', 'clicked')
where m.workflow = %(key)s and m.asked_at >= %(first)s group by 1, 2
"""
