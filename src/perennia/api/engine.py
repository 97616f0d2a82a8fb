"""How the engine is doing, for those who look after it."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from ninja import Router

from perennia.api import needs
from perennia.api.needs import Needs
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
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


class OpenTransaction(Schema):
    """A transaction that is open for over a minute; end it, or whatever holds it."""

    pid: int
    name: str
    seconds: int
    statement: str


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
    sweeps: bool
    open_transactions: list[OpenTransaction]


@router.get("", auth=Needs(Permission.ENGINE_READ), response=Engine)
def read(request: HttpRequest) -> Engine:
    """Workers, what waits, what is parked and why."""
    signs, load, kept, still_open = health.vital_signs(), health.load(), health.durability(), health.open_transactions()
    return Engine(
        ok=signs.is_well and kept.is_safe and not still_open,
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
        sweeps=signs.is_sweeping,
        open_transactions=[OpenTransaction(**one._asdict()) for one in still_open],
    )


@router.get("/metrics", auth=Needs(Permission.ENGINE_READ))
def metrics(request: HttpRequest) -> HttpResponse:
    """The same for a monitor, in Prometheus' text format."""
    signs, load = health.vital_signs(), health.load()
    gauges = {
        "perennia_up": int(signs.is_well),
        "perennia_worker_alive": int(signs.is_worker_alive),
        "perennia_sweeping": int(signs.is_sweeping),
        "perennia_oldest_due_seconds": signs.seconds or 0,
        "perennia_oldest_due_partition": -1 if signs.partition is None else signs.partition,
        "perennia_waiting_events": load.events,
        "perennia_due_timers": load.timers,
        "perennia_unperformed_effects": load.effects,
        "perennia_parked_customers": len(health.parked()),
        "perennia_longest_transaction_seconds": max((one.seconds for one in health.open_transactions()), default=0),
    }
    lines = [f"# TYPE {name} gauge\n{name} {value}" for name, value in gauges.items()]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")
