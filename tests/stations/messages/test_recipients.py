"""Whom a message to a customer goes to: the outbox asks the database, a rehearsal the profiles at hand; one answer."""

from datetime import timedelta
from itertools import permutations
from uuid import uuid4

import pytest

from perennia.core import partition
from perennia.core.profile import CONTACT
from perennia.customers.models import Contact
from perennia.messages import recipients
from perennia.messages.outbox import Due
from tests.stations.messages.given import NOON, an

pytestmark = pytest.mark.django_db(transaction=True)
ROLES: tuple[list[str], ...] = ([], ["primary"], ["billing"], ["primary", "billing"])


def test_both_ways_to_choose_by_role_choose_the_same() -> None:
    cases = list(permutations(range(len(ROLES)), 3))
    for customer, places in enumerate(cases, 1):
        for nth, place in enumerate(places):
            contact = an(customer * 10 + nth, customer)
            Contact.objects.create(
                pk=contact, partition=partition.of(customer), customer_id=customer, name="An", roles=ROLES[place],
                created_at=NOON - timedelta(days=nth), described_at=NOON,
            )  # fmt: skip
    for role in ("billing", "primary", "sponsor"):
        asked = [
            Due(partition.of(customer), uuid4(), customer, None, role, "customer", "email")
            for customer in range(1, len(cases) + 1)
        ]
        by_database = {customer: contact for (customer, _, _), contact in recipients.by_role(asked).items()}
        there = recipients.people(range(1, len(cases) + 1))
        roles = {contact: held for contact, held, _ in there}
        known = recipients.known((partition.of(one // 10), one // 10, one) for one in roles)
        for customer, chosen in by_database.items():
            profiles = [one for (kind, id), one in known.profiles.items() if kind == CONTACT and id // 10 == customer]
            assert len(profiles) == 3
            assert min(profiles, key=lambda one: recipients.rank(one, roles[one.id], role)).id == chosen
        assert len(by_database) == len(cases)
