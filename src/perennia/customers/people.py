"""All contacts, of whichever customer, a page at a time."""

from perennia.customers.fold_text import fold_text
from perennia.customers.models import Contact


def page(q: str | None, after: int, limit: int) -> list[Contact]:
    """Contacts by number, behind `after`. `q`: a word in their name or address."""
    rows = Contact.objects.filter(pk__gt=after).exclude(customer__kind="visitor").order_by("pk")
    if q and fold_text(q):
        rows = rows.filter(search__contains=fold_text(q))
    return list(rows[:limit])
