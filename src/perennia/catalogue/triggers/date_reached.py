"""Fires on a date somebody has, or some days before or after it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal, Self

from pydantic import Field, model_validator
from typing_extensions import override

from perennia.core.catalogue import Trigger, Watch
from perennia.core.condition import Compare, check
from perennia.core.condition.field import read
from perennia.core.condition.judge import reader
from perennia.core.condition.language import View
from perennia.core.condition.predicate import instant
from perennia.core.error import Invalid
from perennia.core.event import Event
from perennia.core.profile import Profile

REACHED = "Date Reached"
SPAN = timedelta(days=1)  # told later than this, it is over


class DateReached(Trigger, frozen=True):
    """A mere day begins at midnight UTC; a wait until a time of the day behind it finds the hour where they are. A date
    that is set so late that its moment is over starts nothing.
    """

    key = "date_reached"
    label = "A date they have"
    label_vi = "Một ngày của họ"
    icon = "calendar-event"

    field: str = Field(
        "trait.trial_ends_at", min_length=1, max_length=300, title="Date",
        description="Of its subject: renews_at, trait.<name>.",
        json_schema_extra={
            "widget": "own-date", "title_vi": "Ngày", "description_vi": "Của đối tượng: renews_at, trait.<tên>.",
        },
    )  # fmt: skip
    days: int = Field(7, ge=0, le=3650, title="Days", json_schema_extra={"title_vi": "Số ngày"})
    when: Literal["before", "after"] = Field(
        "before", title="Before or after it", json_schema_extra={"title_vi": "Trước hay sau"}
    )

    @model_validator(mode="after")
    def _is_a_date(self) -> Self:
        try:
            check(self._condition("customer"))
        except Invalid as wrong:
            raise ValueError(wrong.detail) from wrong
        return self

    @override
    def watches(self, kind: Literal[0, 1]) -> Watch:
        condition = self._condition("contact" if kind else "customer")
        return Watch(f"~{self.field}:{self._offset:+d}", kind, condition, {"field": self.field, "days": self._offset})

    @override
    def listens(self) -> Sequence[str]:
        return (REACHED,)

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        said = event.properties
        if event.name != REACHED or event.kind != "derived" or said.get("field") != self.field:
            return False
        if said.get("days") != self._offset or said.get("of") != ("contact" if after.kind else "customer"):
            return False
        view = View(customer=after, contact=None, event=None, now=event.at, today=event.at.date())
        date = instant(reader(read(f"customer.{self.field}"))(view))
        return date is not None and event.received_at - (date + timedelta(days=self._offset)) < SPAN

    @override
    def summary(self, language: str = "en") -> str:
        name = self.field.rpartition(".")[2].replace("_", " ")
        if not self.days:
            return f"Đến ngày “{name}”" if language == "vi" else f"On the day of “{name}”"
        if language == "vi":
            return f"{self.days} ngày {'trước' if self.when == 'before' else 'sau'} “{name}”"
        return f"{self.days} day{'' if self.days == 1 else 's'} {self.when} “{name}”"

    @property
    def _offset(self) -> int:
        return self.days if self.when == "after" else -self.days

    def _condition(self, of: str) -> Compare:
        """What begins to hold at the moment."""
        is_ahead = self.when == "before" and self.days > 0
        return Compare(f"{of}.{self.field}", "in_next_days" if is_ahead else "more_than_days_ago", self.days)
