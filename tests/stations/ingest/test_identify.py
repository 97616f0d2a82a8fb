"""Whose an event is: people, contacts and customers are made as they are named, and two that are one become one."""

import itertools
from uuid import uuid4

import pytest
from django.db import connection

from tests.stations.ingest.calls import Json, Stored, alias, group, identify, inbox, moves, run_moves, track
from tests.stations.ingest.conftest import Send

pytestmark = pytest.mark.django_db(transaction=True)


def kinds_of_customers() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select kind from ingest_account where merged_into is null order by id")
        return [kind for (kind,) in cursor.fetchall()]


def last() -> Stored:
    return [row for row in inbox() if row.kind != "move"][-1]


def test_somebody_who_comes_alone_is_their_own_customer(send: Send) -> None:
    send(track("ann"), track("ann"), track("bob"))
    ann, again, bob = inbox()
    assert (
        (ann.customer_id, ann.contact_id) == (again.customer_id, again.contact_id) != (bob.customer_id, bob.contact_id)
    )
    assert kinds_of_customers() == ["implicit", "implicit"]


def test_two_people_of_an_account_are_two_contacts_of_one_customer(send: Send) -> None:
    send(track("ann", group="acme"), track("bob", group="acme"))
    ann, bob = inbox()
    assert ann.customer_id == bob.customer_id
    assert ann.contact_id != bob.contact_id
    assert kinds_of_customers() == ["account"]


def test_an_event_without_an_account_goes_to_the_contact_last_used(send: Send) -> None:
    send(
        track("ann", group="acme"), track("ann", group="birch"), track("ann"), track("ann", group="acme"), track("ann")
    )
    acme, birch, then, _, now = inbox()
    assert then.contact_id == birch.contact_id != acme.contact_id == now.contact_id
    assert moves() == []


def test_the_first_account_takes_in_what_was_done_alone_and_the_second_does_not(send: Send) -> None:
    send(track("ann"), group("ann", "acme"), group("ann", "birch"))
    alone, move, acme, birch = inbox()
    said = move.body["properties"]
    assert (move.kind, move.customer_id, move.seq) == ("move", alone.customer_id, acme.seq - 1)
    assert said == {
        "from_customer": alone.customer_id, "from_contact": alone.contact_id, "to_customer": said["to_customer"],
        "to_contact": said["to_contact"], "person": said["person"], "reason": "first_account",
    }  # fmt: skip
    assert birch.customer_id not in (alone.customer_id, said["to_customer"])


def test_until_the_mover_has_come_what_they_do_at_their_first_account_follows_behind_it(send: Send) -> None:
    send(track("ann"))
    send(group("ann", "acme"), track("ann", group="acme"))
    alone, move, joined, track_ = inbox()
    assert {joined.contact_id, track_.contact_id} == {alone.contact_id}
    assert {joined.customer_id, track_.customer_id} == {alone.customer_id}
    run_moves()
    send(track("ann", group="acme"))
    assert last().contact_id == move.body["properties"]["to_contact"]


def test_until_the_mover_has_come_the_old_contact_is_used_and_then_the_new_one(send: Send) -> None:
    send(track("ann"))
    send(group("ann", "acme"))
    send(track("ann"))
    alone, move, _, between = inbox()
    assert between.contact_id == alone.contact_id
    run_moves()
    send(track("ann"))
    assert last().contact_id == move.body["properties"]["to_contact"]


def test_a_second_account_before_the_mover_has_come_is_used_at_once(send: Send) -> None:
    send(track("ann"), group("ann", "acme"), group("ann", "birch"), track("ann"))
    birch = inbox()[-2]
    assert last().contact_id == birch.contact_id
    run_moves()
    send(track("ann"))
    assert last().contact_id == birch.contact_id


def test_a_visitor_is_hidden_until_they_say_who_they_are(send: Send) -> None:
    send(track(anonymous="x"))
    assert kinds_of_customers() == ["visitor"]
    assert inbox()[0].is_hidden
    send(identify("ann", anonymous="x"), track("ann"))
    visitor, identified, later = inbox()
    assert visitor.contact_id == identified.contact_id == later.contact_id
    assert not identified.is_hidden
    assert kinds_of_customers() == ["implicit"]
    assert moves() == []


def test_what_a_visitor_did_moves_to_the_user_they_turn_out_to_be(send: Send) -> None:
    send(track("ann", group="acme"), track(anonymous="x"))
    send(identify("ann", anonymous="x"), track(anonymous="x"))
    user, visitor, move, identified, later = inbox()
    assert identified.contact_id == later.contact_id == user.contact_id
    assert move.customer_id == visitor.customer_id
    assert move.body["properties"]["to_contact"] == user.contact_id
    assert move.body["properties"]["reason"] == "identified"


def test_identifying_again_moves_nothing_again(send: Send) -> None:
    send(track("ann"), track(anonymous="x"))
    for _ in range(3):
        send(identify("ann", anonymous="x"))
    assert len(moves()) == 1


def test_a_visitor_who_named_an_account_joins_it_when_known(send: Send) -> None:
    send(track(anonymous="x"), group("", "acme", anonymous="x"))
    send(identify("ann", anonymous="x"))
    run_moves()
    send(track("ann"))
    account = next(row for row in inbox() if row.kind == "group")
    assert last().customer_id == account.customer_id
    assert account.contact_id is None


def test_a_server_speaking_of_an_account_makes_no_contact(send: Send) -> None:
    for _ in range(3):
        send(track(anonymous=str(uuid4()), group="acme", event="Payment Failed"))
    assert {row.contact_id for row in inbox()} == {None}
    assert len({row.customer_id for row in inbox()}) == 1
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from ingest_person")
        assert cursor.fetchone() == (0,)


def test_a_browser_used_by_two_people_goes_to_the_one_who_identified_last(send: Send) -> None:
    send(identify("ann", anonymous="x"), identify("bob", anonymous="x"), track(anonymous="x"), track("ann"))
    ann, bob, shared, still = inbox()
    assert shared.contact_id == bob.contact_id != ann.contact_id == still.contact_id
    assert moves() == []


def test_alias_joins_two_known_people_and_their_accounts(send: Send) -> None:
    send(track("old", group="acme"), track("new", group="acme"), track("old", group="birch"), track("only"))
    send(alias("old", "new"))
    old, new, birch = inbox()[:3]
    move = moves()[0].body["properties"]
    assert (move["from_contact"], move["to_contact"], move["reason"]) == (old.contact_id, new.contact_id, "alias")
    send(track("old", group="birch"), track("new", group="birch"), track("old", group="acme"))
    then = inbox()[-3:]
    assert [row.contact_id for row in then] == [birch.contact_id, birch.contact_id, new.contact_id]


@pytest.mark.parametrize("at_once", [True, False], ids=["at once", "one by one"])
def test_three_who_are_one_end_in_one_contact_at_each_account(send: Send, at_once: bool) -> None:
    send(track("first", group="acme"), track("second", group="birch"), track("third", group="acme"))
    first, second, third = inbox()
    joins = [alias("first", "second"), alias("second", "third")]
    for some in [joins] if at_once else [[one] for one in joins]:
        send(*some)
    assert [(row.contact_id, row.body["properties"]["to_contact"]) for row in moves()] == [
        (first.contact_id, third.contact_id)
    ]
    run_moves()
    send(*(track(who, group="acme") for who in ("first", "second", "third")), track("first", group="birch"))
    assert [row.contact_id for row in inbox()[-4:]] == [third.contact_id] * 3 + [second.contact_id]


def test_somebody_whose_contact_has_moved_is_joined_to_one_who_is_there_already(send: Send) -> None:
    send(track("came alone"), group("came alone", "acme"), track("other", group="acme"))
    run_moves()
    send(alias("came alone", "other"))
    other = next(row for row in inbox() if row.body["context"].get("userId") == "other")
    run_moves()
    send(track("came alone"), track("other"), track("came alone", group="acme"))
    assert {row.contact_id for row in inbox()[-3:]} == {other.contact_id}


def test_alias_to_somebody_who_is_alone_takes_them_into_the_account(send: Send) -> None:
    send(track("new"), track("old", group="acme"))
    send(alias("old", "new"))
    run_moves()
    send(track("new"), track("old"))
    assert {row.contact_id for row in inbox()[-2:]} == {inbox()[1].contact_id}


def test_a_whole_story_in_one_request_ends_as_in_many(send: Send) -> None:
    def story(who: str) -> list[Json]:
        return [track(anonymous=f"{who}-x"), identify(who, anonymous=f"{who}-x"), group(who, f"{who}-acme"), track(who)]

    send(*story("one"))
    for call in story("many"):
        send(call)
    rows = inbox()
    assert shape(rows[:5]) == shape(rows[5:])


def shape(rows: list[Stored]) -> list[tuple[str, int]]:
    """What happened, and to the how-manieth contact, whatever its number."""
    order = list(dict.fromkeys(row.contact_id for row in rows))
    return [(row.kind, order.index(row.contact_id)) for row in rows]


@pytest.mark.parametrize("at_once", [True, False], ids=["at once", "one by one"])
@pytest.mark.parametrize("group_id", ["", "acme"], ids=["alone", "with an account"])
@pytest.mark.number("R4")
def test_anonymous_identify_alias_and_group_end_in_one_contact_in_every_order(
    send: Send, at_once: bool, group_id: str
) -> None:
    for number, order in enumerate(itertools.permutations(range(5 if group_id else 4))):
        ann, former, browser = f"ann {number}", f"former {number}", f"browser {number}"
        calls = [track(anonymous=browser), identify(ann, anonymous=browser), alias(former, ann), track(former)]
        calls += [group(ann, f"{group_id} {number}")] if group_id else []
        for some in [[calls[place] for place in order]] if at_once else [[calls[place]] for place in order]:
            send(*some)
        run_moves()
        send(track(ann), track(former), track(anonymous=browser))
        assert len({(row.customer_id, row.contact_id) for row in inbox()[-3:]}) == 1, order
        assert kinds_of_customers() == ["account" if group_id else "implicit"] * (number + 1), order
