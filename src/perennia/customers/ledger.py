"""The ledger of points, entry by entry: how many, why, when, and by what they were earned."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from perennia.core import partition
from perennia.core.profile import CONTACT
from perennia.host.select import select


class Entry(msgspec.Struct, frozen=True):
    """One entry. `times` 0: it puts earlier ones right. `cause`: seq of the event it was earned by."""

    partition: int
    kind: int
    subject: int
    key: UUID
    points: int
    reason: str
    reason_vi: str
    at: datetime
    workflow: str
    times: int
    cause: int | None

    @property
    def contact(self) -> int | None:
        """Whose it is, if a contact's."""
        return self.subject if self.kind == CONTACT else None

    @property
    def event_id(self) -> str | None:
        """The public id of the event behind it."""
        return f"{self.partition}-{self.cause}" if self.cause is not None and self.cause > 0 else None

    @property
    def mark(self) -> tuple[object, ...]:
        """Where it stands."""
        return (self.at, str(self.key))

    def words(self, language: str) -> str:
        """Its reason in a language."""
        return (language == "vi" and self.reason_vi) or self.reason


def page(
    customer: int, contact: int | None, after: Sequence[object] | None, limit: int, *, with_billing: bool
) -> list[Entry]:
    """Entries of a customer and its contacts, or of one contact, the latest first, behind the mark."""
    at, key = after or (None, None)
    params = {
        "partition": partition.of(customer), "customer": customer, "contact": contact, "at": at, "key": key, "limit": limit,
        "billing": with_billing,
    }  # fmt: skip
    return select(Entry, _PAGE, params)


_PAGE = """
select partition, kind, subject_id, key, points, reason, reason_vi, at, workflow, times, cause from points
where partition = %(partition)s and customer_id = %(customer)s
  and (%(contact)s::bigint is null or (kind = 1 and subject_id = %(contact)s::bigint))
  and (%(billing)s or reason !~* '(payment|renewal|subscription)')
  and (%(at)s::timestamptz is null or (at, key) < (%(at)s::timestamptz, %(key)s::uuid))
order by at desc, key desc limit %(limit)s
"""
