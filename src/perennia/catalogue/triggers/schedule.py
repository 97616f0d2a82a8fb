"""Fires by the clock: every day, week or month, for everybody the workflow's condition holds for at that moment."""

from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from typing_extensions import override

from perennia.core.catalogue import Trigger
from perennia.core.error import Invalid
from perennia.core.event import Event
from perennia.core.hours import WEEKDAYS
from perennia.core.profile import Profile
from perennia.core.schedule import SCHEDULED, Schedule, check

Weekday = Annotated[
    Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
    Field(
        json_schema_extra={
            "labels": {"mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday",
                       "sat": "Saturday", "sun": "Sunday"},
            "labels_vi": {"mon": "Thứ hai", "tue": "Thứ ba", "wed": "Thứ tư", "thu": "Thứ năm", "fri": "Thứ sáu",
                          "sat": "Thứ bảy", "sun": "Chủ nhật"},
        }
    ),
]  # fmt: skip
_SHORT_VI = {"mon": "T2", "tue": "T3", "wed": "T4", "thu": "T5", "fri": "T6", "sat": "T7", "sun": "CN"}


class OnSchedule(Trigger, frozen=True):
    """By the organisation's clock. After a standstill the latest round is made up for, not each that was missed. Who enters
    more than once needs a re-entry that lets them.
    """

    key = "schedule"
    label = "On a schedule"
    label_vi = "Theo lịch"
    icon = "clock"

    every: Literal["day", "week", "month", "cron"] = Field(
        "week", title="How often",
        json_schema_extra={
            "title_vi": "Bao lâu một lần",
            "labels": {"day": "Every day", "week": "Every week", "month": "Every month", "cron": "As a cron line says"},
            "labels_vi": {"day": "Hằng ngày", "week": "Hằng tuần", "month": "Hằng tháng", "cron": "Theo dòng cron"},
        },
    )  # fmt: skip
    at: str = Field(
        "09:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$", title="At",
        description="By the organisation's clock, like 09:00.",
        json_schema_extra={"title_vi": "Lúc", "description_vi": "Theo giờ của tổ chức, ví dụ 09:00."},
    )  # fmt: skip
    weekdays: list[Weekday] = Field(
        ["mon"], min_length=1, max_length=7, title="On", description="For every week.",
        json_schema_extra={"title_vi": "Vào", "description_vi": "Dùng cho hằng tuần."},
    )  # fmt: skip
    day: int = Field(
        1, ge=1, le=31, title="Day of the month",
        description="For every month; in a month with fewer days, its last.",
        json_schema_extra={
            "title_vi": "Ngày trong tháng", "description_vi": "Dùng cho hằng tháng; tháng ngắn hơn thì là ngày cuối tháng.",
        },
    )  # fmt: skip
    cron: str = Field(
        "", max_length=100, title="Cron line", description="Minute, hour, day, month, weekday: 0 9 * * 1-5.",
        json_schema_extra={
            "advanced": True, "title_vi": "Dòng cron", "description_vi": "Phút, giờ, ngày, tháng, thứ: 0 9 * * 1-5.",
        },
    )  # fmt: skip

    @model_validator(mode="after")
    def _comes_round(self) -> Self:
        try:
            check(self.schedule())
        except Invalid as wrong:
            raise ValueError(wrong.detail) from wrong
        return self

    @override
    def schedule(self) -> Schedule:
        hour, minute = (int(part) for part in self.at.split(":"))
        match self.every:
            case "day":
                return Schedule(f"{minute} {hour} * * *")
            case "week":
                days = sorted((WEEKDAYS.index(day) + 1) % 7 for day in set(self.weekdays))
                return Schedule(f"{minute} {hour} * * {','.join(map(str, days))}")
            case "month" if self.day <= 28:
                return Schedule(f"{minute} {hour} {self.day} * *")
            case "month":
                return Schedule(f"{minute} {hour} 28-31 * *", self.day)
        return Schedule(self.cron)

    @override
    def listens(self) -> Sequence[str]:
        return (SCHEDULED,)

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        return False  # its event names the workflow

    @override
    def summary(self, language: str = "en") -> str:
        is_vi = language == "vi"
        days = [day for day in WEEKDAYS if day in self.weekdays]
        match self.every:
            case "day":
                return f"Mỗi ngày lúc {self.at}" if is_vi else f"Every day at {self.at}"
            case "week" if is_vi:
                return f"Mỗi tuần, {', '.join(_SHORT_VI[day] for day in days)} lúc {self.at}"
            case "week":
                return f"Every week on {', '.join(day.capitalize() for day in days)} at {self.at}"
            case "month":
                return (
                    f"Ngày {self.day} mỗi tháng lúc {self.at}"
                    if is_vi
                    else f"On day {self.day} of each month at {self.at}"
                )
        return f"Theo lịch {self.cron}" if is_vi else f"As the clock says: {self.cron}"
