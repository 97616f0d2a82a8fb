"""Gives a customer its owner."""

from django.db.models import Count

from perennia.core.effect import Assign
from perennia.customers.models import Customer
from perennia.team.models import Member


def assign(customer_id: int, effect: Assign) -> None:
    """Sets the owner: the named member, else the member of the role with the fewest customers.

    A customer that has an owner keeps them unless the effect says `replace`. With nobody of the role nothing changes.
    """
    customer = Customer.objects.select_for_update().filter(pk=customer_id).first()
    if customer is None or (customer.owner_id is not None and not effect.replace):
        return
    customer.owner = _named(effect.member) if effect.member is not None else _least_loaded(effect.role)
    if customer.owner is not None or effect.replace:
        customer.save(update_fields=["owner"])


def _named(member: int) -> Member | None:
    return Member.objects.filter(pk=member, is_active=True).first()


def _least_loaded(role: str) -> Member | None:
    members = Member.objects.filter(role=role, is_active=True)
    return members.annotate(load=Count("customers")).order_by("load", "id").first()
