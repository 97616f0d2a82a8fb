"""Kills survived, added up over runs in .chaos/kills.json."""

import json
from pathlib import Path

FILE = Path(".chaos/kills.json")


def remember(survived: int) -> None:
    """Adds a run's kills and says the sum."""
    FILE.parent.mkdir(exist_ok=True)
    before = json.loads(FILE.read_text()) if FILE.exists() else {"kills": 0, "runs": 0}
    now = {"kills": before["kills"] + survived, "runs": before["runs"] + 1}
    FILE.write_text(json.dumps(now))
    print(f"{survived} kills survived in this run, {now['kills']} over {now['runs']} runs", flush=True)
