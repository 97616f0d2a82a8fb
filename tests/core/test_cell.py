"""What leaves in a file cannot be run by the program that opens it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from perennia.core.cell import FORMULA, plain, unquoted, written


@pytest.mark.number("S10")
@pytest.mark.parametrize("sign", FORMULA)
def test_text_that_a_spreadsheet_would_run_gets_a_quote_before_it(sign: str) -> None:
    assert written(f"{sign}HYPERLINK(1)") == f"'{sign}HYPERLINK(1)"


@pytest.mark.parametrize("text", ["Acme", " =1", "a=b", "'quoted'", "", "Đông Á"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert written(text) == text


def test_a_number_below_nought_is_no_formula() -> None:
    assert [written(-5), written(Decimal("-12.50")), written(-0.5)] == ["-5", "-12.50", "-0.5"]


def test_moments_are_in_utc_and_nothing_is_an_empty_cell() -> None:
    at = datetime(2026, 3, 2, 9, 0, 0, 123, tzinfo=UTC)
    assert [written(at), written(date(2026, 3, 2)), written(None), written(True)] == [
        "2026-03-02T09:00:00Z", "2026-03-02", "", "true",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["=1+1", "-", "@me", "\tx", "'a", "'", "a", "+84 90 123"])
def test_what_was_exported_comes_in_again_as_it_was(text: str) -> None:
    assert unquoted(plain(text)) == text
