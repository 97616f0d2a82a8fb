"""Finds a PostgreSQL of another version on this machine and prints the folder of its programs."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from perennia.host.postgres.programs import Programs, find
from perennia.host.refusal import Refusal

_PLACES = [
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/pgsql/bin",
]


def others() -> Iterator[Programs]:
    """Every usable PostgreSQL whose major version is not the embedded one's."""
    ours = find()
    folders = [folder for place in _PLACES for folder in Path("/").glob(place[1:])]
    for folder in [*folders, *_by_pg_config()]:
        try:
            found = find(folder)
        except Refusal:
            continue
        if found.major != ours.major and (folder / "initdb").exists():
            yield found


def _by_pg_config() -> list[Path]:
    try:
        said = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return []
    return [Path(said.strip())]


def main() -> int:
    """The oldest one, as it is the furthest from ours; 1 when there is none."""
    found = min(others(), key=lambda programs: programs.major, default=None)
    if found is None:
        print("There is no other PostgreSQL (15 or later) on this machine, so this part is left out.", file=sys.stderr)
        return 1
    print(f"PostgreSQL {found.major} in {found.folder}", file=sys.stderr)
    print(found.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
