"""Names of customers and contacts by id, for lists that mention them; two statements however many."""

from collections.abc import Iterable

from perennia.customers.models import Contact, Customer


def customers(ids: Iterable[int | None]) -> dict[int, str]:
    """Names of these customers."""
    wanted = {id_ for id_ in ids if id_ is not None}
    rows = Customer.objects.filter(pk__in=wanted).exclude(kind="visitor").values_list("pk", "name")
    return dict(rows) if wanted else {}


def contacts(ids: Iterable[int | None]) -> dict[int, str]:
    """Names of these contacts."""
    wanted = {id_ for id_ in ids if id_ is not None}
    return dict(Contact.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
