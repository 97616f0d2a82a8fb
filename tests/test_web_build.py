"""The hook that builds the web app: what makes it build again, and what does not."""

import json
import os
from pathlib import Path

import pytest

import hatch_build


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tiny app whose build copies one file and counts itself."""
    folder = tmp_path / "web"
    folder.mkdir()
    output = tmp_path / "out"
    build = f"mkdir -p {output} && cp page.html {output}/index.html && echo built >> {tmp_path}/builds"
    package = {"name": "tiny", "version": "1.0.0", "private": True, "scripts": {"build": build}}
    lock = {
        "name": "tiny",
        "version": "1.0.0",
        "lockfileVersion": 3,
        "packages": {"": {"name": "tiny", "version": "1.0.0"}},
    }
    (folder / "package.json").write_text(json.dumps(package))
    (folder / "package-lock.json").write_text(json.dumps(lock))
    (folder / "page.html").write_text("<h1>one</h1>")
    for name, value in (("ROOT", tmp_path), ("WEB", folder), ("OUTPUT", output)):
        monkeypatch.setattr(hatch_build, name, value)
    return folder


def builds(web: Path) -> int:
    return len((web.parent / "builds").read_text().splitlines())


needs_node = pytest.mark.skipif(hatch_build._system_node() is None, reason="needs a Node on PATH")


@needs_node
def test_it_builds_once_and_again_only_after_an_edit(web: Path) -> None:
    hatch_build.build()
    hatch_build.build()
    assert builds(web) == 1
    (web / "page.html").write_text("<h1>two</h1>")
    hatch_build.build()
    assert builds(web) == 2
    assert (web.parent / "out" / "index.html").read_text() == "<h1>two</h1>"


@needs_node
def test_a_lost_result_is_built_again(web: Path) -> None:
    hatch_build.build()
    (web.parent / "out" / "index.html").unlink()
    assert not hatch_build.is_fresh()


@needs_node
def test_a_build_that_fails_says_so_and_is_tried_again(web: Path) -> None:
    (web / "page.html").unlink()
    with pytest.raises(OSError, match=r"run build .*failed"):
        hatch_build.build()
    assert not hatch_build.is_fresh()


def test_without_node_the_wheel_is_asked_for_only_when_there_is_work(
    web: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert hatch_build.needs_node_wheel()
    (web / "package.json").unlink()
    assert not hatch_build.needs_node_wheel()


def test_an_old_node_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    node = tmp_path / "node"
    node.write_text("#!/bin/sh\necho v18.20.0\n")
    node.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin")
    assert hatch_build._system_node() is None
