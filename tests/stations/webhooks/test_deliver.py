"""Deliveries over real HTTP on a clock of our own: the ladder, the signature, what ends one and what holds it up."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from standardwebhooks import Webhook

from perennia.core.webhook import LADDER
from perennia.host import fetch
from perennia.messages import stop
from perennia.messages.models import Notice
from perennia.webhooks import again, queries, subscribe
from perennia.webhooks.deliver import Courier
from perennia.webhooks.models import Endpoint
from tests.receiver import Receiver
from tests.stations.messages.test_notices import head
from tests.stations.webhooks.given import HOUR, NOON, SECOND, endpoint, goes_round, of, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def courier() -> Iterator[Courier]:
    made = Courier()
    yield made
    made.close()


@pytest.mark.number("R28")
def test_it_arrives_signed_so_that_the_standards_own_library_verifies_it(receiver: Receiver, courier: Courier) -> None:
    to, secret = endpoint(receiver.url)
    id = waiting(to)
    goes_round(courier, NOON)
    (sent,) = receiver.seen
    assert sent.id == f"wh_{id.hex}"
    assert sent.timestamp == NOON.timestamp()
    signed = Webhook(secret).sign(sent.id, NOON, sent.body.decode())
    assert sent.signatures == [signed]
    assert sent.headers["content-type"].startswith("application/json")
    assert (of(id).state, of(id).tries, of(id).status) == ("delivered", 1, 200)


@pytest.mark.number("R28", "R18")
def test_eight_tries_with_the_same_id_and_bytes_a_fresh_signature_each_and_a_worker_of_its_own(
    receiver: Receiver,
) -> None:
    receiver.answer = lambda: (503, b"later", {"Set-Cookie": "secret=1"})
    to, secret = endpoint(receiver.url)
    id, at, moments = waiting(to), NOON, []
    while of(id).state == "queued":
        worker = Courier()  # a restart before every try
        goes_round(worker, at)
        worker.close()
        moments.append(at)
        goes_round_early = Courier()
        goes_round(goes_round_early, of(id).next_at - SECOND)  # nothing leaves before its time
        goes_round_early.close()
        at = of(id).next_at
    assert len(receiver.seen) == 8
    assert len({sent.id for sent in receiver.seen}) == len({sent.body for sent in receiver.seen}) == 1
    assert len({sent.timestamp for sent in receiver.seen}) == len({sent.signatures[0] for sent in receiver.seen}) == 8
    waits = [late - early for early, late in pairwise(moments)]
    assert all(rung <= wait <= rung * 1.1 for rung, wait in zip(LADDER[1:], waits, strict=True))
    for sent in receiver.seen:
        assert sent.signatures == [
            Webhook(secret).sign(
                sent.id, NOON + timedelta(seconds=sent.timestamp - NOON.timestamp()), sent.body.decode()
            )
        ]
    tries = queries.tries(3, id)
    assert [one.number for one in tries] == list(range(1, 9))
    assert {(one.status, one.answer) for one in tries} == {(503, "later")}
    assert (of(id).state, of(id).reason) == ("dead", "status:503")


@pytest.mark.number("R28")
def test_a_dead_letter_is_sent_by_hand_with_the_same_id_and_body(receiver: Receiver, courier: Courier) -> None:
    receiver.answer = lambda: (400, b"no", {})
    to, _ = endpoint(receiver.url)
    first, second = waiting(to), waiting(to)
    for later in range(2):
        goes_round(courier, NOON + later * SECOND)
    assert {of(first).state, of(second).state} == {"dead"}
    receiver.answer = lambda: (200, b"", {})
    again.again(3, first, NOON + HOUR)
    with pytest.raises(again.StillTried):
        again.again(3, first, NOON + HOUR)
    goes_round(courier, NOON + HOUR)
    before, after = [sent for sent in receiver.seen if sent.id == f"wh_{first.hex}"]
    assert (before.id, before.body) == (after.id, after.body)
    assert again.all_again(to.pk, NOON + HOUR) == 1
    goes_round(courier, NOON + HOUR)
    assert {of(first).state, of(second).state} == {"delivered"}
    assert [one.number for one in queries.tries(3, first)] == [1, 2]


@pytest.mark.number("R18")
@pytest.mark.parametrize("status", [301, 307, 400, 401, 404, 422])
def test_what_will_not_change_ends_with_one_row(status: int, receiver: Receiver, courier: Courier) -> None:
    receiver.answer = lambda: (status, b"", {"Location": "http://127.0.0.1:1/inside"})
    to, _ = endpoint(receiver.url)
    id = waiting(to)
    for hour in range(30):
        goes_round(courier, NOON + hour * HOUR)
    assert (of(id).state, of(id).reason) == ("dead", f"status:{status}")
    assert len(receiver.seen) == len(queries.tries(3, id)) == 1


@pytest.mark.number("R28")
def test_gone_switches_the_endpoint_off_and_an_administrator_hears_it(receiver: Receiver, courier: Courier) -> None:
    head(role="administrator")
    receiver.answer = lambda: (410, b"", {})
    to, _ = endpoint(receiver.url)
    id, other = waiting(to), waiting(to, at=NOON + SECOND)
    goes_round(courier, NOON)
    goes_round(courier, NOON + HOUR)
    assert Endpoint.objects.get().state == "gone"
    assert (of(id).state, of(other).state, len(receiver.seen)) == ("dead", "queued", 1)
    assert "CRM" in Notice.objects.get(kind="webhook", is_urgent=True).text


@pytest.mark.number("R28")
def test_the_wait_a_server_asks_for_is_kept_by_all_that_goes_there(receiver: Receiver, courier: Courier) -> None:
    receiver.answer = lambda: (429, b"", {"Retry-After": "3600"})
    to, _ = endpoint(receiver.url)
    id, other = waiting(to), waiting(to, at=NOON + SECOND)
    goes_round(courier, NOON)
    assert of(id).next_at == NOON + HOUR
    goes_round(courier, NOON + HOUR / 2)
    assert (len(receiver.seen), of(other).tries) == (1, 0)
    receiver.answer = lambda: (200, b"", {})
    goes_round(courier, NOON + HOUR)
    goes_round(courier, NOON + HOUR)
    assert {of(id).state, of(other).state} == {"delivered"}


@pytest.mark.number("R28")
def test_a_worker_that_dies_with_one_in_hand_is_followed_by_another_with_the_same_id(receiver: Receiver) -> None:
    to, _ = endpoint(receiver.url)
    id = waiting(to)
    dying = Courier()
    dying.round(NOON)  # claimed and sent; its result is never stored
    dying.close()
    heir = Courier()
    goes_round(heir, NOON + HOUR / 60)
    assert of(id).tries == 0
    goes_round(heir, NOON + HOUR)
    heir.close()
    assert (of(id).state, of(id).tries) == ("delivered", 1)
    assert {sent.id for sent in receiver.seen} == {f"wh_{id.hex}"}


def test_for_a_day_both_secrets_sign_and_then_the_new_one_alone(receiver: Receiver, courier: Courier) -> None:
    to, old = endpoint(receiver.url)
    _, new = subscribe.rotate(to.pk, NOON)
    waiting(to), waiting(to, at=NOON + 24 * HOUR)
    goes_round(courier, NOON + 23 * HOUR)
    goes_round(courier, NOON + 24 * HOUR)
    both, alone = receiver.seen
    at = NOON + 23 * HOUR
    assert both.signatures == [Webhook(one).sign(both.id, at, both.body.decode()) for one in (new, old)]
    assert alone.signatures == [Webhook(new).sign(alone.id, NOON + 24 * HOUR, alone.body.decode())]
    with connection.cursor() as cursor:
        cursor.execute("select secret, former_secret from webhooks_endpoint")
        assert not any(old.encode() in bytes(one) or new.encode() in bytes(one) for one in cursor.fetchone())


@pytest.mark.number("S1")
def test_an_address_that_leads_inside_by_now_is_never_called_and_never_tried_again(
    receiver: Receiver, courier: Courier
) -> None:
    to, _ = endpoint(receiver.url)
    Endpoint.objects.update(url="http://127.0.0.1:1/hook")
    id = waiting(to)
    for hour in range(3):
        goes_round(courier, NOON + hour * HOUR)
    assert (of(id).state, of(id).reason, of(id).tries) == ("dead", "forbidden", 1)


def test_failures_in_a_row_make_it_rest_ever_longer_and_after_a_hundred_until_somebody_lets_it_go_on(
    receiver: Receiver, courier: Courier
) -> None:
    head(role="administrator")
    receiver.answer = lambda: (500, b"", {})
    to, _ = endpoint(receiver.url)
    Endpoint.objects.update(failures=9)
    id = waiting(to)
    goes_round(courier, NOON)
    assert Endpoint.objects.get().rests_until == NOON + 30 * SECOND
    Endpoint.objects.update(failures=99)
    goes_round(courier, NOON + HOUR)
    assert Endpoint.objects.get().state == "paused"
    assert Notice.objects.filter(kind="webhook", is_urgent=True).count() == 1
    receiver.answer = lambda: (200, b"", {})
    goes_round(courier, NOON + 9 * HOUR)
    assert len(receiver.seen) == 2
    subscribe.change(to.pk, is_on=True)
    goes_round(courier, NOON + 9 * HOUR)
    assert of(id).state == "delivered"
    assert Endpoint.objects.get().failures == 0


def test_under_stop_all_nothing_leaves_and_nothing_is_lost(receiver: Receiver, courier: Courier) -> None:
    to, _ = endpoint(receiver.url)
    id = waiting(to)
    stop.stop(NOON, None)
    goes_round(courier, NOON)
    assert receiver.seen == []
    stop.release(NOON + HOUR, None)
    goes_round(courier, NOON + HOUR)
    assert of(id).state == "delivered"


def test_a_test_goes_the_way_of_every_delivery(receiver: Receiver, courier: Courier) -> None:
    to, _ = endpoint(receiver.url)
    place, id = again.test(to.pk, NOON)
    goes_round(courier, NOON)
    assert queries.delivery(place, id).state == "delivered"
    assert b'"type":"perennia_test"' in receiver.seen[0].body


def test_of_a_long_answer_two_kilobytes_are_kept_and_never_headers(receiver: Receiver, courier: Courier) -> None:
    receiver.answer = lambda: (500, b"x" * 100_000 + b"\x00", {"Set-Cookie": "word=hush"})
    to, _ = endpoint(receiver.url)
    id = waiting(to)
    goes_round(courier, NOON)
    (one,) = queries.tries(3, id)
    assert one.answer == "x" * fetch.KEPT
    assert "hush" not in repr(one)
