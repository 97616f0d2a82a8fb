"""docs/reliability.md and the tests say the same: every number on the page is shown by a test, and no other."""

import ast
import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
ITEM = re.compile(r"^- \*\*(.+?)\*\*", re.MULTILINE)
MENTIONED = re.compile(r"\(([^()]*)\)$", re.MULTILINE)


def on_page() -> tuple[list[str], list[str]]:
    """Numbers shown at every commit, and those shown at length."""
    text = (ROOT / "docs/reliability.md").read_text()
    always, at_length = text.split("## At every commit")[1].split("## At length")
    return ITEM.findall(always), ITEM.findall(at_length)


def marked() -> dict[str, list[bool]]:
    """Each number a test carries; True for a test that runs at every commit."""
    found: dict[str, list[bool]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                marks = [(_name(one), one) for one in node.decorator_list]
                is_always = "pytest.mark.chaos" not in [name for name, _ in marks]
                for name, one in marks:
                    if name == "pytest.mark.number" and isinstance(one, ast.Call):
                        for number in one.args:
                            found[str(ast.literal_eval(number))].append(is_always)
    return found


def _name(decorator: ast.expr) -> str:
    return ast.unparse(decorator.func if isinstance(decorator, ast.Call) else decorator)


def test_every_number_on_the_page_is_shown_by_a_test() -> None:
    always, at_length = on_page()
    found = marked()
    assert [number for number in always if True not in found.get(number, [])] == []
    assert [number for number in at_length if number not in found] == []


def test_every_number_a_test_shows_stands_on_the_page_once() -> None:
    always, at_length = on_page()
    assert sorted([*always, *at_length]) == sorted(marked())


def test_every_promise_names_numbers_of_the_page() -> None:
    always, at_length = on_page()
    promises = (ROOT / "docs/reliability.md").read_text().split("## Promises")[1].split("Not promised")[0]
    named = [name for group in MENTIONED.findall(promises) for name in group.split(", ")]
    assert len(named) > 20
    assert set(named) <= {*always, *at_length}
