"""On the first morning the head of CS hands the customers known from the import to those who look after them."""

from datetime import datetime, timedelta

from django.db import connection

from perennia.core.by_hand import OWNER_SET
from perennia.ingest.row import PEOPLE, Row, body
from perennia.simulate import staff
from perennia.simulate.history import WARM_UP, History


class Owners:
    """Says so in the window after the import."""

    def __init__(self, history: History) -> None:
        self.history = history

    def rows(self, begin: datetime) -> list[Row]:
        """What is done by hand in the window that begins then."""
        if begin != self.history.start + WARM_UP:
            return []
        groups = [one.group for one in self.history.accounts if one.group and not one.is_new]
        with connection.cursor() as cursor:
            cursor.execute("select key, customer_id from ingest_key where kind = 'group' and key = any(%s)", [groups])
            customers: dict[str, int] = dict(cursor.fetchall())
        members = staff.owners()
        return [
            _given(customers[group], members[nth % len(members)], begin + timedelta(seconds=nth))
            for nth, group in enumerate(groups)
            if group in customers
        ]


def _given(customer: int, member: int, at: datetime) -> Row:
    return Row(
        customer=customer, source=PEOPLE, kind="person", name=OWNER_SET, message_id=f"owner:{customer}", at=at, received_at=at,
        body=body({"member": member}),
    )  # fmt: skip
