"""A worker's round: every partition that has something to do, each in turns until it has not."""

import gc
import logging
import random
import threading
import time
from collections import Counter

import psycopg
from psycopg import errors

from perennia.workflows.compiled import Compiled
from perennia.workflows.take import first_look
from perennia.workflows.trouble import blame
from perennia.workflows.turn import LIMIT, Done, turn

logger = logging.getLogger(__name__)

READY = """
select p.partition, exists (select 1 from inbox i where i.partition = p.partition and i.lane in (0, 2))
   or exists (select 1 from timer t where t.partition = p.partition and t.due_at <= clock_timestamp() + (select ahead from host_clock)
              and not exists (select 1 from trouble u where u.partition = t.partition and u.customer_id = t.customer_id
                              and u.is_parked))
from engine_partition p
where exists (select 1 from inbox i where i.partition = p.partition)
   or exists (select 1 from timer t where t.partition = p.partition and t.due_at <= clock_timestamp() + (select ahead from host_clock)
              and not exists (select 1 from trouble u where u.partition = t.partition and u.customer_id = t.customer_id
                              and u.is_parked))
"""
LOOK = 0.1  # seconds after which, amid the rows of imports, it is looked whether anything has just happened
PASSING = (errors.DeadlockDetected, errors.SerializationFailure, errors.LockNotAvailable)
PATIENCE = 3  # after so many in a row it is no accident, and the batch is halved
HALF, EIGHTH = 2, 8  # how much smaller the next batch is; what fails slowly is searched in larger steps


def collect_rarely() -> None:
    """Readies this process for turns: each makes a hundred thousand small things and lets go of them all.

    Python's collector looks for rings among them every 700; that took a twentieth of a turn.
    """
    gc.set_threshold(100_000, 20, 100)


class Worker:
    """Works on one connection. A batch the database refuses is halved until the event is alone.

    A connection lost in the middle of a turn may have been ended because the turn stood still: its next batch is
    smaller too. Give `connection` a new one then and go on.
    """

    def __init__(self, connection: psycopg.Connection, chance: random.Random, limit: int = LIMIT) -> None:
        self.connection = connection
        self.chance = chance
        self.limit = limit
        self.compiled = Compiled()
        self._limits: dict[int, int] = {}
        self._passing: Counter[int] = Counter()
        self._lost: dict[int, str] = {}  # partitions whose connection was lost over one event, and how

    def round(self, stop: threading.Event | None = None) -> int:
        """Works every ready partition once. Gives how many had something; 0: nothing is due.

        Where only rows of imports wait, a partition comes after all others, also after those that get something to do
        meanwhile.
        """
        urgent, patient = self._ready()
        looked, worked = time.monotonic(), 0
        while urgent or patient:
            if stop is not None and stop.is_set():
                break
            worked += self.partition(urgent.pop() if urgent else patient.pop()) is not None
            if patient and not urgent and time.monotonic() - looked > LOOK:
                urgent, looked = self._ready()[0], time.monotonic()
        return worked

    def _ready(self) -> tuple[list[int], list[int]]:
        """Partitions with something to do now, and those where only rows of imports wait."""
        ready: list[tuple[int, bool]] = self.connection.execute(READY).fetchall()
        self.chance.shuffle(ready)  # workers begin at different places
        return [place for place, is_now in ready if is_now], [place for place, is_now in ready if not is_now]

    def partition(self, partition: int) -> Done | None:
        """One turn of one partition, smaller after a failure. None: another worker has it."""
        limit = self._limits.get(partition, self.limit)
        if lost := self._lost.pop(partition, ""):
            blame(self.connection, partition, lost, first_look)
        try:
            done = turn(self.connection, partition, self.compiled, limit=limit)
        except PASSING as passing:  # these too are operational errors, but the connection is sound
            self._passing[partition] += 1
            if self._passing[partition] > PATIENCE:
                return self._smaller(partition, limit, passing, HALF)
            logger.info("Partition %s is tried again: %s", partition, passing)
            return Done(is_more=True)
        except errors.ProgramLimitExceeded as large:  # an operational error too, of a value no index can take
            return self._smaller(partition, limit, large, HALF)
        except errors.QueryCanceled as slow:
            return self._smaller(partition, limit, slow, EIGHTH)
        except psycopg.OperationalError as lost:
            if limit == 1:
                self._lost[partition] = f"The connection to the database was lost over it: {lost}"
            self._limits[partition] = max(1, limit // EIGHTH)
            raise
        except Exception as failure:  # noqa: BLE001 whatever it was, the batch is halved until its event is alone
            return self._smaller(partition, limit, failure, HALF)
        self._passing.pop(partition, None)
        if limit < self.limit:
            self._limits[partition] = min(self.limit, limit * 4)
        return done

    def _smaller(self, partition: int, limit: int, failure: Exception, step: int) -> Done:
        logger.warning("A turn of partition %s failed with %s events: %s", partition, limit, failure)
        if limit > 1:
            self._limits[partition] = max(1, limit // step)
        else:
            blame(self.connection, partition, f"{type(failure).__name__}: {failure}", first_look)
        return Done(is_more=True)
