"""The demo company's history as a stream: what reaches us in each window of time, in order, made day by day."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from perennia.simulate import milestones, usage
from perennia.simulate.billing import Bills
from perennia.simulate.company import Account, found
from perennia.simulate.said import Said

WARM_UP = timedelta(minutes=20)  # the first window: the import alone
AHEAD = timedelta(hours=15)  # a day begins so much earlier in the east of the world


class History:
    """All that is said from `start` to `end`; `take(until)` gives what has arrived since the last take."""

    def __init__(self, seed: int, customers: int, contacts: int, start: datetime, end: datetime) -> None:
        self.seed, self.start, self.end = seed, start, end
        self.accounts = found(seed, customers, contacts, start, end)
        self.gone_at: dict[int, datetime | None] = {}
        self._days: dict[date, list[Said]] = defaultdict(list)
        self._waiting: list[Said] = []
        self._next = (start - timedelta(days=1)).date()
        for account in self.accounts:
            self._tell(account)
        self._put(usage.lately(self.accounts, seed, end, self.gone_at))
        self._put(milestones.visits(seed, max(3, customers // 3), start, end))

    def take(self, until: datetime) -> list[Said]:
        """What was received before `until`, by the moment of receipt."""
        while self._next <= (until + AHEAD).date():
            self._waiting += self._days.pop(self._next, [])
            for account in self.accounts:
                self._waiting += usage.day(account, self._next, self.seed, self.gone_at[account.index])
            self._next += timedelta(days=1)
        arrived = [one for one in self._waiting if one.received < until]
        self._waiting = [one for one in self._waiting if one.received >= until]
        arrived.sort(key=lambda one: (one.received, one.message_id))
        return [one for one in arrived if one.received >= self.start]

    def windows(self, span: timedelta) -> Iterator[tuple[datetime, datetime, list[Said]]]:
        """The whole history, window by window: (begin, end, what arrived)."""
        begin = self.start
        while begin < self.end:
            end = min(begin + (WARM_UP if begin == self.start else span), self.end)
            yield begin, end, self.take(end)
            begin = end

    def _tell(self, account: Account) -> None:
        bills = Bills(account, self.seed, self.start)
        self.gone_at[account.index] = bills.gone_at
        self._put([*milestones.told(account, self.seed, self.start), *bills.said])

    def _put(self, said: list[Said]) -> None:
        for one in said:
            if self.start <= one.received < self.end:
                self._days[max(one.received.date(), self._next)].append(one)


def digest(said: list[Said]) -> str:
    """What two histories are compared by."""
    whole = hashlib.blake2b(digest_size=16)
    for one in said:
        whole.update(
            repr(
                (one.received, one.at, one.kind, one.name, one.user, one.group, one.message_id, one.properties)
            ).encode()
        )
    return whole.hexdigest()
