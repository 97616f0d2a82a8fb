"""Every job broken off at two hundred statements spread over all it makes, or at every one where it makes fewer."""

import pytest

from perennia.pipeline import JOBS
from tests.flow.test_jobs_twice import broken_off

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.mark.chaos
@pytest.mark.number("A6")
@pytest.mark.parametrize("name", sorted(JOBS))
def test_a_job_broken_off_anywhere_and_run_again_makes_the_same_once(name: str) -> None:
    print(f"{name}: broken off at {broken_off(name, 200)} statements")
