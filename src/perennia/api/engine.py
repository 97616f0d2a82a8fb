"""How the engine is doing, for those who look after it."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from perennia.api import needs
from perennia.api.needs import Needs
from perennia.api.permissions import Permission
from perennia.api.shapes import Named
from perennia.workflows import endings, health

router = Router()


class Parked(Schema):
    """A customer whose events wait for a person."""

    customer: Named
    reason: str
    since: datetime
    waiting: int


class WorkerOut(Schema):
    """A worker by its own word."""

    name: str
    last_seen_at: datetime


class Durability(Schema):
    """Whether the database keeps what it has confirmed, even when the power goes."""

    fsync: str
    synchronous_commit: str
    ok: bool


class Engine(Schema):
    """The state of the engine."""

    ok: bool
    web: bool
    worker: bool
    database: bool
    oldest_due: str | None
    oldest_due_seconds: int | None
    partition: int | None
    waiting_events: int
    due_timers: int
    unperformed_effects: int
    parked: list[Parked]
    workers: list[WorkerOut]
    durability: Durability


@router.get("", auth=Needs(Permission.ENGINE_READ), response=Engine)
def read(request: HttpRequest) -> Engine:
    """Workers, what waits, what is parked and why."""
    signs, load, kept = health.vital_signs(), health.load(), health.durability()
    return Engine(
        ok=signs.is_worker_alive and not signs.is_standing_still and kept.is_safe,
        web=True,
        worker=signs.is_worker_alive,
        database=True,
        oldest_due=signs.waits,
        oldest_due_seconds=signs.seconds,
        partition=signs.partition,
        waiting_events=load.events,
        due_timers=load.timers,
        unperformed_effects=load.effects,
        parked=[
            Parked(
                customer=Named(id=each.customer_id, name=each.name),
                reason=endings.parked(each.reason, needs.language(request)),
                since=each.since,
                waiting=each.waiting,
            )
            for each in health.parked()
        ],
        workers=[WorkerOut(name=each.name, last_seen_at=each.last_seen_at) for each in health.workers()],
        durability=Durability(fsync=kept.fsync, synchronous_commit=kept.synchronous_commit, ok=kept.is_safe),
    )
