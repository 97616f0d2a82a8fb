"""The README's example is a real trigger and a real workflow."""

import re
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import msgspec
import pytest

from perennia.core import catalogue
from perennia.core.catalogue import Trigger
from perennia.core.event import Event
from perennia.core.profile import Known, Profile
from perennia.core.workflow import Definition, compile_plan

README = Path(__file__).parents[1].joinpath("README.md").read_text()
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture(scope="module")
def trigger() -> type[Trigger]:
    module = ModuleType("readme_example")
    sys.modules[module.__name__] = module
    exec(compile(block("python"), "README.md", "exec"), module.__dict__)
    found: type[Trigger] = module.__dict__["PlanChanged"]
    return found


def on_plan(plan: str | None) -> Profile:
    traits = {} if plan is None else {"plan": Known(plan, NOON)}
    return Profile(0, 1, 1, traits=traits)


@pytest.mark.parametrize(
    ("before", "after", "fires"),
    [("Team", "Company", True), ("Team", "Team", False), (None, "Team", False)],
)
def test_the_trigger_fires_when_the_plan_changes(
    trigger: type[Trigger], before: str | None, after: str | None, fires: bool
) -> None:
    event = Event(
        seq=1, id="x", name="Group", kind="group", customer=1, contact=None, at=NOON, received_at=NOON, source=101
    )
    assert trigger().fires(on_plan(before), on_plan(after), event) is fires


def test_the_workflow_is_one(trigger: type[Trigger], monkeypatch: pytest.MonkeyPatch) -> None:
    known = catalogue.discover(Trigger)
    monkeypatch.setitem(known, trigger.key, trigger)
    definition = msgspec.convert({**tomllib.loads(block("toml")), "key": "plan_changed_team"}, Definition)
    assert compile_plan(definition, 1).nodes


def test_the_two_commands_are_there() -> None:
    targets = Path(__file__).parents[1].joinpath("Makefile").read_text()
    for command in ("demo", "test", "check", "chaos", "bench"):
        assert f"\n{command}:" in targets


def test_the_plug_in_of_the_how_to_takes_its_workflows_along(tmp_path: Path) -> None:
    page = Path(__file__).parents[1].joinpath("docs/how-to/write-a-plug-in.md").read_text()
    found = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert found is not None
    (tmp_path / "pyproject.toml").write_text(found[1])
    for name in ("__init__.py", "triggers/__init__.py", "triggers/danced.py", "workflows/applause.toml"):
        (tmp_path / "perennia_dancing" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "perennia_dancing" / name).touch()
    build = tomllib.loads(found[1])["build-system"]["build-backend"].partition(".")[0]
    subprocess.run([sys.executable, "-m", build, "build", "-t", "wheel"], cwd=tmp_path, check=True, capture_output=True)
    [wheel] = (tmp_path / "dist").glob("*.whl")
    assert "perennia_dancing/workflows/applause.toml" in ZipFile(wheel).namelist()
