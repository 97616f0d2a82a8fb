"""The cards of an archived stage, more of them than a slice takes."""

from django.db import connection

from perennia.customers import empty_stage
from perennia.customers.models import StageEmptying
from tests.api.company import NINE, a_contact, a_customer, put_stage

MANY = 5


def prepare() -> int:
    empty_stage.SLICE = 2  # so that these few take several slices
    a_customer(1)
    for contact in range(11, 11 + MANY):
        a_contact(contact, 1)
        put_stage(1, "User Milestone", "Pro User", kind=1, subject=contact)
    order = StageEmptying.objects.create(
        pipeline="User Milestone", stage="Pro User", to_stage="Starter User", by="Mai", asked_at=NINE
    )
    return order.pk


def state() -> object:
    """Each card is asked for once."""
    order = StageEmptying.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("select count(*), count(distinct contact_id), count(distinct message_hash) from inbox")
        return cursor.fetchone(), order.moved, order.done_at is not None
