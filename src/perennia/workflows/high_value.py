"""Who is of high value: the top share of customers by yearly value, each among those who pay in the same currency.

An amount that stands instead of the share is of the organisation's currency; the others keep the share.
"""

from decimal import Decimal

from django.db import connection, transaction

from perennia.team.models import organisation
from perennia.workflows.models import Scoring
from perennia.workflows.publish import changed

# Who names no currency pays in the organisation's.
_FROM = """
select coalesce(nullif(c.value_currency, ''), %s),
    percentile_disc(1 - %s / 100.0) within group (order by c.value_amount)
from customers_customer c
where c.value_amount > 0 and c.kind <> 'visitor' group by 1 order by count(*) desc, 1 limit 200
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
    """Counts from which value on the top share of each currency begins. Gives 1 where that has moved."""
    row, is_new = Scoring.objects.select_for_update().get_or_create(pk=1)
    with connection.cursor() as cursor:
        cursor.execute(_FROM, [organisation().currency, row.high_value_percent])
        found = {currency: str(amount) for currency, amount in cursor.fetchall()}
    if found == row.high_value_by_currency and not is_new:
        return 0
    Scoring.objects.filter(pk=1).update(high_value_by_currency=found)
    changed()
    return 1
