"""P1: events accepted over HTTP, against the same rows by COPY at 500 a commit on one connection.

Both are taken in turn, several rounds in one run, so that a busy machine slows both.
"""

import json
import os
import random
import socket
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from django.db import connection
from psycopg import Connection, Cursor

from perennia.host.config import Config
from perennia.ingest import source, store
from perennia.ingest.row import Row, pack
from tests.serving import served

BATCH = 500
PROCESSES = Config().web_processes  # as many as `perennia serve` runs
SENDERS = 8  # connections the load generator keeps open
PEOPLE, ACCOUNTS = 5_000, 500
AIM = 0.5

ROWS = """
select customer_id, contact_id, source, kind, name, message_id, at, received_at, body::text, historical, lane, depth
from inbox order by seq
"""


def run(environment: dict[str, str], batches: int = 80, rounds: int = 3) -> dict[str, object]:
    """Measures on the database Django is connected to, which is emptied; `environment` makes a server use it too."""
    connection.cursor().execute("truncate inbox, rejected")
    _, key = source.create(f"Bench {time.time_ns()}")
    with served(environment, workers=PROCESSES) as address:
        host, port = address.removeprefix("http://").split(":")
        _send(
            host,
            int(port),
            [request(key, [(n + place) % PEOPLE for place in range(BATCH)]) for n in range(0, PEOPLE, BATCH)],
        )
        pairs = [_round(host, int(port), key, batches) for _ in range(rounds)]
    over_http, by_copy = (statistics.median(rates) for rates in zip(*pairs, strict=True))
    value = statistics.median(http / copy for http, copy in pairs)
    return {
        "id": "P1", "value": round(value, 2), "aim": f">= {AIM}", "met": value >= AIM,
        "size": f"{batches * BATCH:,} events a round, {rounds} rounds, batches of {BATCH}, {PEOPLE:,} people of {ACCOUNTS} accounts",
        "how": f"{over_http:,.0f} events/s over HTTP ({SENDERS} connections, {PROCESSES} web processes) / {by_copy:,.0f} by COPY",
    }  # fmt: skip


def _round(host: str, port: int, key: str, batches: int) -> tuple[float, float]:
    """Events a second over HTTP, and of the very same rows by COPY."""
    connection.cursor().execute("truncate inbox")
    requests = [request(key, random.sample(range(PEOPLE), BATCH)) for _ in range(batches)]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as generator:
        generator.submit(os.getpid).result()
        took = generator.submit(_load, host, port, requests).result()
    rows = _rows()
    if len(rows) != batches * BATCH:
        raise RuntimeError(f"{batches * BATCH} events were sent and {len(rows)} stored.")
    buffers = [pack(rows[start : start + BATCH]) for start in range(0, len(rows), BATCH)]
    connection.cursor().execute("truncate inbox")
    return len(rows) / took, len(rows) / _copy(store.session(), buffers)


def _copy(conn: Connection, buffers: Sequence[bytes]) -> float:
    begun = time.perf_counter()
    for buffer in buffers:
        with conn.transaction(), Cursor(conn).copy(store.COPY) as stream:
            stream.write(buffer)
    return time.perf_counter() - begun


def _rows() -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(ROWS)
        return [
            Row(
                customer=row[0], contact=row[1], source=row[2], kind=row[3], name=row[4], message_id=row[5], at=row[6],
                received_at=row[7], body=row[8].encode(), historical=row[9], lane=row[10], depth=row[11],
            )
            for row in cursor.fetchall()
        ]  # fmt: skip


def request(key: str, people: Sequence[int]) -> bytes:
    """One HTTP request with a batch, as a server-side client sends it."""
    now = time.strftime("%Y-%m-%dT%H:%M:%S.123Z", time.gmtime())
    events = [
        {
            "type": "track", "event": random.choice(("Feature Used", "Signed In", "Report Exported")), "userId": f"user-{person}",
            "messageId": f"{random.getrandbits(128):032x}", "timestamp": now, "integrations": {},
            "properties": {"feature": "Reports", "seconds": random.randrange(600), "path": "/reports/weekly"},
            "context": {"groupId": f"account-{person % ACCOUNTS}", "library": {"name": "analytics-python", "version": "2.3.4"}},
        }
        for person in people
    ]  # fmt: skip
    body = json.dumps({"batch": events, "sentAt": now, "writeKey": key}).encode()
    head = f"POST /v1/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def _load(host: str, port: int, requests: Sequence[bytes]) -> float:
    """Sends all requests over some connections at once; the seconds it took."""
    from concurrent.futures import ThreadPoolExecutor

    begun = time.perf_counter()
    with ThreadPoolExecutor(SENDERS) as threads:
        list(threads.map(lambda n: _send(host, port, requests[n::SENDERS]), range(SENDERS)))
    return time.perf_counter() - begun


def _send(host: str, port: int, requests: Sequence[bytes]) -> None:
    with socket.create_connection((host, port)) as one:
        for request_ in requests:
            one.sendall(request_)
            answer = b""
            while b"}" not in answer:
                answer += one.recv(65_536)
            if b" 200 " not in answer[:20] or f'"accepted":{BATCH}'.encode() not in answer:
                raise RuntimeError(f"An answer was not the expected one: {answer[:300]!r}")


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(run(dict(os.environ)), indent=1))
