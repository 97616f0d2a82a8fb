"""A workflow that waits for a date is switched on where people have it already."""

from django.db import connection

from perennia.workflows import watch
from perennia.workflows.connection import connect
from perennia.workflows.models import Workflow
from tests.api.company import a_customer
from tests.driving import Stream


def prepare() -> int:
    for id_ in (1, 2, 3):
        a_customer(id_, trial_ends_at="2026-06-01")
    with connect() as engine:
        dated = {"key": "date_reached"}
        Stream(engine).workflow(key="dated", subject="customer", trigger=dated, steps=[{"id": "end", "key": "stop"}])
    row = Workflow.objects.get(key="dated")
    watch.ask(row)
    return row.pk


def state() -> object:
    """Whom the engine is asked to judge: twice is no more than once, since the second finds nothing to change."""
    with connection.cursor() as cursor:
        cursor.execute("select distinct subject_kind, subject_id, node from timer order by 1, 2")
        return cursor.fetchall()
