"""Owners given by several workers at once are given fairly, each in turn or to whom has the fewest."""

import threading
from collections import Counter
from datetime import UTC, datetime
from typing import Literal

import pytest
from django.db import connection, transaction

from perennia.core.effect import Assign
from perennia.customers import assign
from perennia.customers.models import Customer
from perennia.team.models import Member
from perennia.team.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
WORKERS, EACH = 4, 6


@pytest.mark.parametrize("how", ["in_turn", "least_loaded"])
def test_each_member_gets_as_many_as_the_others(how: Literal["in_turn", "least_loaded"]) -> None:
    for number in range(3):
        Member.objects.create_user(f"m{number}@house.test", name=f"M {number}", role=Role.CS_STAFF)
    customers = [
        Customer.objects.create(pk=1000 + place, partition=0, kind="account", created_at=NOW, described_at=NOW).pk
        for place in range(WORKERS * EACH)
    ]
    gate = threading.Barrier(WORKERS)

    def work(place: int) -> None:
        try:
            gate.wait()
            for customer in customers[place::WORKERS]:
                with transaction.atomic():
                    assign.assign(customer, Assign(role="cs_staff", how=how))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(WORKERS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    given = Counter(Customer.objects.values_list("owner__name", flat=True))
    assert given == {f"M {number}": WORKERS * EACH // 3 for number in range(3)}
