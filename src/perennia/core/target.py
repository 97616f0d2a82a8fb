"""Moments a wait may be for: a time of the day, an open hour, a date, a field that holds one. In the subject's zone."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import ClassVar, Literal, Self

import msgspec
from pydantic import BaseModel, Field, model_validator
from typing_extensions import override

from perennia.core import text
from perennia.core.condition.field import read
from perennia.core.condition.predicate import Found, instant
from perennia.core.error import Invalid
from perennia.core.hours import EVERY_DAY, Hours, Window, moment_on, next_of, next_open, start_of, zone_of
from perennia.core.moments import MONTHS, span_in_words

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAMES = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "vi": ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật"),
}
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
DAYS_AHEAD = 8
LONGEST = timedelta(days=3650)


class Here(msgspec.Struct, frozen=True):
    """What a target is reckoned from: now, the subject's zone, the house's business hours, and its fields by name."""

    now: datetime
    zone: str
    business: Hours
    find: Callable[[str], Found]


class Target(BaseModel, frozen=True, extra="forbid"):
    """A moment, as the fields of its form say. `marks` names the field by which a stored wait shows its kind."""

    marks: ClassVar[str]
    label: ClassVar[str]
    label_vi: ClassVar[str]
    is_fixed: ClassVar[bool] = True  # may be past when one comes to it, and then what belongs to it is left out

    def moment(self, here: Here) -> datetime | None:
        """When it is; None where that is not known. May lie in the past."""
        raise NotImplementedError

    def summary(self, language: str = "en") -> str:
        """Until when, in words."""
        raise NotImplementedError


class UntilTime(Target, frozen=True):
    """Until the clock where they are shows a time, on one of some days."""

    marks: ClassVar[str] = "until_time"
    label: ClassVar[str] = "Until a time of the day"
    label_vi: ClassVar[str] = "Đến một giờ trong ngày"
    is_fixed: ClassVar[bool] = False

    until_time: str = Field("09:00", pattern=CLOCK, title="Time", json_schema_extra={"title_vi": "Giờ"})
    days: tuple[Weekday, ...] = Field(
        (), max_length=7, title="On", description="None chosen: on any day.",
        json_schema_extra={"title_vi": "Vào các ngày", "description_vi": "Không chọn: ngày nào cũng được."},
    )  # fmt: skip

    @override
    def moment(self, here: Here) -> datetime | None:
        clock, days = clock_of(self.until_time), chosen(self.days)
        today = here.now.astimezone(zone_of(here.zone)).date()
        ahead = (today + timedelta(days=day) for day in range(-1, DAYS_AHEAD + 1))
        moments = [moment_on(day, clock, here.zone) for day in ahead if day.weekday() in days]
        return min(at for at in moments if at > here.now)

    @override
    def summary(self, language: str = "en") -> str:
        on = listed(self.days, language)
        if language == "vi":
            return f"đến {self.until_time}{f' {on}' if on else ''}"
        return f"until {self.until_time}{f' on {on}' if on else ''}"


class UntilWindow(Target, frozen=True):
    """Until it is between two times of the day where they are; goes on at once when it is."""

    marks: ClassVar[str] = "window_from"
    label: ClassVar[str] = "Until it is between two times"
    label_vi: ClassVar[str] = "Đến khi ở trong một khoảng giờ"
    is_fixed: ClassVar[bool] = False

    window_from: str = Field("09:00", pattern=CLOCK, title="From", json_schema_extra={"title_vi": "Từ"})
    window_until: str = Field("17:00", pattern=CLOCK, title="Until", json_schema_extra={"title_vi": "Đến"})
    days: tuple[Weekday, ...] = Field(
        (), max_length=7, title="On", description="None chosen: on any day.",
        json_schema_extra={"title_vi": "Vào các ngày", "description_vi": "Không chọn: ngày nào cũng được."},
    )  # fmt: skip

    @override
    def moment(self, here: Here) -> datetime | None:
        window = Window(clock_of(self.window_from), clock_of(self.window_until), chosen(self.days))
        return next_open(window, here.now, here.zone)

    @override
    def summary(self, language: str = "en") -> str:
        on = listed(self.days, language)
        if language == "vi":
            return f"đến khi trong khoảng {self.window_from}-{self.window_until}{f' {on}' if on else ''}"
        return f"until it is between {self.window_from} and {self.window_until}{f' on {on}' if on else ''}"


class UntilBusinessHours(Target, frozen=True):
    """Until it is business hours where they are, as the settings say; goes on at once when it is."""

    marks: ClassVar[str] = "business_hours"
    label: ClassVar[str] = "Until business hours"
    label_vi: ClassVar[str] = "Đến giờ làm việc"
    is_fixed: ClassVar[bool] = False

    business_hours: Literal[True] = Field(
        True, title="Until business hours", json_schema_extra={"title_vi": "Đến giờ làm việc"}
    )

    @override
    def moment(self, here: Here) -> datetime | None:
        return next_of(here.business, here.now, here.zone)

    @override
    def summary(self, language: str = "en") -> str:
        return "đến giờ làm việc" if language == "vi" else "until business hours"


class UntilDate(Target, frozen=True):
    """Until a day of the calendar. Who comes after it skips what belongs to it, up to the next wait."""

    marks: ClassVar[str] = "until_date"
    label: ClassVar[str] = "Until a date"
    label_vi: ClassVar[str] = "Đến một ngày"

    until_date: date = Field(title="Date", json_schema_extra={"title_vi": "Ngày"})
    at: str = Field("09:00", pattern=CLOCK, title="At", json_schema_extra={"title_vi": "Lúc"})

    @override
    def moment(self, here: Here) -> datetime | None:
        return moment_on(self.until_date, clock_of(self.at), here.zone)

    @override
    def summary(self, language: str = "en") -> str:
        day = self.until_date
        if language == "vi":
            return f"đến {self.at} ngày {day:%d/%m/%Y}"
        return f"until {day.day} {MONTHS[day.month - 1]} {day.year}, {self.at}"


class UntilField(Target, frozen=True):
    """Until a moment a field holds, or some time before or after it. It is looked up again when the wait ends."""

    marks: ClassVar[str] = "until_field"
    label: ClassVar[str] = "Until a date they have"
    label_vi: ClassVar[str] = "Đến một ngày của họ"

    until_field: str = Field(
        "event.properties.starts_at", min_length=1, max_length=300, title="Field",
        json_schema_extra={"title_vi": "Trường", "widget": "date-field"},
    )  # fmt: skip
    before: timedelta = Field(
        timedelta(0), ge=timedelta(0), le=LONGEST, title="Before it",
        json_schema_extra={"title_vi": "Trước đó", "widget": "duration"},
    )  # fmt: skip
    after: timedelta = Field(
        timedelta(0), ge=timedelta(0), le=LONGEST, title="After it",
        json_schema_extra={"title_vi": "Sau đó", "widget": "duration"},
    )  # fmt: skip
    at: str = Field(
        "", pattern=f"^$|{CLOCK}", title="At", description="A time of that day. Empty: the moment itself.",
        json_schema_extra={"title_vi": "Lúc", "description_vi": "Giờ của ngày đó. Để trống: đúng thời điểm đó."},
    )  # fmt: skip
    if_past: Literal["skip", "go_on"] = Field(
        "skip", title="If it is past already", description="skip leaves out what follows, up to the next wait.",
        json_schema_extra={
            "title_vi": "Nếu đã qua", "description_vi": "skip bỏ qua những bước sau, đến lần chờ kế tiếp.",
        },
    )  # fmt: skip

    @model_validator(mode="after")
    def _is_a_moment(self) -> Self:
        try:
            field = read(self.until_field)
        except Invalid as wrong:
            raise ValueError(wrong.detail) from wrong
        if field.kind not in ("moment", "any"):
            raise ValueError(f"{self.until_field} holds no date")
        if self.before and self.after:
            raise ValueError("say how long before it or how long after it, not both")
        return self

    @override
    def moment(self, here: Here) -> datetime | None:
        found = day_or_moment(here.find(self.until_field), here.zone)
        if found is None:
            return None
        moment = found - self.before + self.after
        if not self.at:
            return moment
        return moment_on(moment.astimezone(zone_of(here.zone)).date(), clock_of(self.at), here.zone)

    @override
    def summary(self, language: str = "en") -> str:
        name = self.until_field.rpartition(".")[2].replace("_", " ").strip('"')
        at = f", {self.at}" if self.at else ""
        if self.before:
            span = span_in_words(self.before, language)
            return f"đến {span} trước “{name}”{at}" if language == "vi" else f"until {span} before “{name}”{at}"
        if self.after:
            span = span_in_words(self.after, language)
            return f"đến {span} sau “{name}”{at}" if language == "vi" else f"until {span} after “{name}”{at}"
        return f"đến “{name}”{at}" if language == "vi" else f"until “{name}”{at}"


TARGETS: Mapping[str, type[Target]] = {
    kind.marks: kind for kind in (UntilTime, UntilWindow, UntilBusinessHours, UntilDate, UntilField)
}


def day_or_moment(found: Found, zone: str) -> datetime | None:
    """The moment a value names; a mere day begins where they are."""
    if isinstance(found, str) and len(found) == 10 and text.moment(found) is not None:
        return start_of(date.fromisoformat(found), zone)
    return instant(found)


def clock_of(said: str) -> time:
    return time.fromisoformat(said)


def chosen(days: tuple[Weekday, ...]) -> frozenset[int]:
    """The weekdays by number, Monday 0; all of them where none is chosen."""
    return frozenset(map(WEEKDAYS.index, days)) or EVERY_DAY


def listed(days: tuple[Weekday, ...], language: str) -> str:
    """Weekdays in words; nothing where any will do."""
    names = [NAMES["vi" if language == "vi" else "en"][WEEKDAYS.index(day)] for day in WEEKDAYS if day in days]
    return "" if len(names) in (0, 7) else (" hoặc " if language == "vi" else " or ").join(names)
