"""An owner asked for long ago, which could not be given then, does not take the place of one given since."""

from uuid import uuid4

import msgspec
import pytest
from django.db import connection

from perennia.core.effect import Assign
from perennia.customers.models import Customer
from perennia.team.models import Member
from perennia.workflows.perform import perform
from tests.driving import NINE

pytestmark = pytest.mark.django_db(transaction=True)
CUSTOMER = 1000


def _asked(owner: Member, *, waits: bool) -> int:
    """The effect as a turn stores it; `waits`: its first try has failed, and the next is some time ahead."""
    body = msgspec.json.encode({"effect": Assign(role="", member=owner.pk, replace=True)}).decode()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into effect (partition, key, kind, customer_id, at, tries, next_at, body)"
            " values (0, %s, 'Assign', %s, %s, %s, clock_timestamp() + %s, %s) returning id",
            [uuid4(), CUSTOMER, NINE, int(waits), "1 hour" if waits else "0", body],
        )
        (id_,) = cursor.fetchone()
    return int(id_)


def _owner() -> str:
    return str(Customer.objects.values_list("owner__name", flat=True).get(pk=CUSTOMER))


def test_the_newer_owner_stays_when_the_older_request_is_tried_again() -> None:
    old, new = (Member.objects.create_user(f"{name}@house.test", name=name, role="cs_staff") for name in ("Old", "New"))
    Customer.objects.create(pk=CUSTOMER, partition=0, kind="account", created_at=NINE, described_at=NINE)
    late = _asked(old, waits=True)
    _asked(new, waits=False)
    assert perform() == 1
    assert _owner() == "New"
    with connection.cursor() as cursor:
        cursor.execute("update effect set next_at = clock_timestamp() where id = %s", [late])
    assert perform() == 1, "it is done with, so that nobody tries it again"
    assert _owner() == "New"
    _asked(old, waits=False)
    perform()
    assert _owner() == "Old", "asked for anew it is given"
