"""Runs the demo: a made-up company whose days went through the real engine, on screen at an address of this machine."""

import argparse
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from perennia import serve
from perennia.host import config as configs
from perennia.host import database, parent
from perennia.host.config import Config
from perennia.host.refusal import Refusal

LOADING, LOADED = "loading", "loaded"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    parser.add_argument("--customers", type=int, default=300, help="customers of the company (300)")
    parser.add_argument("--contacts", type=int, default=3000, help="their contacts (3000)")
    parser.add_argument("--days", type=int, default=120, help="days of history (120)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another company (1)")


def main(options: argparse.Namespace) -> int:
    """Loads the history, once, then serves until Ctrl-C."""
    size = [f"--{name}={getattr(options, name)}" for name in ("customers", "contacts", "days", "seed")]
    sign = configs.current().home / "demo.json"
    sign.unlink(missing_ok=True)

    def prepare(config: Config) -> None:
        _load(config, size)

    try:
        return serve.serve(configs.current(), prepare, _tell)
    finally:
        sign.unlink(missing_ok=True)  # it says that the demo runs; the next start writes the same again


def _load(config: Config, size: list[str]) -> None:
    """In a process of its own, which gives its memory back; not at all where it is there, whole, from before."""
    if mark(config) == LOADED:
        if not kept(config).exists():
            raise Refusal(
                f"This database holds a whole demo, but its sign-ins are not in {config.home}: {kept(config).name} is missing."
                " Start it with the PERENNIA_HOME it was made with, or begin another with a new folder."
            )
        print("The company's history is there from before.", flush=True)
        return
    command = [sys.executable, "-m", "perennia", "demo-load", *size]
    # Tied to this process: a load that went on after its parent's death would meet the next start's.
    tie = parent.tie(signal.SIGKILL)
    if subprocess.run(command, env=serve.child_environment(config), check=False, preexec_fn=tie).returncode != 0:
        raise Refusal("The demo could not be loaded; the reason stands above. The next start begins it anew.")


def _tell(config: Config) -> None:
    """Writes `demo.json`, the sign that all is there, and says how to sign in."""
    loaded = json.loads(kept(config).read_text())
    first = loaded["people"][0]
    said = {"url": config.public_url, "email": first["email"], "password": first["password"], **loaded}
    write_private(config.home / "demo.json", said)
    print(f"\n  {config.public_url}\n  Sign in: {first['email']}\n  Password: {first['password']}")
    print(f"  The other roles and the keys stand in {config.home / 'demo.json'}\n", flush=True)


def mark(config: Config) -> str | None:
    """What the database says of its demo: nothing, that it is being loaded, or that it is whole."""
    with database.connect(config) as connection:
        row = connection.execute("select value from engine_constant where name = 'demo'").fetchone()
    return str(row[0]) if row else None


def kept(config: Config) -> Path:
    """Where the sign-ins of a loaded demo are kept."""
    return config.home / "demo.loaded.json"


def write_private(path: Path, said: object) -> None:
    """A file that only its owner may read, there whole or not at all."""
    draft = path.with_suffix(".part")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(said, file, ensure_ascii=False, indent=2)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
