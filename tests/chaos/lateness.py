"""How late waits end, seen from outside: the first moment, by the database's clock, at which each is known to be over.

The rows themselves cannot tell: they carry the moment a wait was due, whenever that was worked.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.chaos.rig import Rig

LOOK = """
select e.workflow, e.subject_id, extract(epoch from e.moved_at)::float, extract(epoch from clock_timestamp() + c.ahead)::float
from enrolment e, host_clock c where e.state = 'done' and e.workflow like %s
"""
BETWEEN_LOOKS = 0.05  # seconds; more where many runs are kept and looking would itself be work


class Watch:
    """`seen`: (workflow, subject) -> when its last wait was due, and when it was first seen to be over."""

    def __init__(self) -> None:
        self.seen: dict[tuple[str, int], tuple[float, float]] = {}
        self.ended = threading.Event()

    def look_again_and_again(self, product: Rig, workflows: str, between: float) -> None:
        with product.database() as connection:
            while not self.ended.wait(between):
                for workflow, subject, due, now in connection.execute(LOOK, [workflows]).fetchall():
                    self.seen.setdefault((workflow, subject), (due, now))

    def latest(self) -> float:
        """How late the latest was."""
        return max(now - due for due, now in self.seen.values())


@contextmanager
def watched(product: Rig, workflows: str = "%", between: float = BETWEEN_LOOKS) -> Iterator[Watch]:
    """Looks at the runs of these workflows (like 'wait_%') until the block ends."""
    watch = Watch()
    thread = threading.Thread(target=watch.look_again_and_again, args=(product, workflows, between), daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        watch.ended.set()
        thread.join(10)
