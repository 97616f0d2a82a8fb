"""Runs the faults at length: `python -m tests.chaos [--only R7,A4] [--kills N] [--events N]`.

Each item is a pytest test marked with its number. Kills survived are added up over runs in .chaos/kills.json.
"""

import argparse
import os
import subprocess
import sys


def main() -> int:
    parser = argparse.ArgumentParser(prog="make chaos")
    parser.add_argument("--only", default="", help="numbers, as R7,A4")
    parser.add_argument("--kills", type=int, default=20, help="how many workers the random killer ends")
    parser.add_argument("--events", type=int, default=20_000, help="how many events go in while processes are killed")
    options = parser.parse_args()
    sizes = {"CHAOS_KILLS": str(options.kills), "CHAOS_EVENTS": str(options.events)}
    environment = {**os.environ, **sizes, "CHAOS_ONLY": options.only}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-s",
        "-p",
        "no:randomly",
        "-m",
        "chaos or brief",
        "tests/chaos",
        "--durations=0",
        "-rs",
    ]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
