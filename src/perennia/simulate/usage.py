"""A customer's working day: who comes, what they open, how long they stay."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random

from perennia.simulate.company import Account, Person
from perennia.simulate.product import DEEDS
from perennia.simulate.said import Said, Voice

COMES = {"daily": 0.72, "weekly": 0.86, "rare": 0.4}
HOURS = (8, 9, 9, 9, 10, 10, 10, 11, 11, 13, 13, 14, 14, 14, 15, 15, 16, 16, 17, 19)
LATELY = timedelta(hours=9)
LATER = {"daily": 0.35, "weekly": 0.2, "rare": 0.1}  # chance of a second sitting


def day(account: Account, on: date, seed: int, gone_at: datetime | None) -> list[Said]:
    """What the people of an account do on one day of theirs. `gone_at`: when they stopped being a customer."""
    voice = Voice(Random(f"{seed}/{account.index}/{on.toordinal()}"))
    noon = account.local(on, 12)
    pace = account.archetype.pace(account.place(noon))
    if pace > 0 and noon >= account.begins and (gone_at is None or noon < gone_at):
        for person in account.people:
            if _comes(voice.rng, account, person, on, noon, pace):
                _sits(voice, account, person, on)
    return voice.said


def lately(accounts: Sequence[Account], seed: int, end: datetime, gone_at: Mapping[int, datetime | None]) -> list[Said]:
    """Sittings in the last hours, whatever the day of the week and the hour: somebody is always at work somewhere."""
    voice = Voice(Random(f"{seed}/lately"))
    busy = [one for one in accounts if gone_at[one.index] is None and one.archetype.pace(1.0) >= 0.5]
    for account in busy:
        for person in account.people[:12]:
            if person.habit in ("daily", "weekly") and person.joins < 1 and voice.rng.random() < 0.12:
                _sitting(voice, account, person, end - LATELY * voice.rng.random(), is_first=True)
    return voice.said


def _comes(rng: Random, account: Account, person: Person, on: date, noon: datetime, pace: float) -> bool:
    if person.habit == "absent" or account.place(noon) <= person.joins:
        return False
    chance = COMES[person.habit] if on.weekday() in person.weekdays else 0.01
    if person.break_from is not None and 0 <= (on - person.break_from).days < person.break_days:
        return False
    # As a customer cools down, one after the other stays away for good, and those left come as before.
    return person.leaves_below <= pace and rng.random() < chance


def _sits(voice: Voice, account: Account, person: Person, on: date) -> None:
    rng = voice.rng
    hours = sorted(rng.sample(range(len(HOURS)), 2 if rng.random() < LATER[person.habit] else 1))
    for nth, hour in enumerate(hours):
        at = account.local(on, HOURS[hour] + rng.random())
        _sitting(voice, account, person, at, is_first=nth == 0)


def _sitting(voice: Voice, account: Account, person: Person, at: datetime, *, is_first: bool) -> None:
    rng, who = voice.rng, {"user": person.user, "group": account.group}
    if is_first and rng.random() < 0.55:
        voice.say(at, "track", "Signed In", **who)
        at += timedelta(seconds=rng.uniform(2, 20))
    elif rng.random() < 0.5:
        voice.say(at, "page", properties={"name": "Home", "path": "/home"}, **who)
        at += timedelta(seconds=rng.uniform(4, 40))
    for _ in range(1 + min(4, int(rng.expovariate(0.8)))):
        place = min(int(rng.expovariate(0.75)), len(person.favourites) - 1)
        feature, usual = person.favourites[place]
        seconds = max(8, min(2400, int(rng.lognormvariate(0, 0.7) * usual * 0.6)))
        at += timedelta(seconds=seconds)
        voice.say(at, "track", "Feature Used", properties={"feature": feature, "seconds": seconds}, **who)
        if feature in DEEDS and rng.random() < 0.16:
            at += timedelta(seconds=rng.uniform(1, 9))
            voice.say(at, "track", DEEDS[feature], properties={"count": 1 + int(rng.expovariate(1))}, **who)
        at += timedelta(seconds=rng.uniform(3, 240))
