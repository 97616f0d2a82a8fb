"""A workflow of which too many messages fail sends no more until somebody lets it go on; nothing of it is lost meanwhile."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from perennia.core.error import Conflict
from perennia.core.letter_facts import LetterFacts
from perennia.messages import dispatch, pausing
from perennia.messages.enqueue import Waiting, enqueue
from perennia.messages.models import Attempts, Notice
from perennia.team.models import Member
from tests.stations.messages.given import NOON, an, message, state, words

pytestmark = pytest.mark.django_db(transaction=True)
GOOD, BROKEN = "hello", "nowhere"  # there is no text of the second name, so it fails


def _sent(good: int, broken: int, first: int) -> Counter[str]:
    """So many messages of the workflow, each to somebody else, the broken ones last."""
    for n in range(good + broken):
        message(an(first + n), topic="transactional", template=GOOD if n < good else BROKEN, priority=n)
    tally: Counter[str] = Counter()
    while found := dispatch.one_round(NOON):
        tally += found
    return tally


def _administrator() -> None:
    Member.objects.create(email="ada@acme.example", email_folded="ada@acme.example", name="Ada", role="administrator")


@pytest.mark.number("R17")
def test_one_failure_of_five_and_none_of_none_pause_nothing() -> None:
    words()
    assert pausing.paused() == {}
    assert _sent(4, 1, 100) == {"sent": 4, "failed": 1}
    assert pausing.paused() == {}
    assert _sent(14, 0, 200) == {"sent": 14}  # nineteen tries
    assert _sent(20, 1, 300) == {"sent": 20, "failed": 1}  # two of forty
    assert pausing.paused() == {}


@pytest.mark.number("R17")
def test_a_tenth_of_twenty_pauses_it_its_owner_is_told_and_one_click_lets_all_go_on() -> None:
    words()
    _administrator()
    assert _sent(18, 2, 100) == {"sent": 18, "failed": 2}
    pause = pausing.paused()["greetings"]
    assert (pause.tried, pause.failed, pause.since) == (20, 2, NOON)
    (told,) = Notice.objects.all()
    assert "2 of its 20 messages failed" in told.text
    assert told.is_urgent
    waits = message(an(500), topic="transactional", span=timedelta(hours=2))
    assert dispatch.one_round(NOON) == {"deferred": 1}
    assert state(waits) == ("queued", "workflow_paused")
    later = NOON + timedelta(days=2)
    assert dispatch.one_round(later) == {"deferred": 1}  # far past its span, which stands still
    pausing.resume("greetings", later, None)
    assert dispatch.one_round(later) == {"sent": 1}
    assert pausing.paused() == {}
    with pytest.raises(Conflict):
        pausing.resume("greetings", later, None)


@pytest.mark.number("R17")
def test_letters_that_bounce_later_count_too_each_once() -> None:
    words()
    assert _sent(25, 0, 100) == {"sent": 25}
    pausing.bounced(["greetings"], NOON)
    assert pausing.paused() == {}  # one of 25
    pausing.bounced(["greetings"], NOON)
    pausing.bounced(["greetings"], NOON)
    assert pausing.paused()["greetings"].failed == 3


@pytest.mark.number("R17")
def test_a_letter_that_only_uses_its_words_neither_waits_nor_counts() -> None:
    words()
    assert _sent(18, 2, 100) == {"sent": 18, "failed": 2}
    assert "greetings" in pausing.paused()
    counted = Attempts.objects.get()
    for n in range(3):  # such as the confirmation of a booking; the last of them has no text
        enqueue(
            Waiting(
                id=uuid4(), home=1, audience="customer", contact=an(700 + n), workflow="greetings",
                template=GOOD if n < 2 else BROKEN, at=NOON, facts=LetterFacts(),
            )
        )  # fmt: skip
    late = NOON + timedelta(days=4)  # the pause does not stretch its span either
    assert dispatch.one_round(NOON) == {"sent": 2, "failed": 1}
    assert (Attempts.objects.get().tried, Attempts.objects.get().failed) == (counted.tried, counted.failed)
    enqueue(Waiting(id=uuid4(), home=1, audience="customer", contact=an(710), workflow="greetings", template=GOOD,
                    at=NOON, facts=LetterFacts()))  # fmt: skip
    assert dispatch.one_round(late) == {"held": 1}


def test_other_workflows_and_the_team_are_not_held_up() -> None:
    words()
    assert _sent(18, 2, 100) == {"sent": 18, "failed": 2}
    other = message(an(600), topic="transactional")
    with connection.cursor() as cursor:
        cursor.execute("update message set workflow = 'others' where id = %s", [other])
    dispatch.one_round(NOON)
    assert state(other)[0] == "failed"  # it was tried: that workflow has no text of this name
    assert "others" not in pausing.paused()
