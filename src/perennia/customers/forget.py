"""Takes away the row of a customer or contact that became another; who looked after it looks after the other."""

from perennia.core import partition
from perennia.core.effect import Forget
from perennia.core.profile import CONTACT
from perennia.customers.describe import choose_primary
from perennia.customers.models import Contact, Customer, Note, StoredFile


def forget(effect: Forget) -> None:
    """Deletes the row. An owner goes over to the customer it became where that has none."""
    if effect.kind == CONTACT:
        gone = Contact.objects.filter(pk=effect.id).first()
        if gone is not None:
            gone.delete()
            choose_primary([gone.customer_id])
        return
    old = Customer.objects.filter(pk=effect.id).first()
    if old is None:
        return
    if old.owner_id is not None:
        Customer.objects.filter(pk=effect.became, owner=None).update(owner=old.owner_id)
    Contact.objects.filter(customer_id=old.pk).update(customer_id=effect.became, partition=partition.of(effect.became))
    Note.objects.filter(customer_id=old.pk).update(customer_id=effect.became)
    StoredFile.objects.filter(customer_id=old.pk).update(customer_id=effect.became)
    old.delete()
