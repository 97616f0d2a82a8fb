"""What a customer pays, what fails, what they change and when they leave: said by the billing system, to the account."""

from datetime import datetime, timedelta
from random import Random

from perennia.simulate.company import Account
from perennia.simulate.product import PLANS, price
from perennia.simulate.said import BILLING, Said, Voice

REASONS = ("card_declined", "expired_card", "insufficient_funds")
WHY_LEFT = ("too_expensive", "missing_features", "switched_to_competitor", "no_longer_needed")


class Bills:
    """The billing history of one account. `gone_at`: when they stopped being a customer, if they did."""

    def __init__(self, account: Account, seed: int, start: datetime) -> None:
        self.account = account
        self.voice = Voice(Random(f"{seed}/{account.index}/billing"))
        self.plan = account.plan
        self.gone_at: datetime | None = None
        self.number = 0
        self.start = start
        self._run()

    @property
    def said(self) -> list[Said]:
        return self.voice.said

    def _run(self) -> None:
        rng, account = self.voice.rng, self.account
        first = self._first_due()
        if account.is_new:
            if account.archetype.key == "stuck in onboarding" and rng.random() < 0.4:
                return  # never got as far as paying
            self._subscribe(first)
        span, kind = account.ends - account.begins, account.archetype
        leaves_at = account.begins + span * kind.ends if kind.ends is not None else None
        grows_at = account.begins + span * rng.uniform(0.2, 0.9) if rng.random() < kind.grows else None
        due = first
        while due < account.ends and self.gone_at is None:
            if leaves_at and due > leaves_at:
                self._cancel(leaves_at, rng.choice(WHY_LEFT))
                return
            self._charge(due)
            self._grow(grows_at, due)
            due += self._cycle()
        if leaves_at and not self.gone_at and leaves_at < account.ends:
            self._cancel(leaves_at, rng.choice(WHY_LEFT))

    def _first_due(self) -> datetime:
        account, rng = self.account, self.voice.rng
        hour = timedelta(hours=rng.uniform(4, 12))
        if account.is_new:
            return account.begins + timedelta(days=rng.choice((0, 0, 1, 3, 7, 14))) + hour / 4
        return self.start + timedelta(days=rng.randint(0, 364 if account.is_yearly else 29)) + hour

    def _cycle(self) -> timedelta:
        return timedelta(days=365 if self.account.is_yearly else 30)

    def _say(self, at: datetime, name: str, properties: dict[str, object]) -> None:
        account = self.account
        if at < account.ends:
            who = {"anonymous": "billing"} if account.group else {"user": account.people[0].user}
            self.voice.say(at, "track", name, group=account.group, properties=properties, context={**BILLING, "active": False},
                           source="billing", **who)  # fmt: skip

    def _terms(self, renews: datetime | None = None) -> dict[str, object]:
        monthly = int(price(self.plan, self.account.currency))
        terms: dict[str, object] = {
            "plan": self.plan.name, "currency": self.account.currency, "yearly_value": monthly * 12,
            "seats": len(self.account.people) + 2, "interval": "year" if self.account.is_yearly else "month",
        }  # fmt: skip
        return terms | ({"renews_at": renews.isoformat(timespec="seconds")} if renews else {})

    def _subscribe(self, at: datetime) -> None:
        renews = at + self._cycle() if self.account.is_yearly else None
        self._say(at, "Subscription Started", self._terms(renews))

    def _charge(self, due: datetime) -> None:
        """One invoice, with what may go wrong."""
        rng, kind = self.voice.rng, self.account.archetype
        invoice = self._invoice(due)
        at = due + timedelta(minutes=rng.uniform(1, 30))
        if self.account.is_yearly and not self.account.is_new:
            self._say(
                due - timedelta(days=20), "Subscription Changed", self._terms(due) | {"change": "terms confirmed"}
            )
        if rng.random() < kind.fails:
            self._say(at, "Payment Failed", invoice | {"reason": rng.choice(REASONS), "attempt": 1})
            if rng.random() < 0.35:
                at += timedelta(days=3)
                self._say(at, "Payment Failed", invoice | {"reason": rng.choice(REASONS), "attempt": 2})
            if rng.random() > kind.recovers:
                self._cancel(at + timedelta(days=11), "payment_failed")
                return
            at += timedelta(days=rng.uniform(0.3, 5))
        self._say(at, "Payment Succeeded", invoice)
        if self.account.is_yearly and not self.account.is_new:
            self._say(
                at + timedelta(minutes=1),
                "Subscription Changed",
                self._terms(due + self._cycle()) | {"change": "renewed"},
            )

    def _invoice(self, due: datetime) -> dict[str, object]:
        self.number += 1
        months = 12 if self.account.is_yearly else 1
        amount = int(price(self.plan, self.account.currency)) * months
        return {"amount": amount, "currency": self.account.currency,
                "invoice": f"{due:%Y%m}-{self.account.index + 1:04}-{self.number}", "plan": self.plan.name}  # fmt: skip

    def _grow(self, at: datetime | None, due: datetime) -> None:
        """Takes the next larger plan, if that is planned for this cycle."""
        if at is None or not due < at < due + self._cycle() or self.gone_at or self.plan is PLANS[-1]:
            return
        before, self.plan = self.plan, PLANS[PLANS.index(self.plan) + 1]
        self._say(at, "Subscription Changed", self._terms() | {"change": "upgraded", "previous_plan": before.name})

    def _cancel(self, at: datetime, reason: str) -> None:
        self.gone_at = at
        self._say(at, "Subscription Cancelled", {"plan": self.plan.name, "reason": reason})
