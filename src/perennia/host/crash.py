"""Named points at which a test may end the process as kill -9 would: CRASH_AT=name:nth."""

import os
import signal
from collections import Counter
from typing import Literal

Point = Literal[
    "event_received", "event_stored", "partition_taken", "run_created", "timer_claimed", "send_claimed", "sent_outside",
    "result_stored", "next_step_stored", "job_finished", "import_stored", "digest_put",
]  # fmt: skip
_NAME, _, _NTH = os.environ.get("CRASH_AT", "").partition(":")
_passed: Counter[str] = Counter()


def point(name: Point) -> None:
    """Does nothing, unless the test run asked for the end here."""
    if name != _NAME:
        return
    _passed[name] += 1
    if _passed[name] == int(_NTH or 1):
        os.kill(os.getpid(), signal.SIGKILL)
