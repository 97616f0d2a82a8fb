"""Gives a customer its owner."""

from django.db.models import Count

from perennia.core.effect import Assign
from perennia.customers.models import AssignTurn, Customer
from perennia.team.models import Member


def assign(customer_id: int, effect: Assign, number: int | None = None) -> None:
    """Sets the owner: the named member, else of the role the one with the fewest customers, or the next in turn.

    A customer that has an owner keeps them unless the effect says `replace`. With nobody of the role nothing changes.
    `number`: the effect's place in the order of asking; one that comes late, having failed before, changes nothing any more.
    """
    if effect.member is None and not _take_turn(customer_id, effect):
        return
    customer = Customer.objects.select_for_update().filter(pk=customer_id).first()
    if customer is None or (customer.owner_id is not None and not effect.replace):
        return
    if number is not None and number < customer.owner_given:
        return
    if effect.member is not None:
        customer.owner = _named(effect.member)
    else:
        customer.owner = _next(effect.role) if effect.how == "in_turn" else _least_loaded(effect.role)
    if customer.owner is not None or effect.replace:
        customer.owner_given = number or customer.owner_given
        customer.save(update_fields=["owner", "owner_given"])


def _take_turn(customer_id: int, effect: Assign) -> bool:
    """Holds the role until the commit, where somebody of it is to be chosen: two who choose at once would see the same
    loads and give both customers to one member. Before the customer, so that everybody locks in this order."""
    if not effect.replace and not Customer.objects.filter(pk=customer_id, owner=None).exists():
        return False
    AssignTurn.objects.get_or_create(role=effect.role)
    AssignTurn.objects.select_for_update().get(role=effect.role)
    return True


def _named(member: int) -> Member | None:
    return Member.objects.filter(pk=member, is_active=True).first()


def _next(role: str) -> Member | None:
    """Whoever comes behind the member that was given the last one; kept per role, so that no turn is left out."""
    members = list(Member.objects.filter(role=role, is_active=True).order_by("id"))
    if not members:
        return None
    turn = AssignTurn.objects.get(role=role)
    chosen = next((one for one in members if one.pk > turn.last), members[0])
    turn.last = chosen.pk
    turn.save(update_fields=["last"])
    return chosen


def _least_loaded(role: str) -> Member | None:
    members = Member.objects.filter(role=role, is_active=True)
    return members.annotate(load=Count("customers")).order_by("load", "id").first()
