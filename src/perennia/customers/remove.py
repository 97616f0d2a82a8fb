"""Takes away the row of a customer or contact that an import made and that was taken back."""

from perennia.core.effect import Remove
from perennia.core.profile import CONTACT
from perennia.customers.models import Contact, Customer


def remove(effect: Remove) -> None:
    """Deletes the row; nothing where it is gone already. A customer's contacts are removed before it."""
    if effect.kind == CONTACT:
        Contact.objects.filter(pk=effect.id).delete()
    else:
        Customer.objects.filter(pk=effect.id).delete()
