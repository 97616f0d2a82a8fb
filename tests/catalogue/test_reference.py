"""The reference pages are fresh, and the tracking plan knows every event the catalogue listens to."""

from pathlib import Path

import pytest

from perennia.core.catalogue import Trigger, discover
from perennia.core.fold import BILLING, LOGGED_IN
from perennia.core.shipped import shipped
from perennia.core.tracking_plan import TRACKING_PLAN, planned_name
from perennia.core.workflow import trigger_of
from perennia.reference import pages

DOCS = Path(__file__).parents[2] / "docs"
PAGES = pages()
PLANNED = {one.name for one in TRACKING_PLAN}


@pytest.mark.parametrize("name", PAGES)
def test_the_page_says_what_the_code_says(name: str) -> None:
    assert (DOCS / name).read_text() == PAGES[name], "Write it anew: perennia docs"


def test_no_page_is_left_of_what_is_gone() -> None:
    kept = {path.relative_to(DOCS).as_posix() for path in DOCS.glob("reference/*/*.md")}
    assert kept == {name for name in PAGES if name.count("/") == 2}


def test_every_event_a_trigger_listens_to_is_in_the_plan() -> None:
    heard: set[str] = set()
    for trigger in {*discover(Trigger).values()}:
        if not any(field.is_required() for field in trigger.model_fields.values()):
            heard |= {*trigger().listens()}
    for definition in shipped():
        heard |= {*trigger_of(definition.trigger, "trigger").listens()}
    plain = {planned_name(name) for name in heard - {"*"}}
    assert plain <= PLANNED
    assert {*BILLING, LOGGED_IN} <= PLANNED


def test_every_event_is_named_once_and_says_what_it_means() -> None:
    assert len(PLANNED) == len(TRACKING_PLAN)
    assert all(one.about.endswith(".") for one in TRACKING_PLAN)
