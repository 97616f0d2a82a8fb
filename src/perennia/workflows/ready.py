"""Readies the engine's tables at a start: the partition number is checked, shipped workflows and months are there."""

from django.db import connection

from perennia.core.partition import PARTITIONS
from perennia.host.refusal import Refusal
from perennia.workflows import publish, retention, segments
from perennia.workflows.connection import connect


def prepare() -> int:
    """After the migrations. Gives the number of shipped workflows that were installed; raises Refusal."""
    check()
    with connect() as engine:
        retention.make_months(engine)
        now = engine.execute("select clock_timestamp()").fetchone()
    assert now is not None
    installed = publish.install(now[0])
    publish.examine()
    segments.install(now[0])
    return installed


def check() -> None:
    """Refuses a database whose customers are spread over another number of partitions."""
    with connection.cursor() as cursor:
        cursor.execute("select value from engine_constant where name = 'partitions'")
        row = cursor.fetchone()
    if row is None or row[0] != str(PARTITIONS):
        kept = row[0] if row else "no"
        raise Refusal(
            f"This database spreads its customers over {kept} partitions, this program over {PARTITIONS}. "
            "The number cannot change: start the program that made it, or restore into a new database."
        )
