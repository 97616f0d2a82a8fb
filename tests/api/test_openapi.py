"""The published schema: each name means one shape."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest
from django.test import Client

from perennia import api


@pytest.mark.django_db
def test_no_two_shapes_of_the_schema_have_one_name() -> None:
    """The generator takes the last of them without a word, and clients are built on the wrong one."""
    published = set(Client().get("/api/openapi.json").json()["components"]["schemas"])
    places: dict[str, set[str]] = defaultdict(set)
    for path in Path(api.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef) and node.name in published and not _is_asked(node):
                places[node.name].add(path.name)
    assert len(places) > 50
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


def _is_asked(node: ast.ClassDef) -> bool:
    """Whether it is the parameters of an address, which have no name outside, or no shape at all."""
    return {"Window", "NamedTuple"} & {ast.unparse(base) for base in node.bases} != set()
