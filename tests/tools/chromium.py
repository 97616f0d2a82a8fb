"""Finds a Chromium for the browser tests, or installs one; says plainly when neither works."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


def find() -> str | None:
    """The program to start: CHROMIUM, one on PATH, else the one Playwright brought."""
    if named := os.environ.get("CHROMIUM"):
        return named
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    return _playwrights_own()


def install() -> None:
    """By the system's packages when we are root, else by Playwright into the user's cache."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("No Chromium here: apt-get install chromium ...", flush=True)
        _try(["apt-get", "update", "-qq"])
        _try(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"])
    if find() is None:
        print("No Chromium here: Playwright fetches its own ...", flush=True)
        _try([sys.executable, "-m", "playwright", "install", "chromium"])


def _try(command: list[str]) -> None:
    subprocess.run(
        command, check=False, stdout=subprocess.DEVNULL, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    )


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def main() -> int:
    """Prints where it is; 1 with a sentence when there is none to be had."""
    if find() is None:
        install()
    found = find()
    if found is None:
        print(
            "The browser tests need Chromium, and it could neither be found nor installed. "
            "Install it and set CHROMIUM to its path, or leave these tests out: make test BROWSER=no",
            file=sys.stderr,
        )
        return 1
    print(f"Chromium: {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
