"""What a hand does: turns of the real engine at a virtual moment, effects on cold tables, sending."""

from collections.abc import Callable, Sequence
from datetime import datetime

from perennia.simulate.afterwards import Afterwards
from perennia.simulate.hand import Order, Report
from perennia.workflows import perform
from perennia.workflows.compiled import Compiled
from perennia.workflows.connection import connect
from perennia.workflows.turn import turn


class Follower:
    """Follows orders, on one connection for the turns and Django's for the rest."""

    def __init__(self, seed: int, end: datetime) -> None:
        self.connection = connect(name="perennia simulate")
        self.compiled = Compiled()
        self.afterwards = Afterwards(seed, end)

    def follow(self, order: Order) -> Report:
        """Does what is asked and says how much it was."""
        match order:
            case ("turns", until, partitions):
                return self.turns(partitions, until)
            case ("perform",):
                return Report(performed=_until_nothing(perform.perform))
            case ("send", begin, end):
                return Report(settled=self.afterwards.until(begin, end))

    def turns(self, partitions: Sequence[int], until: datetime) -> Report:
        """Works each partition until nothing is due before `until`."""
        many = events = failures = 0
        for partition in partitions:
            is_more = True
            while is_more:
                done = turn(self.connection, partition, self.compiled, until=until)
                if done is None:
                    continue  # the mover of the other hand holds it for a moment
                many, events, failures = many + 1, events + done.events, failures + done.failures
                is_more = done.is_more
        return Report(many, events, failures)


def _until_nothing(job: Callable[[], int]) -> int:
    total = 0
    while found := job():
        total += found
    return total
