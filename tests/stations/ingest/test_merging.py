"""Somebody comes to a customer in the very moment it is joined to another: they become one contact, at the other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection

from perennia.core import partition
from perennia.ingest import directory, identify, store
from perennia.ingest.receive import Answer
from perennia.ingest.row import DERIVED, Row, body
from perennia.ingest.who import Asked, wanted
from perennia.workflows.connection import connect
from perennia.workflows.move import move
from tests.stations.ingest.calls import inbox, track

Send = Callable[..., Answer]
pytestmark = pytest.mark.django_db(transaction=True)


def accounts() -> tuple[int, int]:
    """(the one that goes, the one that stays)"""
    with connection.cursor() as cursor:
        cursor.execute("select key, customer_id from ingest_key where kind = 'group'")
        found = dict(cursor.fetchall())
    return found["gone"], found["stays"]


def merges(gone: int, stays: int) -> None:
    """The mover joins the two, on a connection of its own."""
    said: dict[str, object] = {"from_customer": gone, "to_customer": stays, "reason": "merge"}
    now = datetime.now(UTC)
    row = Row(customer=gone, source=DERIVED, kind="move", name="Move", message_id="merge", at=now, received_at=now,
              body=body(said))  # fmt: skip
    with connect() as engine:
        (seq,) = store.put([row], conn=engine)
        move(engine, partition.of(gone), seq)


def contacts_of_new() -> list[tuple[int, int | None]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select customer_id, moved_to from ingest_contact"
            " where person_id = (select person_id from ingest_key where key = 'new')"
        )
        return list(cursor.fetchall())


def test_who_looked_before_the_merge_and_writes_after_it_looks_again(send: Send) -> None:
    send(track("a", group="gone"), track("b", group="stays"), track("new", group="stays"))
    gone, stays = accounts()
    asked = [Asked("track", "newer", "", "gone")]
    conn = store.session()
    with conn.transaction():
        found = directory.load(conn, wanted(asked))
        found.place(asked[0])
        merges(gone, stays)
        with pytest.raises(directory.MergedAway):
            directory.write(conn, found)


def test_the_merge_waits_for_who_is_just_coming_and_takes_them_along(send: Send) -> None:
    send(track("a", group="gone"), track("b", group="stays"))
    gone, stays = accounts()
    with ThreadPoolExecutor(1) as pool:
        with store.session().transaction():
            identify.identify(store.session(), [Asked("track", "new", "", "gone")])
            waiting = pool.submit(merges, gone, stays)
            until_somebody_waits()
        waiting.result(timeout=60)
    assert contacts_of_new() == [(stays, None)]
    send(track("new", group="gone"), track("new", group="stays"))
    assert {row.customer_id for row in inbox()[-2:]} == {stays}
    assert len(contacts_of_new()) == 1


def until_somebody_waits() -> None:
    with connect() as watcher:
        while not watcher.execute("select 1 from pg_locks where not granted").fetchone():
            pass
