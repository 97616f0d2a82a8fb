"""P6: lists, boards and the customer's page over a large base: the API over HTTP against its own statements, bare."""

import os
import random
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple
from urllib.parse import urlencode

import httpx
import psycopg
from django.db import connection as django
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import base, crowd
from bench.measure import Measure
from perennia.host import config, database
from perennia.simulate.load import SCOPES
from perennia.team import keys
from perennia.team.models import Member
from perennia.workflows.connection import connect
from tests.serving import served

OVER_AIM, AIM = 15.0, 100.0  # milliseconds
SORTS = ("name", "-last_seen_at", "-score", "-value", "-created_at")
Asked = Callable[[random.Random], str]


class Found(NamedTuple):
    """What one kind of question took at the ninety-fifth percentile, in milliseconds."""

    name: str
    api: float
    sql: float


def run(customers: int = 100_000, events: int = 1_000_000, rounds: int = 40) -> Measure:
    """Measures in the empty database Django is connected to, with a real web server on it."""
    for number in range(20):
        Member.objects.create_user(f"csm{number}@bench.example", None, name=f"CSM {number}", role="cs_staff")
    with connect() as connection:
        # As the pages' own connections are: bare must mean the same statements, not the same ones on two cores.
        connection.execute("set max_parallel_workers_per_gather = 0")
        connection.execute("set jit = off")
        base.fill(connection, crowd.now(), customers, events)
        _, key = keys.make("Bench", SCOPES)
        url = database.url(config.current(), str(django.settings_dict["NAME"]))
        with served({**os.environ, "DATABASE_URL": url}, workers=2) as address:
            headers = {"Authorization": f"Bearer {key}"}
            with httpx.Client(base_url=address, headers=headers, timeout=60) as web:
                questions = _questions(web, customers)
                inside = Client(headers=headers, SERVER_NAME="localhost")
                found = [_measured(name, asked, web, inside, connection, rounds) for name, asked in questions.items()]
    worst = max(found, key=lambda one: one.api - one.sql)
    slowest = sorted(found, key=lambda one: -one.api)
    value = worst.api - worst.sql
    return Measure(
        id="P6", value=round(value, 1), aim=f"<= {OVER_AIM:g} ms over bare SQL, and < {AIM:g} ms",
        met=value <= OVER_AIM and slowest[0].api < AIM,
        size=f"{customers:,} customers, {customers * base.EACH:,} contacts, {events:,} events; {len(found)} questions, {rounds} times each",
        how=f"p95 of the API / of its statements bare, ms; furthest apart {_said(worst)}; slowest "
        + ", ".join(_said(one) for one in slowest[:8]) + f"; median question {statistics.median(one.api for one in found):.0f}",
    )  # fmt: skip


def _said(one: Found) -> str:
    return f"{one.name} {one.api:.0f}/{one.sql:.0f}"


def _questions(web: httpx.Client, customers: int) -> dict[str, Asked]:
    """What people ask when they open a page, by name."""
    asked: dict[str, Asked] = {f"customers {sort}": _list("/api/customers", sort=sort) for sort in SORTS}
    narrowed: dict[str, dict[str, str]] = {
        "tag": {"tag": "Active SaaS"}, "rare tag": {"tag": "VIP"}, "plan": {"plan": "Growth"}, "nobody's": {"owner": "none"},
        "inactive": {"inactive": "true"}, "stage": {"stage": "Subscription & Billing:Subscription Failed"},
        "tag and owner": {"tag": "Inactive", "owner": "3"},
    }  # fmt: skip
    for name, given in narrowed.items():
        asked[f"customers of a {name}"] = _list("/api/customers", **given)
    asked["customers by word"] = lambda rng: _address("/api/customers", q=f"thuong mai {rng.randrange(customers)}")
    asked["customers, deep page"] = lambda rng: _address(
        "/api/customers", sort="name", cursor=deep[rng.randrange(len(deep))]
    )
    deep = _cursors(web, "/api/customers?sort=name")
    for part in ("", "/contacts", "/timeline", "/messages", "/log", "/enrolments"):
        asked[f"customer's page{part}"] = partial(_page, customers, part)
    asked["search"] = lambda rng: _address("/api/search", q=f"mai {rng.randrange(customers)}")
    asked["facets"] = _list("/api/customers/facets")
    asked["events"] = _list("/api/events")
    asked["events of a name"] = _list("/api/events", name="Payment Succeeded")
    asked["events of a customer"] = lambda rng: _address("/api/events", customer=str(1 + rng.randrange(customers)))
    for pipeline in web.get("/api/pipelines").json()["items"]:
        if pipeline["name"] in ("Subscription & Billing", "User Login Activity"):
            asked[f"board {pipeline['name']}"] = _list(f"/api/pipelines/{pipeline.get('key', pipeline['name'])}/board")
    return asked


def _list(path: str, **given: str) -> Asked:
    return lambda _: _address(path, **given)


def _page(customers: int, part: str, rng: random.Random) -> str:
    return f"/api/customers/{1 + rng.randrange(customers)}{part}"


def _address(path: str, **given: str) -> str:
    return f"{path}?{urlencode(given)}" if given else path


def _cursors(web: httpx.Client, path: str) -> list[str]:
    """Marks deep in a list."""
    cursors: list[str] = []
    for _ in range(12):
        answer = web.get(path + (f"&cursor={cursors[-1]}" if cursors else "") + "&limit=200").json()
        if not answer["next_cursor"]:
            break
        cursors.append(answer["next_cursor"])
    return cursors[-6:] or [""]


def _measured(
    name: str, asked: Asked, web: httpx.Client, inside: Client, connection: psycopg.Connection, rounds: int
) -> Found:
    """Page and bare statements in turn, each first as often as the other: what the machine does beside slows both."""
    rng = random.Random(name)
    addresses = [asked(rng) for _ in range(rounds)]
    for address in addresses[:3]:
        _get(web, address)  # both processes have compiled and planned what they need
    api, sql = list[float](), list[float]()
    for nth, address in enumerate(addresses):
        for is_api in (True, False) if nth % 2 else (False, True):
            if is_api:
                api.append(_timed(partial(_get, web, address)))
            else:
                sql.append(_bare(inside, connection, address))
    return Found(name, _p95(api), _p95(sql))


def _bare(inside: Client, connection: psycopg.Connection, address: str) -> float:
    """The same statements as the page's, one after the other, and nothing else."""
    with CaptureQueriesContext(django) as seen:  # Django keeps each statement with its values in it
        _ok(inside.get(address).status_code, address)
    statements = [
        one["sql"].encode()
        for one in seen.captured_queries
        if one["sql"].lstrip().lower().startswith(("select", "with", "("))
    ]
    return _timed(lambda: [connection.execute(statement).fetchall() for statement in statements])


def _timed(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1000


def _get(web: httpx.Client, address: str) -> None:
    _ok(web.get(address).status_code, address)


def _ok(status: int, address: str) -> None:
    if status != 200:
        raise RuntimeError(f"{address} answered {status}.")


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]
