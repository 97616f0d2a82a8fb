"""Fires when a contact comes back after a silence, or for the first time."""

from collections.abc import Sequence
from datetime import timedelta

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Trigger
from perennia.core.event import Event
from perennia.core.fold import LOGGED_IN
from perennia.core.profile import Profile


class LoggedIn(Trigger, frozen=True):
    key = "logged_in"
    label = "Logs in"
    label_vi = "Đăng nhập"
    icon = "login"

    min_silence: timedelta = Field(timedelta(0), ge=timedelta(0), le=timedelta(days=3650), title="After a silence of")
    first: bool = Field(True, title="The very first time too")
    once_a_month: bool = Field(False, title="Only the first time in a month")

    @override
    def listens(self) -> Sequence[str]:
        return (LOGGED_IN,)

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        if event.name != LOGGED_IN or (self.once_a_month and not event.properties.get("month")):
            return False
        silence = event.properties.get("silent_seconds")
        if isinstance(silence, int):
            return silence >= self.min_silence.total_seconds()
        return self.first

    @override
    def summary(self, language: str = "en") -> str:
        days, is_vi = self.min_silence.days, language == "vi"
        if self.once_a_month:
            return "Đăng nhập lần đầu trong tháng" if is_vi else "Logs in for the first time in a month"
        if not days:
            return "Đăng nhập" if is_vi else "Logs in"
        if is_vi:
            return f"Đăng nhập sau ít nhất {days} ngày im lặng"
        return f"Logs in after {'a day' if days == 1 else f'{days} days'} of silence or more"
