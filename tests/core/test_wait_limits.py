"""How long a wait may last is said when the workflow is saved, never cut down when it runs."""

import pytest

from perennia.core.error import Invalid
from perennia.core.workflow import compile_plan
from tests.world import definition


@pytest.mark.number("R22")
@pytest.mark.parametrize(
    ("span", "says"),
    [
        ("P3651D", "3650 days"),
        ("P20Y", "wait|days|P20Y"),
        ("PT0S", "1 second"),
        ("-P1D", "wait|second|P1D"),
        ("P400D", None),
        ("PT1S", None),
    ],
)
def test_a_wait_beyond_its_limits_is_refused_with_the_limit(span: str, says: str | None) -> None:
    given = definition(trigger={"key": "event_seen", "names": ["Go"]}, steps=[{"key": "wait", "for": span}])
    if says is None:
        compile_plan(given, 1)
    else:
        with pytest.raises(Invalid, match=says):
            compile_plan(given, 1)
