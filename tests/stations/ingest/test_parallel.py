"""Many requests at once about the same people: none waits for ever, none fails, and who is who stays whole."""

import json
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from perennia.ingest.receive import receive
from perennia.ingest.source import Sender
from tests.stations.ingest.calls import Json, alias, group, identify, inbox, moves, run_moves, track

pytestmark = pytest.mark.django_db(transaction=True)
THREADS, REQUESTS, PEOPLE, ACCOUNTS = 12, 25, 12, 3

WRONG = {
    "keys that name somebody merged": """
        select k.key from ingest_key k join ingest_person p on p.id = k.person_id where p.merged_into is not null""",
    "keys of nobody": """
        select k.key from ingest_key k left join ingest_person p on p.id = k.person_id where kind <> 'group' and p.id is null""",
    "people whose last contact is somebody else's": """
        select p.id from ingest_person p join ingest_contact c on c.id = p.last_contact_id
        where p.merged_into is null and c.person_id <> p.id""",
    "people who are nowhere": """
        select id from ingest_person where merged_into is null and last_contact_id is null""",
    "contacts in another partition than their customer": """
        select c.id from ingest_contact c join ingest_account a on a.id = c.customer_id where a.partition <> c.partition""",
    "visitors who are known": """
        select p.id from ingest_person p join ingest_contact c on c.id = p.implicit_contact_id
        join ingest_account a on a.id = c.customer_id
        where p.is_known and p.merged_into is null and a.kind = 'visitor' and a.merged_into is null""",
}


def some_call(dice: random.Random) -> Json:
    user, other = (f"user-{dice.randrange(PEOPLE)}" for _ in range(2))
    browser, account = f"browser-{dice.randrange(PEOPLE)}", f"account-{dice.randrange(ACCOUNTS)}"
    choices: list[Callable[[], Json]] = [
        lambda: track(user), lambda: track(user, group=account), lambda: track(anonymous=browser),
        lambda: track(anonymous=browser, group=account), lambda: track(user, anonymous=browser),
        lambda: identify(user, anonymous=browser), lambda: group(user, account), lambda: alias(browser, user),
        lambda: alias(other, user) if dice.random() < 0.3 else track(other),
    ]  # fmt: skip
    return dice.choice(choices)()


def work(sender: Sender, seed: int) -> int:
    dice = random.Random(seed)
    accepted = 0
    try:
        for _ in range(REQUESTS):
            calls = [some_call(dice) for _ in range(dice.choice((1, 1, 3, 20)))]
            answer = receive(sender, json.dumps({"batch": calls}).encode())
            assert answer.rejected == []
            accepted += answer.accepted
    finally:
        connection.close()
    return accepted


@pytest.mark.parametrize("seed", [1, 2])
def test_parallel_requests_neither_block_nor_break_who_is_who(sender: Sender, seed: int) -> None:
    with ThreadPoolExecutor(THREADS) as threads:
        accepted = sum(threads.map(lambda n: work(sender, seed * 1000 + n), range(THREADS)))
    rows = inbox()
    ordered = [row.body["properties"] for row in moves()]
    assert len(rows) - len(ordered) == accepted
    assert len({str(order["from_contact"]) for order in ordered}) == len(ordered), "a contact is told to move twice"
    for what, query in WRONG.items():
        with connection.cursor() as cursor:
            cursor.execute(query)
            assert cursor.fetchall() == [], what
    run_moves()
    with connection.cursor() as cursor:
        cursor.execute(
            "select p.id from ingest_person p join ingest_contact c on c.id = p.last_contact_id"
            " where p.merged_into is null and c.moved_to is not null"
        )
        assert cursor.fetchall() == [], "somebody's last contact has moved away"


def test_the_same_newcomers_from_all_sides_are_made_once(sender: Sender) -> None:
    def newcomers(start: int) -> int:
        names = [f"new-{(start * 37 + n) % 300}" for n in range(300)]
        try:
            return receive(
                sender, json.dumps({"batch": [track(name, group="acme") for name in names]}).encode()
            ).accepted
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(newcomers, range(8))) == 2400
    places = {(row.body["context"]["userId"], row.customer_id, row.contact_id) for row in inbox()}
    assert len(places) == 300
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from ingest_person")
        assert cursor.fetchone() == (300,)
