"""A column as array text: PostgreSQL reads back exactly what was given."""

from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perennia.workflows.array import array
from tests.driving import Stream

WORDS = st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]))
NAMED = [
    ("bigint", [1, None, -(2**63)]),
    ("boolean", [True, False, None]),
    ("uuid", [UUID(int=5), None]),
    ("timestamptz", [datetime(2026, 3, 2, 9, 0, 0, 123456, UTC), None]),
    ("text", ["", "NULL", "null", None, '"', "\\", "{a,b}", " x ", "Trường Sơn", "a\nb", "\\N"]),
    ("bigint", []),
]


@pytest.mark.parametrize(("kind", "values"), NAMED)
def test_what_is_given_comes_back(stream: Stream, kind: str, values: list[object]) -> None:
    assert stream.rows(f"select %s::{kind}[]", array(values)) == [(values,)]


def test_any_text_comes_back(stream: Stream) -> None:
    @settings(max_examples=300, deadline=None)
    @given(st.lists(st.none() | WORDS, max_size=8))
    def comes_back(values: list[str | None]) -> None:
        found: psycopg.Cursor = stream.connection.execute("select %s::text[]", [array(values)])
        assert found.fetchone() == (values,)

    comes_back()
