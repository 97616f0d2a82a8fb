"""Makes a row say what is known and nothing else: what a saying leaves out is taken away, where it else would stay."""

from decimal import Decimal

from perennia.core.effect import Describe
from perennia.core.profile import CONTACT
from perennia.customers import described, makeshift
from perennia.customers.models import Contact, Customer
from perennia.customers.traits import moment

TAKEN_AS_THEY_ARE = ("name", "name_folded", "is_named", "zone", "language")
OF_CUSTOMER = ("domain", "website", "industry", "employees", "plan", "value_currency")
OF_CONTACT = ("first_name", "email", "email_folded", "phone", "title", "roles")


def restate(effect: Describe) -> None:
    """Writes the whole row anew, where there is one."""
    is_contact = effect.kind == CONTACT
    row = described.contact(effect) if is_contact else described.customer(effect)
    makeshift.call([] if is_contact else [row], [row] if is_contact else [])
    said = {"described_at": effect.at, "described_by": effect.by}
    if is_contact:
        names = [name for name in OF_CONTACT if name != "roles" or row["roles"]]
        Contact.objects.filter(pk=effect.id).update(
            **said, **{name: row[name] for name in (*TAKEN_AS_THEY_ARE, *names)}
        )
        return
    amount = row["value_amount"]
    Customer.objects.filter(pk=effect.id).update(
        **said, **{name: row[name] for name in (*TAKEN_AS_THEY_ARE, *OF_CUSTOMER)},
        value_amount=None if amount is None else Decimal(str(amount)), since=moment(effect.traits, "created_at"),
    )  # fmt: skip
