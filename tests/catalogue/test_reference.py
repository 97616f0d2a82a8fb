"""The reference pages say all there is, every link leads somewhere, and the tracking plan knows every event the catalogue listens to."""

import posixpath
import re
from pathlib import Path

import pytest

from perennia.core.catalogue import Entry, Trigger, discover
from perennia.core.fold import BILLING, LOGGED_IN
from perennia.core.shipped import shipped
from perennia.core.tracking_plan import TRACKING_PLAN, planned_name
from perennia.core.workflow import trigger_of
from perennia.reference import KINDS, pages

DOCS = Path(__file__).parents[2] / "docs"
PAGES = pages()
OTHERS = {"reference/settings.md", "reference/permissions.md"}  # written beside them
WRITTEN = [
    path.relative_to(DOCS).as_posix()
    for folder in (DOCS, DOCS / "how-to", DOCS / "decisions")
    for path in folder.glob("*.md")
    if path.name != "events.md"
] + ["../README.md", "../ARCHITECTURE.md", "../CONTRIBUTING.md", "../CHANGELOG.md"]
PLANNED = {one.name for one in TRACKING_PLAN}


@pytest.mark.parametrize("kind", KINDS.values())
def test_every_entry_has_a_page_that_says_its_fields(kind: type[Entry]) -> None:
    folder = next(name for name, one in KINDS.items() if one is kind)
    for key, entry in discover(kind).items():
        page = PAGES[f"reference/{folder}/{entry.key}.md"]
        assert page.startswith(f"# {entry.label}\n")
        assert all(f"| `{name}` |" in page for name in entry.model_fields), key


def test_every_workflow_has_a_page() -> None:
    assert {f"reference/workflows/{one.key}.md" for one in shipped()} <= set(PAGES)


@pytest.mark.parametrize("name", [*PAGES, *WRITTEN])
def test_every_link_leads_somewhere(name: str) -> None:
    text = re.sub(r"`[^`\n]*`|```.*?```", "", PAGES.get(name) or (DOCS / name).read_text(), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    for target in (target for target in targets if "{{" not in target):
        place = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
        assert place in PAGES or place in OTHERS or (DOCS / place).exists(), target


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
