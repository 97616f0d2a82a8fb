"""Windows by the clock on the wall, ten thousand random ones."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perennia.core.hours import Window, is_open, next_open
from tests.core.test_hours import MOMENTS, WINDOWS, ZONES


@pytest.mark.chaos
@pytest.mark.number("R23")
@settings(max_examples=10_000, deadline=None)
@given(WINDOWS, MOMENTS, st.sampled_from(ZONES))
def test_the_next_open_moment_is_open_not_before_and_itself_the_next(window: Window, at: datetime, zone: str) -> None:
    found = next_open(window, at, zone)
    assert found >= at
    assert is_open(window, found, zone)
    assert next_open(window, found, zone) == found
