"""What a saying about a customer or contact means for the columns of its row; empty where it says nothing.

`called` is what a customer nobody named is called after somebody alone there; `makeshift` names what then is nameless.
"""

from decimal import Decimal

from perennia.core import partition
from perennia.core.apply import CALLED
from perennia.core.effect import Describe
from perennia.core.profile import CUSTOMER
from perennia.customers import traits as read
from perennia.customers.fold_text import fold_text
from perennia.team.models import fold_address

Row = dict[str, str | int | list[str] | None]


def customer(effect: Describe) -> Row:
    """The columns of a customer this says."""
    said = effect.traits
    name, called = read.person_name(said), read.text(said, CALLED)
    amount = read.amount(said, "yearly_value", "value", "annual_value", "arr")
    monthly = read.amount(said, "mrr", "monthly_spend")
    if amount is None and monthly is not None:
        amount = monthly * 12
    return {
        **_named(effect, name, read.domain(said)),
        "called": called,
        "called_folded": fold_text(called),
        "domain": read.domain(said),
        "website": read.text(said, "website"),
        "industry": read.text(said, "industry"),
        "employees": read.whole(said, "employees", "employee_count"),
        "plan": read.text(said, "plan"),
        "value_amount": _decimal(amount),
        "value_currency": read.text(said, "currency").upper()[:3],
        **_place(said),
        "since": _iso(said),
    }


def contact(effect: Describe) -> Row:
    """The columns of a contact this says."""
    said = effect.traits
    email = read.text(said, "email")
    return {
        **_named(effect, read.person_name(said), ""),
        "customer": effect.customer,
        "first_name": read.first_name(said),
        "email": email,
        "email_folded": fold_address(email),
        "phone": read.text(said, "phone"),
        "title": read.text(said, "title"),
        **_place(said),
        "roles": list[str](read.roles(said)),
    }


def _named(effect: Describe, name: str, otherwise: str) -> Row:
    return {
        "id": effect.id,
        "partition": partition.of(effect.id if effect.kind == CUSTOMER else effect.customer),
        "name": name or otherwise,
        "name_folded": fold_text(name or otherwise),
        "is_named": bool(name),
        "is_makeshift": False,
        "at": effect.at.isoformat(),
        "by": effect.by,
    }


def _place(said: read.Traits) -> Row:
    zone, language = read.text(said, "timezone", "zone"), read.text(said, "language", "locale")
    return {"zone": zone, "language": language[:2].lower()}


def _decimal(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def _iso(said: read.Traits) -> str | None:
    since = read.moment(said, "createdAt", "created_at")
    return since.isoformat() if since else None
