"""Founds the demo company: its customers, the people there, their habits. The same seed founds the same company."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec

from perennia.simulate.archetype import ARCHETYPES, Archetype
from perennia.simulate.culture import CITIES, CULTURES, LONG_NAMES, SHORT_NAMES, STEMS, TITLES, TRADES, Culture
from perennia.simulate.product import FEATURES, PLANS, Plan, price

T = TypeVar("T")
HABITS = (("daily", 0.075), ("weekly", 0.19), ("rare", 0.02), ("absent", 0.715))


class Person(msgspec.Struct, kw_only=True):
    """Somebody at an account. `weekdays` they tend to come; `break_from` they are away for some days."""

    user: str
    name: str
    first: str
    last: str
    email: str
    title: str
    role: str
    phone: str
    habit: str
    weekdays: frozenset[int]
    favourites: tuple[tuple[str, int], ...]  # feature, usual seconds; the first ones most often
    leaves_below: float = 0.0  # the pace of the account under which they stop coming
    joins: float = 0.0  # share of the account's days at which they join; 0: with the account
    break_from: date | None = None
    break_days: int = 0


class Account(msgspec.Struct, kw_only=True, dict=True):
    """A customer. `begins`: their first simulated moment, before which they are known from an import or not at all."""

    index: int
    group: str  # empty: somebody who came alone
    name: str
    domain: str
    industry: str
    employees: int
    zone: str
    currency: str
    language: str
    plan: Plan
    is_yearly: bool
    archetype: Archetype
    created: datetime
    begins: datetime
    ends: datetime
    people: list[Person]

    @cached_property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def is_new(self) -> bool:
        return self.archetype.is_new

    @property
    def monthly(self) -> int:
        return int(price(self.plan, self.currency))

    def place(self, at: datetime) -> float:
        """Which share of their days has passed."""
        span = (self.ends - self.begins).total_seconds()
        return min(1.0, max(0.0, (at - self.begins).total_seconds() / span)) if span > 0 else 1.0

    def local(self, day: date, hour: float) -> datetime:
        """A moment of their day, in UTC."""
        midnight = datetime(day.year, day.month, day.day, tzinfo=self.tz)
        return midnight.astimezone(UTC) + timedelta(hours=hour)


def found(seed: int, customers: int, contacts: int, start: datetime, end: datetime) -> list[Account]:
    """The company's customers. `contacts` in all, at least one each."""
    rng = Random(f"{seed}/company")
    names = _names(Random(f"{seed}/names"))
    accounts = [_account(rng, index, seed, names, start, end) for index in range(customers)]
    for account, many in zip(accounts, _sizes(rng, accounts, max(contacts, customers)), strict=True):
        account.people = _people(rng, account, many)
    _share_people(rng, accounts)
    return accounts


def slug(text: str) -> str:
    """Letters and digits of a name, as addresses have them."""
    plain = (
        text.replace("đ", "d")
        .replace("Đ", "D")
        .replace("ø", "o")
        .replace("Ø", "O")
        .replace("æ", "ae")
        .replace("Æ", "Ae")
    )
    ascii_text = unicodedata.normalize("NFKD", plain.replace("ß", "ss")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-") or "team"


def _account(
    rng: Random, index: int, seed: int, names: Iterator[tuple[str, str, str]], start: datetime, end: datetime
) -> Account:
    archetype = pick(rng, [(one, one.share) for one in ARCHETYPES])
    name, culture_key, industry = next(names)
    culture = CULTURES[culture_key]
    plan = pick(rng, [(one, one.share) for one in PLANS])
    is_alone = archetype.is_new and rng.random() < 0.12
    days = (end - start).days
    if archetype.is_new:
        # Evenly over the days; some of them today, so that the beginning can be watched.
        begins = start + timedelta(days=days * rng.random() * 0.98, hours=rng.uniform(7, 18))
        created = begins = min(begins, end - timedelta(hours=rng.uniform(0.5, 30)))
    else:
        begins, created = start, start - timedelta(days=rng.randint(25, 1100), hours=rng.uniform(0, 24))
    domain = f"{slug(name)[:40].strip('-')}.example"
    return Account(
        index=index, group="" if is_alone else f"acc_{Random(f'{seed}/group/{index}').getrandbits(48):012x}", name=name,
        domain=domain, industry=industry, employees=max(2, int(rng.lognormvariate(3.0, 0.8) * (1 + 2 * plan.seats))),
        zone=rng.choice(culture.zones), currency=culture.currency, language=culture.language, plan=plan,
        is_yearly=rng.random() < (0.15 if plan.seats < 1 else 0.6), archetype=archetype, created=created, begins=begins,
        ends=end, people=[],
    )  # fmt: skip


def _names(rng: Random) -> Iterator[tuple[str, str, str]]:
    """Names without end: (name, culture, industry), none twice."""
    taken: set[str] = set()
    special = {17: LONG_NAMES[0], 29: LONG_NAMES[1], 41: SHORT_NAMES[0], 53: LONG_NAMES[2], 67: LONG_NAMES[3],
               83: LONG_NAMES[4], 101: SHORT_NAMES[2], 131: LONG_NAMES[5]}  # fmt: skip
    homes = {
        17: "english",
        29: "vietnamese",
        41: "nordic",
        53: "nordic",
        67: "german",
        83: "southern",
        101: "english",
        131: "southern",
    }
    turn = 0
    while True:
        culture = homes.get(turn) or pick(rng, [(key, one.weight) for key, one in CULTURES.items()])
        industry = rng.choice(list(TRADES))
        name = special.get(turn) or _company_name(rng, culture, industry)
        while name in taken:
            name = f"{_company_name(rng, culture, industry)} {rng.choice(CITIES)}"
            name = name if name not in taken else f"{name} {rng.randint(2, 9999)}"
        taken.add(name)
        turn += 1
        yield name, culture, industry


def _company_name(rng: Random, culture: str, industry: str) -> str:
    stem, trade = rng.choice(STEMS[culture]), rng.choice(TRADES[industry])
    form = rng.choice(CULTURES[culture].forms)
    return " ".join(part for part in (stem, trade, form) if part)


def _sizes(rng: Random, accounts: list[Account], contacts: int) -> list[int]:
    """How many contacts each has: by plan, with chance; the sum is exact."""
    weights = [0.0 if not one.group else one.plan.seats * rng.lognormvariate(0, 0.55) for one in accounts]
    total, spare = sum(weights) or 1.0, contacts - len(accounts)
    shares = [weight / total * spare for weight in weights]
    sizes = [1 + int(share) for share in shares]
    by_rest = sorted(range(len(accounts)), key=lambda i: (int(shares[i]) - shares[i], i))
    for index in by_rest[: contacts - sum(sizes)]:
        sizes[index] += 1
    return sizes


def _people(rng: Random, account: Account, many: int) -> list[Person]:
    culture = next(one for one in CULTURES.values() if account.zone in one.zones)
    taken: set[str] = set()
    return [_person(rng, account, culture, place, taken) for place in range(many)]


def _person(rng: Random, account: Account, culture: Culture, place: int, taken: set[str]) -> Person:
    role = ("champion", "sponsor", "billing")[place] if place < 3 else ""
    habit = _habit(rng, account, place)
    first, last = rng.choice(culture.first), rng.choice(culture.last)
    local = f"{slug(first.split()[-1])}.{slug(last)}"
    while local in taken:
        local = f"{local.rstrip('0123456789')}{rng.randint(2, 999)}"
    taken.add(local)
    days = (account.ends - account.begins).days
    away = (
        account.begins.date() + timedelta(days=rng.randint(10, days - 20))
        if days > 40 and rng.random() < 0.12
        else None
    )
    return Person(
        user=f"usr_{rng.getrandbits(48):012x}", first=first, last=last,
        name=f"{last} {first}" if culture.is_family_first else f"{first} {last}",
        email=f"{local}@{account.domain}", title=rng.choice(TITLES[role]), role=role,
        phone=f"+{rng.choice((1, 44, 46, 47, 49, 84))}{rng.randint(10**8, 10**9 - 1)}" if rng.random() < 0.4 else "",
        habit=habit, weekdays=_weekdays(rng, habit), favourites=_favourites(rng, account, habit),
        leaves_below=0.05 if place == 0 else 0.05 + 0.75 * rng.random(),
        joins=0.0 if place == 0 else _joins(rng, account, place),
        break_from=away, break_days=rng.randint(9, 16),
    )  # fmt: skip


def _habit(rng: Random, account: Account, place: int) -> str:
    if place == 0:
        return "daily" if account.archetype.breadth > 4 else "weekly"
    return pick(rng, HABITS)


def _joins(rng: Random, account: Account, place: int) -> float:
    if account.is_new:
        return min(0.9, 0.01 + rng.expovariate(12))
    return rng.random() * 0.95 if place > 2 and rng.random() < 0.08 else 0.0


def _weekdays(rng: Random, habit: str) -> frozenset[int]:
    many = {"daily": rng.choice((4, 5)), "weekly": rng.choice((2, 2, 3)), "rare": 1, "absent": 0}[habit]
    return frozenset(rng.sample(range(5), many))


def _favourites(rng: Random, account: Account, habit: str) -> tuple[tuple[str, int], ...]:
    many = {"daily": account.archetype.breadth, "weekly": 2, "rare": 1, "absent": 0}[habit]
    left, found_ = list(FEATURES), list[tuple[str, int]]()
    for _ in range(min(many, len(left))):
        one = pick(rng, [(feature, feature[1]) for feature in left])
        left.remove(one)
        found_.append((one[0], one[2]))
    return tuple(found_)


def _share_people(rng: Random, accounts: list[Account]) -> None:
    """Some consultants work for two customers."""
    grouped = [one for one in accounts if one.group and len(one.people) > 3]
    for _ in range(len(grouped) // 25):
        first, second = rng.sample(grouped, 2)
        known, place = first.people[0], rng.randrange(3, len(second.people))
        old = second.people[place]
        second.people[place] = msgspec.structs.replace(
            old, user=known.user, name=known.name, first=known.first, last=known.last, email=known.email, title="Consultant",
            role="", habit="weekly", weekdays=frozenset({rng.randrange(5)}), favourites=known.favourites[:2],
        )  # fmt: skip


def pick(rng: Random, choices: Sequence[tuple[T, float]]) -> T:
    """One of them, by weight."""
    point = rng.random() * sum(weight for _, weight in choices)
    for one, weight in choices:
        point -= weight
        if point < 0:
            return one
    return choices[-1][0]
