"""Days and times as visitors of a page read them, in English or Vietnamese."""

from datetime import date, datetime, tzinfo

_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "vi": ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"),
}
SHORT = {"en": ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"), "vi": ("T2", "T3", "T4", "T5", "T6", "T7", "CN")}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day(at: date, language: str) -> str:
    """Thursday 3 December 2026."""
    name = _DAYS[language][at.weekday()]
    if language == "vi":
        return f"{name}, {at.day} tháng {at.month}, {at.year}"
    return f"{name} {at.day} {_MONTHS[at.month - 1]} {at.year}"


def month(at: date, language: str) -> str:
    """December 2026."""
    return f"Tháng {at.month}, {at.year}" if language == "vi" else f"{_MONTHS[at.month - 1]} {at.year}"


def clock(at: datetime, zone: tzinfo) -> str:
    """14:30."""
    return f"{at.astimezone(zone):%H:%M}"


def offset(at: datetime, zone: tzinfo) -> str:
    """How far from UTC the clock that shows it lies: GMT+2."""
    text = f"{at.astimezone(zone):%z}"
    hours, minutes = int(text[:3]), text[3:5]
    return f"GMT{hours:+d}" + (f":{minutes}" if minutes != "00" else "")


def whole(at: datetime, until: datetime, zone: tzinfo, language: str) -> str:
    """Thursday 3 December 2026, 14:30 to 15:00."""
    here = at.astimezone(zone)
    between = " đến " if language == "vi" else " to "
    return f"{day(here.date(), language)}, {clock(at, zone)}{between}{clock(until, zone)}"


def place(zone: str) -> str:
    """A zone as one reads it: its name in the database has no spaces."""
    return zone.replace("_", " ")
