"""The breaker of a workflow: where too many of its messages fail, the others wait until somebody says go on.

What a channel's provider has to do with is the channel's breaker's; this one is about what the workflow does: a text that
cannot be written, addresses that bounce, a number nobody has. Only messages to customers count, and only those its steps
asked for: a letter that merely uses its words, as the confirmation of a booking does, neither counts nor waits. Who waits
in the workflow and who enters it goes on meanwhile, and no message's span runs.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec
from django.db import connection, transaction
from django.db.models import Sum

from perennia.core.effect import Notify
from perennia.core.error import Conflict
from perennia.core.event import Properties
from perennia.core.outcome import key_of
from perennia.messages import notices
from perennia.messages.models import Attempts, SendingPause
from perennia.messages.notices import Telling
from perennia.messages.outbox import Message, Ruled

LEAST = 20  # no verdict on a handful, least of all on none
SHARE = 10  # percent
WINDOW = timedelta(hours=24)
LOOK_AGAIN = timedelta(hours=1)  # going on wakes what waits at once; this is for what slipped past it
PAUSED = "workflow_paused"

Span = tuple[datetime, datetime | None]
_names: list[Callable[[str], tuple[str, str]]] = []

# In one order, so that two dispatchers never wait for each other.
_COUNTED = """
insert into messages_attempts (workflow, hour, tried, failed)
select w, h, t, f from unnest(%s::text[], %s::timestamptz[], %s::integer[], %s::integer[]) as g (w, h, t, f) order by w
on conflict (workflow, hour) do update
set tried = messages_attempts.tried + excluded.tried, failed = messages_attempts.failed + excluded.failed
"""
_GO_ON = """
update message set next_at = %s, reason = '' where state = 'queued' and workflow = %s and reason = %s
"""
_ROLES = ("administrator", "cs_ops")


class NotPaused(Conflict):
    """This workflow is not paused. Reload to see how it is."""

    code = "not_paused"


class Pause(msgspec.Struct, frozen=True):
    """Why a workflow's messages wait: so many failed of so many."""

    since: datetime
    tried: int
    failed: int


def named_by(source: Callable[[str], tuple[str, str]]) -> None:
    """Says what a workflow is called, in English and Vietnamese; the station that keeps workflows says so when it starts."""
    if source not in _names:
        _names.append(source)


def whose(message: Message) -> str:
    """The workflow that answers for a message to a customer; "" where no step of one asked for it."""
    return message.workflow if message.audience == "customer" and message.enrolment is not None else ""


def count(ruled: Sequence[Ruled], now: datetime) -> None:
    """Counts what left and what failed, in the caller's transaction, and pauses whose share of failures is too large."""
    tried: dict[str, int] = defaultdict(int)
    failed: dict[str, int] = defaultdict(int)
    for one in ruled:
        workflow = whose(one.message)
        if not workflow or one.state not in ("sent", "failed"):
            continue
        tried[workflow] += 1
        failed[workflow] += one.state == "failed"
    _add(tried, failed, now)


def bounced(workflows: Iterable[str], now: datetime) -> None:
    """Some that had left have failed after all, each of its workflow: their addresses take nothing."""
    failed = Counter(one for one in workflows if one)
    _add(dict.fromkeys(failed, 0), failed, now)


def resume(workflow: str, at: datetime, by: int | None) -> None:
    """Lets its messages go on, and counts anew. Raises NotPaused."""
    with transaction.atomic():
        if not SendingPause.objects.filter(workflow=workflow, ended_at=None).update(ended_at=at, ended_by=by):
            raise NotPaused
        Attempts.objects.filter(workflow=workflow).delete()
        with connection.cursor() as cursor:
            cursor.execute(_GO_ON, [at, workflow, PAUSED])


def paused() -> dict[str, Pause]:
    """The workflows that are paused now."""
    rows = SendingPause.objects.filter(ended_at=None)
    return {row.workflow: Pause(row.started_at, row.tried, row.failed) for row in rows}


def spans(workflows: Iterable[str]) -> dict[str, list[Span]]:
    """When each of these was paused, or is; the latest last."""
    found: dict[str, list[Span]] = {}
    rows = SendingPause.objects.filter(workflow__in=set(workflows) - {""}).order_by("started_at")
    for workflow, started_at, ended_at in rows.values_list("workflow", "started_at", "ended_at"):
        found.setdefault(workflow, []).append((started_at, ended_at))
    return found


def _add(tried: Mapping[str, int], failed: Mapping[str, int], now: datetime) -> None:
    if not tried:
        return
    names, hour = sorted(tried), now.replace(minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        hours, left, lost = [hour] * len(names), [tried[one] for one in names], [failed[one] for one in names]
        cursor.execute(_COUNTED, [names, hours, left, lost])
    if suspects := [one for one in names if failed[one]]:
        _judge(suspects, now)


def _judge(workflows: Sequence[str], now: datetime) -> None:
    rows = Attempts.objects.filter(workflow__in=workflows, hour__gt=now - WINDOW).values("workflow")
    for row in rows.annotate(all=Sum("tried"), bad=Sum("failed")).order_by("workflow"):
        if row["all"] >= LEAST and row["bad"] * 100 >= row["all"] * SHARE:
            _pause(str(row["workflow"]), Pause(now, row["all"], row["bad"]))


def _pause(workflow: str, why: Pause) -> None:
    with connection.cursor() as cursor:  # whether it is new: two dispatchers may find it at once
        cursor.execute(
            "insert into messages_sendingpause (workflow, started_at, tried, failed) values (%s, %s, %s, %s)"
            " on conflict do nothing",
            [workflow, why.since, why.tried, why.failed],
        )
        is_new = cursor.rowcount > 0
    if is_new:
        _tell(workflow, why)


def _tell(workflow: str, why: Pause) -> None:
    text = (
        '{% if language == "vi" %}Quy trình {{ facts.name_vi }} tạm dừng gửi: {{ facts.failed }} trong'
        " {{ facts.tried }} thư thất bại. Các thư khác chờ đến khi bạn cho tiếp tục.{% else %}The workflow"
        " {{ facts.name }} sends nothing more for now: {{ facts.failed }} of its {{ facts.tried }} messages failed. The"
        " others wait until you let it go on.{% endif %}"
    )
    name, name_vi = _names[0](workflow) if _names else (workflow, workflow)
    facts: Properties = {"failed": why.failed, "tried": why.tried, "name": name, "name_vi": name_vi}
    notices.tell(
        [
            Telling(
                Notify("workflow_paused", text, f"role:{role}", is_urgent=True),
                key_of("workflow_paused", workflow, why.since.isoformat(), role), 0, None, why.since, workflow, facts,
            )
            for role in _ROLES
        ]
    )  # fmt: skip
