"""The company as a fixture; its imports wait until Django is ready."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.flow.company import Company


@pytest.fixture
def company(transactional_db: None) -> Iterator["Company"]:
    from perennia.host import clock
    from tests.flow.company import Company

    one = Company()
    yield one
    one.close()
    clock.set_ahead(timedelta())
