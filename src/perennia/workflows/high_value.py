"""Who is of high value: the top share of customers by yearly value, or those from an amount on."""

from decimal import Decimal

from django.db import connection, transaction

from perennia.workflows.models import Scoring
from perennia.workflows.publish import changed

_FROM = """
select percentile_disc(1 - %s / 100.0) within group (order by value_amount) from customers_customer
where value_amount > 0 and kind <> 'visitor'
"""


@transaction.atomic
def decide(percent: int, amount: Decimal | None) -> Scoring:
    """Sets the share, or an amount that stands instead of it."""
    row, _ = Scoring.objects.select_for_update().get_or_create(pk=1)
    row.high_value_percent, row.high_value_amount = percent, amount
    row.save(update_fields=["high_value_percent", "high_value_amount"])
    count()
    changed()
    row.refresh_from_db()
    return row


@transaction.atomic
def count() -> int:
    """Counts from which value on the top share begins. Gives 1 where that has moved."""
    row, is_new = Scoring.objects.select_for_update().get_or_create(pk=1)
    with connection.cursor() as cursor:
        cursor.execute(_FROM, [row.high_value_percent])
        (found,) = cursor.fetchone() or (None,)
    if found == row.high_value_from and not is_new:
        return 0
    Scoring.objects.filter(pk=1).update(high_value_from=found)
    changed()
    return 1
