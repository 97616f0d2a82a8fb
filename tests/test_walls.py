"""Walls the import contracts cannot see: single modules of the standard library and Django, and the clock."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "perennia"


def python_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (SOURCE / folder).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


READS = "django.http.multipartparser"  # how a form is read; it serves nothing


def importers(module: str) -> set[str]:
    return {
        path.relative_to(SOURCE).as_posix()
        for path in python_files("")
        if any(name == module or name.startswith(f"{module}.") for name in imported(path) if not name.startswith(READS))
    }


def test_only_the_guarded_client_and_the_question_next_door_make_requests() -> None:
    assert importers("urllib.request") | importers("http.client") <= {"host/up.py"}


@pytest.mark.parametrize("module", ["django.http", "django.urls", "django.views", "django.shortcuts"])
def test_only_api_serves_http(module: str) -> None:
    assert {path for path in importers(module) if not path.startswith("api/")} <= {"urls.py"}


@pytest.mark.parametrize("path", python_files("core", "catalogue"), ids=lambda path: path.name)
def test_the_pure_part_reads_no_clock_and_rolls_no_dice(path: Path) -> None:
    forbidden = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "uuid.uuid4", "os.urandom"}
    found = [
        f"{path.name}:{node.lineno} {ast.unparse(node)}"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in forbidden
    ]
    assert not found
    assert not {"time", "random", "secrets"} & set(imported(path))


def test_every_module_says_what_it_is() -> None:
    silent = [
        path.relative_to(SOURCE).as_posix()
        for path in python_files("")
        if "migrations" not in path.parts
        and path.read_text().strip()
        and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert not silent
