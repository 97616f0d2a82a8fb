"""Fires when something known of somebody begins to hold: a score passes a value, a field becomes another."""

from collections.abc import Sequence
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator
from typing_extensions import override

from perennia.core.catalogue import EVERY, Trigger
from perennia.core.condition import Compare, check, compile, describe
from perennia.core.condition.field import read
from perennia.core.condition.judge import Answer
from perennia.core.condition.language import View
from perennia.core.error import Invalid
from perennia.core.event import Event
from perennia.core.profile import Profile

# By which events a field changes; the rest is what the profile says of itself, and may change with any.
HEARD = {
    "score": ("Score Changed",), "own_score": ("Score Changed",), "tag": ("Tag Added", "Tag Removed"),
    "stage": ("Stage Moved",), "place": ("Stage Moved",), "feature.seconds": ("Feature Used",),
    "feature.uses": ("Feature Used",), "feature.first_at": ("Feature Used",), "feature.last_at": ("Feature Used",),
}  # fmt: skip


class FieldBecomes(Trigger, frozen=True):
    """Whoever fulfils it already when it is switched on has not begun to. What time alone changes is not seen here:
    the triggers over dates and segments are for that.
    """

    key = "field_becomes"
    label = "A field passes a value"
    label_vi = "Một thông tin đạt giá trị"
    icon = "trending-up"

    field: str = Field(
        "score", min_length=1, max_length=300, title="Field", description="Of its subject: score, trait.plan, count.<event>.",
        json_schema_extra={
            "widget": "own-field", "title_vi": "Thông tin",
            "description_vi": "Của đối tượng mà quy trình nói đến: score, trait.plan, count.<sự kiện>.",
        },
    )  # fmt: skip
    op: Literal[
        "is", "is_not", "contains", "starts_with", "above", "at_least", "below", "at_most", "is_missing", "is_present"
    ] = Field("at_least", title="Becomes", json_schema_extra={"title_vi": "Trở thành"})
    value: str | int | float | bool | None = Field(100, title="Value", json_schema_extra={"title_vi": "Giá trị"})

    @model_validator(mode="after")
    def _is_of_the_subject(self) -> Self:
        try:
            check(self.condition)
        except Invalid as wrong:
            raise ValueError(wrong.detail) from wrong
        if read(self.condition.field).noun == "recent":
            raise ValueError("counts in a window are asked by the trigger `event_seen`")
        return self

    @property
    def condition(self) -> Compare:
        """What begins to hold. Read of the subject whatever it is, so it is written as a customer's."""
        return Compare(f"customer.{self.field}", self.op, self.value)

    @cached_property
    def answer(self) -> Answer:
        """The condition, ready to be judged."""
        return compile(self.condition)

    @override
    def listens(self) -> Sequence[str]:
        field = read(self.condition.field)
        return (field.args[0],) if field.noun == "count" else HEARD.get(field.noun, (EVERY,))

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        if before is after or (before.traits is after.traits and self.field.startswith("trait.")):
            return False
        if event.kind == "derived" and event.name != "Field Changed" and EVERY in self.listens():
            return False  # what follows from an event shows the same change once more
        return self.answer(_view(after, event)) and not self.answer(_view(before, event))

    @override
    def summary(self, language: str = "en") -> str:
        said = describe(self.condition, language)
        return (
            f"Bắt đầu đúng: {said[:1].lower()}{said[1:]}"
            if language == "vi"
            else f"Begins to hold: {said[:1].lower()}{said[1:]}"
        )


def _view(profile: Profile, event: Event) -> View:
    return View(customer=profile, contact=None, event=None, now=event.received_at, today=event.received_at.date())
