"""P9: the memory of web, worker and embedded PostgreSQL with the demo loaded and idle; and how fast it starts when warm."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from bench.measure import Measure
from perennia.host.config import Config

AIM, START_AIM = 512, 5.0
PATIENCE = 380


def run(customers: int = 300, contacts: int = 3000, days: int = 120) -> Measure:
    """Runs the real demo in PERENNIA_HOME twice: once to load it, once warm."""
    home = Path(os.environ["PERENNIA_HOME"])
    size = [f"--customers={customers}", f"--contacts={contacts}", f"--days={days}"]
    cold, _ = _demo(home, size, idle=0)
    warm, memory = _demo(home, size, idle=20)
    return Measure(
        id="P9", value=round(memory), aim=f"<= {AIM} MB; warm start <= {START_AIM:g} s", met=memory <= AIM and warm <= START_AIM,
        size=f"{customers:,} customers, {contacts:,} contacts, {days} days; {Config().web_processes} web processes, one worker",
        how=f"{memory:.0f} MB (PSS of the whole process tree, idle for 20 s); warm start {warm:.1f} s, first start {cold:.1f} s",
    )  # fmt: skip


def _demo(home: Path, size: list[str], idle: float) -> tuple[float, float]:
    """Seconds until it is all there, and its memory in MB after so much idleness."""
    sign = home / "demo.json"
    sign.unlink(missing_ok=True)
    begun = time.monotonic()
    running = subprocess.Popen([sys.executable, "-m", "perennia", "demo", *size], stdout=subprocess.DEVNULL)
    try:
        while not sign.exists():
            if running.poll() is not None or time.monotonic() - begun > PATIENCE:
                raise RuntimeError("The demo did not come up.")
            time.sleep(0.02)
        took = time.monotonic() - begun
        assert json.loads(sign.read_text())["url"]
        time.sleep(idle)
        return took, _memory(running.pid, home)
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(60)


def _memory(root: int, home: Path) -> float:
    """Megabytes of a process, its descendants, and the database server of this home, each shared page counted once."""
    parents = {int(stat.parent.name): _parent(stat) for stat in Path("/proc").glob("[0-9]*/stat")}
    ours = {root} | {pid for pid in parents if str(home).encode() in _command(pid)}
    while more := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= more
    ours.discard(os.getpid())
    return sum(_pss(pid) for pid in ours) / 1024


def _parent(stat: Path) -> int:
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
