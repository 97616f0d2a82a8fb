"""Points counted anew after a rule and a milestone changed."""

from django.db import connection

from perennia.workflows import set_scoring
from perennia.workflows.connection import connect
from perennia.workflows.models import Recalculation
from tests.driving import NINE, Stream
from tests.stations.workflows.test_recalculate import WANTED, earned


def prepare() -> int:
    with connect() as engine:
        earned(Stream(engine))
    asked = set_scoring.save(WANTED, "Mai", NINE, anew=True)
    assert asked is not None
    return asked.pk


def state() -> object:
    """Each subject is asked for once."""
    row = Recalculation.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("select count(*), count(distinct message_hash), min(customer_id), max(customer_id) from inbox")
        return cursor.fetchone(), row.partitions_done, row.subjects_changed, row.finished_at is not None
