"""The examples of the how-to pages work as they stand there."""

import re
import tomllib
from pathlib import Path

import msgspec
import pytest

from perennia.core.catalogue import Action, ConditionEntry, Entry, Trigger
from perennia.core.condition import check
from perennia.core.workflow import Definition, compile_plan
from tests.catalogue.test_every_entry import example
from tests.world import DAY, World, definition, messages

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
KINDS = {"add-a-trigger.md": Trigger, "add-an-action.md": Action, "add-a-condition.md": ConditionEntry}


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (HOW_TO / page).read_text(), re.DOTALL)


@pytest.mark.parametrize("page", KINDS)
def test_the_entry_of_the_page_is_an_entry(page: str) -> None:
    (code,) = blocks(page, "python")
    made: dict[str, object] = {"__name__": "an_example"}
    exec(code, made)  # our own page
    entry = next(
        one for one in made.values() if isinstance(one, type) and issubclass(one, Entry) and "key" in vars(one)
    )
    assert issubclass(entry, KINDS[page])
    one = example(entry)
    assert one.summary()
    if isinstance(one, ConditionEntry):
        check(one.condition())


def test_the_workflow_of_the_page_runs() -> None:
    (text,) = blocks("add-a-workflow.md", "toml")
    told = msgspec.convert({**tomllib.loads(text), "key": "thanks_for_300"}, Definition)
    assert compile_plan(told, 1).key == told.key
    points = [{"key": "add_score", "points": 300, "reason": "x"}]
    world = World(told, definition("points", trigger={"key": "event_seen", "names": ["Go"]}, steps=points))
    world.happens("Go")
    assert not world.everything.messages
    assert messages(world.passes(2 * DAY)) == [("thanks_for_300", "thanks")]


def test_its_links_lead_somewhere() -> None:
    """The reference is written by `make docs` and may not be there."""
    for page in HOW_TO.glob("*.md"):
        for target in re.findall(r"\]\((\.\.?/[^)#]+)", page.read_text()):
            is_written = target.startswith("../reference/") or target == "../events.md"
            assert is_written or (page.parent / target).exists(), f"{page.name}: {target}"
