"""A segment to count: three customers of whom two differ from what is kept."""

from django.db import connection

from perennia.workflows import segments
from perennia.workflows.segments import Draft
from tests.api.company import NINE, a_customer


def prepare() -> int:
    for id_, employees in ((1, 5), (2, 500), (3, 7)):
        a_customer(id_, employees=employees)
    condition = {"field": "customer.trait.employees", "op": "below", "value": 50}
    return segments.define(Draft(name="Small", subject="customer", condition=condition), None, NINE).pk


def state() -> object:
    """Whom the engine is asked to judge: twice is no more than once, since the second finds nothing to change."""
    with connection.cursor() as cursor:
        cursor.execute("select distinct subject_id, node from timer order by 1")
        asked = cursor.fetchall()
        cursor.execute("select key, counted = revision from customers_segment")
        return asked, cursor.fetchall()
