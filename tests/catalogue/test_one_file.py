"""Adding a trigger, action, condition, source or workflow touches one file, in the catalogue or in somebody's own package."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TRIGGER = '''"""Fires when somebody dances."""

from collections.abc import Sequence

from typing_extensions import override

from perennia.core.catalogue import Trigger
from perennia.core.event import Event
from perennia.core.profile import Profile


class Danced(Trigger, frozen=True):
    key = "danced"
    label = "Somebody dances"

    @override
    def listens(self) -> Sequence[str]:
        return ("Danced",)

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        return event.name == "Danced"
'''
ACTION = '''"""Applauds."""

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Action
from perennia.core.effect import AddScore, Effect
from perennia.core.profile import Profile


class Applaud(Action, frozen=True):
    key = "applaud"
    label = "Applaud"

    loudness: int = Field(3, ge=1, title="How loud")

    @override
    def effects(self, profile: Profile) -> list[Effect]:
        return [AddScore(self.loudness, "Applause")]
'''
CONDITION = '''"""Whether somebody danced before."""

from typing_extensions import override

from perennia.core.catalogue import ConditionEntry
from perennia.core.condition import Compare, Condition


class Dancer(ConditionEntry, frozen=True):
    key = "dancer"
    label = "Dances"

    @override
    def condition(self) -> Condition:
        return Compare("contact.count.Danced", "at_least", 1)
'''
SOURCE = '''"""The ballroom's own till."""

from collections.abc import Sequence

from typing_extensions import override

from perennia.core.source import Happening, Post, Source, Told, Who, table, word


class Till(Source, frozen=True):
    key = "till"
    label = "The till"

    @override
    def believe(self, post: Post, secrets: Sequence[str]) -> str:
        return word(table(post.body).get("id"))

    @override
    def read(self, post: Post) -> Told:
        return Told("danced", (Happening("Danced", Who(user="fred"), "1"),))
'''
WORKFLOW = """label = "Applause"
group = "own"
subject = "contact"
audience = "internal_notification"
trigger = { key = "danced" }
when = { key = "dancer" }
re_entry = "every_time"
steps = [{ key = "applaud", loudness = 5 }]
"""
FILES = {
    "triggers/danced.py": TRIGGER,
    "actions/applaud.py": ACTION,
    "conditions/dancer.py": CONDITION,
    "sources/till.py": SOURCE,
    "workflows/applause.toml": WORKFLOW,
}
# Run in a process of its own: what is found is found once a process.
ASK = """
import json
from datetime import UTC, datetime, timedelta

from perennia.core.catalogue import Action, ConditionEntry, Trigger, discover
from perennia.core.event import Event
from perennia.core.index import Index, Live
from perennia.core.outcome import Outcome
from perennia.core.shipped import shipped
from perennia.core.source import Source
from perennia.core.standing import Loaded
from perennia.core.stream import Arrived, run
from perennia.core.workflow import compile_plan

found = {kind.__name__: sorted(discover(kind)) for kind in (Trigger, Action, ConditionEntry, Source)}
found["workflows"] = [one.key for one in shipped()]
points = 0
if "applause" in found["workflows"]:
    plan = compile_plan(next(one for one in shipped() if one.key == "applause"), 1)
    at = datetime(2026, 3, 2, tzinfo=UTC)
    event = Event(seq=1, id="m", name="Danced", kind="track", customer=1, contact=11, at=at, received_at=at, source=101)
    out = Outcome()
    run(Loaded(1), [Arrived(event)], Index([Live(plan, at - timedelta(days=1))], [plan], UTC), at, out)
    points = sum(row.points for row in out.points)
print(json.dumps({"found": found, "points": points}))
"""


def asked(*paths: Path) -> dict[str, object]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths)), "PYTHONDONTWRITEBYTECODE": "1"}
    told = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    answer: dict[str, object] = json.loads(told.stdout)
    return answer


def keys(answer: dict[str, object]) -> set[str]:
    found = answer["found"]
    assert isinstance(found, dict)
    return {key for listed in found.values() for key in listed}


NEW = {Path(name).stem for name in FILES}


def test_a_file_in_the_catalogue_is_all_it_takes(tmp_path: Path) -> None:
    import perennia

    copy = tmp_path / "perennia"
    package = Path(perennia.__path__[0])
    for folder in ("core", "catalogue"):
        shutil.copytree(package / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(package / "__init__.py", copy)
    there = keys(answer := asked(tmp_path))
    for name, text in FILES.items():
        (copy / "catalogue" / name).write_text(text)
        there |= {Path(name).stem}
        assert keys(answer := asked(tmp_path)) == there
    assert answer["points"] == 5


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The same files in a package of their own, installed beside us by an ordinary installer."""
    source, target = tmp_path / "source", tmp_path / "target"
    for name, text in FILES.items():
        file = source / "src" / "dancing" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        (file.parent / "__init__.py").touch()
    (source / "src" / "dancing" / "__init__.py").touch()
    (source / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
        '[project]\nname = "dancing"\nversion = "1"\n'
        '[project.entry-points."perennia.catalogue"]\ndancing = "dancing"\n'
        '[tool.hatch.build.targets.wheel]\npackages = ["src/dancing"]\n'
    )
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    build = f"import hatchling.build as b, os; os.chdir({str(source)!r}); print(b.build_wheel({str(wheels)!r}))"
    wheel = subprocess.run([sys.executable, "-c", build], capture_output=True, text=True, check=True).stdout.split()[-1]
    shutil.unpack_archive(wheels / wheel, target, "zip")  # what an installer does with a wheel of pure Python
    return target


def test_a_package_installed_beside_us_needs_no_more(installed: Path) -> None:
    without, answer = asked(), asked(installed)
    assert keys(answer) == keys(without) | NEW
    assert answer["points"] == 5
