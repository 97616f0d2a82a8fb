"""What must hold of any condition: it comes back as it was, flips when it says, and no input breaks it."""

from datetime import datetime

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perennia.core import condition
from perennia.core.condition import Condition, Not, View
from tests.core import any_condition as made
from tests.core.any_condition import CASES, DAY, INSTANT, ZONE

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@given(made.conditions(), made.views())
@settings(max_examples=CASES, deadline=None, suppress_health_check=SLOW)
def test_every_way_of_asking_gives_one_answer(asked: Condition, view: View) -> None:
    answer = condition.compile(asked)(view)
    verdict = condition.judge(asked, view)
    again = condition.parse(msgspec.json.decode(msgspec.json.encode(condition.unparse(asked))))
    assert verdict.holds is answer
    assert condition.compile(Not(asked))(view) is not answer
    assert condition.compile(again)(view) is answer
    assert condition.describe(asked, "en")
    assert condition.describe(asked, "vi")
    msgspec.json.encode(verdict)


@given(made.conditions(), made.views(), st.lists(st.floats(0, 1, exclude_max=True), max_size=3))
@settings(max_examples=CASES, deadline=None, suppress_health_check=SLOW)
def test_the_answer_stays_until_it_is_said_to_flip(asked: Condition, view: View, between: list[float]) -> None:
    answer = condition.compile(asked)
    flip = condition.next_flip(asked, view, ZONE)
    end = flip or view.now + 200 * DAY
    assert end > view.now
    if flip is not None:
        assert answer(later(view, flip)) is not answer(view)
        assert answer(later(view, flip - INSTANT)) is answer(view)
    for share in between:  # a share close to one is rounded up to the end itself
        assert answer(later(view, min(view.now + (end - view.now) * share, end - INSTANT))) is answer(view)


def later(view: View, now: datetime) -> View:
    return msgspec.structs.replace(view, now=now, today=now.astimezone(ZONE).date())
