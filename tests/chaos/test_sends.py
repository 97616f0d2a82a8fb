"""Workers killed while they send by a real mail server: every letter leaves once, or is left in doubt for a person."""

import subprocess
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from tests.chaos.judge import judge, nothing
from tests.chaos.rig import rig
from tests.chaos.sink import sink
from tests.chaos.stories import WELCOME, sign_ups

# Where it is killed, and whether the letter at hand has reached the server by then.
POINTS = {"send_claimed": False, "sent_outside": True, "result_stored": True}
PEOPLE = 8
STATES = "select id::text, state from message where template = 'hello'"
REPORTS = """
select h.body->'properties'->>'message', count(*) from history h where h.kind = 'report' and h.name in ('Message Sent', 'Message Unknown')
group by 1 having count(*) <> 1
"""


@pytest.mark.brief
@pytest.mark.number("R7")
def test_a_worker_killed_while_it_sends_sends_no_letter_twice_and_hides_none(tmp_path: Path) -> None:
    with sink(tmp_path) as post, rig([WELCOME], smtp={"port": post.port}) as product:
        people = 0
        for point in POINTS:
            crashing = product.worker(crash_at=f"{point}:3")
            assert product.post(sign_ups(people, PEOPLE)) == 200
            people += PEOPLE
            with suppress(subprocess.TimeoutExpired):
                crashing.wait(20)
            assert crashing.returncode == -9, f"no crash at {point}: {product.tail()}"
        product.worker()
        product.settle(90)
        judge(product)
        states = dict(product.rows(STATES))
        received = Counter(one.strip("<>").partition("@")[0] for one in post.received())
        nothing("letters received twice", [(one, many) for one, many in received.items() if many > 1])
        nothing(
            "letters sent and not received",
            [one for one, state in states.items() if state == "sent" and not received[one]],
        )
        assert len(states) == people
        counted = Counter(states.values())
        # What was at hand at the first two points is in doubt; after the third the result was known.
        assert counted["sent"] >= people - 2
        assert counted["sent"] + counted["unknown"] == people, counted
        nothing("letters not reported once", product.rows(REPORTS))
