"""What people type into a form."""

import pytest

from perennia.core import typed


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Anna Berg", False), ("St. John / Smith", False), ("J.R.R. Tolkien", False), ("1/2 day, e.g./or less", False),
        ("Dr.Who", False), ("http://x.test", True), ("Win at WWW.prizes.test", True), ("prizes.test/now", True), ("a://b", True),
    ],
)  # fmt: skip
def test_a_web_address_is_known_from_a_name(text: str, is_one: bool) -> None:
    assert typed.has_link(text) is is_one
