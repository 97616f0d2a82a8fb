"""Fires when an event of a name is seen, with filters over what it says and counts in a window."""

from collections.abc import Sequence
from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator
from typing_extensions import override

from perennia.core.catalogue import Trigger
from perennia.core.condition import All, Compare, Condition, check, describe, path
from perennia.core.error import Invalid
from perennia.core.event import Event, Properties
from perennia.core.profile import CONTACT, Profile

USED = "Feature Used"  # its days are summed by feature, not by name


class Filter(BaseModel, frozen=True, extra="forbid"):
    """One thing the event must say."""

    property: str = Field(min_length=1, max_length=300, title="Property", json_schema_extra={"title_vi": "Thuộc tính"})
    op: Literal[
        "is", "is_not", "contains", "starts_with", "above", "at_least", "below", "at_most", "before", "after",
        "is_missing", "is_present",
    ] = Field("is", title="Compared how", json_schema_extra={"title_vi": "So sánh"})  # fmt: skip
    value: str | int | float | bool | None = Field(None, title="With", json_schema_extra={"title_vi": "Với"})


class EventSeen(Trigger, frozen=True):
    """Each time one of these comes in: from the contact or, where it is about customers, from anybody there."""

    key = "event_seen"
    label = "Event seen"
    label_vi = "Thấy một sự kiện"

    names: tuple[str, ...] = Field(
        min_length=1, max_length=50, title="Events",
        json_schema_extra={"widget": "event-picker", "title_vi": "Sự kiện"},
    )  # fmt: skip
    where: tuple[Filter, ...] = Field(
        (), max_length=20, title="Only if it says", description="All of these must hold.",
        json_schema_extra={"title_vi": "Chỉ khi sự kiện nói", "description_vi": "Tất cả đều phải đúng."},
    )  # fmt: skip
    times: int = Field(
        1, ge=1, le=1_000_000, title="Which time it has to be",
        description="1: every time. 3: only the third, and again each time it comes to three in the days below. All of the "
        "name are counted, whatever they say, on whole days of your organisation, with today.",
        json_schema_extra={
            "title_vi": "Phải là lần thứ mấy", "description_vi": "1: lần nào cũng được. 3: chỉ lần thứ ba, và lặp lại mỗi khi đủ ba "
            "lần trong số ngày dưới đây. Đếm mọi sự kiện cùng tên, bất kể nội dung, theo trọn ngày của tổ chức, kể cả hôm nay.",
        },
    )  # fmt: skip
    within_days: int | None = Field(
        None, ge=1, le=366, title="In the last days", description="Empty: ever.",
        json_schema_extra={"title_vi": "Trong số ngày gần đây", "description_vi": "Để trống: từ trước đến nay."},
    )  # fmt: skip
    same: str = Field(
        "", max_length=200, title="With the same",
        description="As an exit, goal or wait: only if this property is as it was in the event that began it. Like booking.",
        json_schema_extra={
            "advanced": True, "title_vi": "Với cùng", "description_vi": "Khi là lối ra, mục tiêu hoặc điều được chờ: chỉ khi "
            "thuộc tính này giống như trong sự kiện đã bắt đầu. Ví dụ booking.",
        },
    )  # fmt: skip

    @model_validator(mode="after")
    def _can_be_answered(self) -> Self:
        if self.times > 1 and USED in self.names:
            raise ValueError(f"uses of a feature are counted by the trigger `feature_uses`, not by {USED}")
        if self.times > 1 and len(self.names) > 1:
            raise ValueError("a count is of one event; name only one, or count the first time")
        try:
            for one in self._filters():
                check(one)
        except Invalid as wrong:
            raise ValueError(wrong.detail) from wrong
        return self

    @override
    def listens(self) -> Sequence[str]:
        return self.names

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        return event.name in self.names

    @override
    def concerns(self, entry: Properties, event: Event) -> bool:
        return not self.same or entry.get(self.same) == event.properties.get(self.same)

    @override
    def asks(self, kind: int) -> Condition | None:
        parts = [*self._filters(), *self._count("contact" if kind == CONTACT else "customer")]
        return All(tuple(parts)) if parts else None

    @override
    def summary(self, language: str = "en") -> str:
        is_vi = language == "vi"
        names = (" hoặc " if is_vi else " or ").join(f"“{name}”" for name in self.names)
        said = f"Xảy ra {names}" if is_vi else f"{names} happens"
        if self.times > 1:
            said += f" lần thứ {self.times}" if is_vi else f" {self.times} times"
        if self.within_days is not None and self.times > 1:
            said += f" trong {self.within_days} ngày" if is_vi else f" within {self.within_days} days"
        if self.where:
            filters = describe(All(tuple(self._filters())), language)
            said += f", và {filters[:1].lower()}{filters[1:]}" if is_vi else f", and {filters[:1].lower()}{filters[1:]}"
        return said

    def _filters(self) -> list[Compare]:
        return [Compare(f"{path('event', 'properties')}.{one.property}", one.op, one.value) for one in self.where]

    def _count(self, of: str) -> list[Condition]:
        if self.times == 1:
            return []
        [name] = self.names
        if self.within_days is None:
            return [Compare(path(of, "count", name), "is", self.times)]
        return [Compare(path(of, "recent", name, str(self.within_days)), "is", self.times)]
