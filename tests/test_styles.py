"""A class of a style sheet is written in one place: a second one under the same name would take the first one's look away."""

import re
from collections import Counter
from pathlib import Path

SHEETS = sorted((Path(__file__).parents[1] / "web" / "src").rglob("*.module.css"))
RULE = re.compile(r"(\.[A-Za-z][A-Za-z0-9]*) \{")


def test_no_class_of_a_style_sheet_is_written_twice() -> None:
    assert SHEETS
    twice = []
    for sheet in SHEETS:
        depth, found = 0, Counter[str]()
        for line in sheet.read_text().splitlines():
            if depth == 0 and (rule := RULE.match(line)):
                found[rule[1]] += 1
            depth += line.count("{") - line.count("}")
        twice += [f"{sheet.name}: {name}" for name, many in found.items() if many > 1]
    assert twice == []
