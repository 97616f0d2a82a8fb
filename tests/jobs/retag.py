"""Another name for a tag that more people have than a slice takes."""

from django.db import connection

from perennia.workflows import retag
from perennia.workflows.models import TagChange
from tests.api.company import NINE, a_customer, put_tag

MANY = 5


def prepare() -> int:
    retag.SLICE = 2  # so that these few take several slices
    for id_ in range(1, MANY + 1):
        a_customer(id_)
        put_tag(id_, "vip")
    return retag.ask("vip", "Very Important", None, NINE).pk


def state() -> object:
    """Each bearer is asked for once: the old name off, the new one on."""
    order = TagChange.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("select name, count(*), count(distinct message_hash) from inbox group by name order by name")
        return cursor.fetchall(), order.changed, order.done_at is not None
