"""A tag for more customers than are done at once."""

from django.db import connection

from perennia.customers.listing import Filter
from perennia.customers.models import BulkChange
from perennia.workflows import bulk
from perennia.workflows.bulk import Action, By
from tests.api.company import NINE, a_customer, put_tag

MANY = bulk.AT_ONCE + 3


def prepare() -> int:
    for id_ in range(1, MANY + 1):
        a_customer(id_)
    put_tag(5, "VIP")
    return bulk.start(Action("tag", tag="VIP"), Filter(), By(None, "Ann", None), NINE).pk


def state() -> object:
    """Each is asked for once, and only who had no such tag can be undone."""
    change = BulkChange.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("select count(*), count(distinct message_hash), min(customer_id) from inbox")
        asked = cursor.fetchone()
    return asked, change.done, change.skipped, change.finished_at is not None, change.steps.count()
