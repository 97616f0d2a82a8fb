"""Which faults run: the brief ones with every commit, all of them by `make chaos`, and those that ONLY names."""

import os

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what was not asked for; says so as deselected, never as passed."""
    at_length = "chaos" in (config.getoption("markexpr") or "")
    only = {name.strip() for name in os.environ.get("CHAOS_ONLY", "").split(",") if name.strip()}
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        if "tests/chaos" not in item.nodeid:
            kept.append(item)
            continue
        numbers = {str(name) for mark in item.iter_markers("number") for name in mark.args}
        wanted = bool(numbers & only) if only else (at_length or item.get_closest_marker("chaos") is None)
        (kept if wanted else left).append(item)
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept
