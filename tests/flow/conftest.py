"""The company as a fixture; its imports wait until Django is ready."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.flow.company import Company


@pytest.fixture
def company(transactional_db: None) -> Iterator["Company"]:
    from tests.flow.company import Company

    one = Company()
    yield one
    one.close()
