"""Says an event as a sentence people read: with units, with money in its currency, in English or Vietnamese."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from perennia.core import called
from perennia.core.event import Value
from perennia.customers import happenings

Said = Mapping[str, Value]
_SPANS = ((86_400, "d", "ngày"), (3_600, "h", "giờ"), (60, "min", "phút"), (1, "s", "giây"))
_CLOCK = re.compile(r"(Inactive For|Renewal In) (\d+) Days?")


def sentence(name: str, said: Said, language: str) -> str | None:
    """What happened; None where the event has no sentence of its own."""
    is_vi = language == "vi"
    if found := _CLOCK.fullmatch(name):
        return _by_the_clock(found[1], int(found[2]), is_vi)
    make = _SENTENCES.get(name) or happenings.PHRASES.get(name)
    if make is None:
        return happenings.times(said, is_vi)
    return make(said, is_vi)


def span(seconds: float, *, is_vi: bool) -> str:
    """A length of time in its two largest units: 2 d 14 h."""
    if not 1 <= seconds < 10**12:
        return f"{seconds:g} {_SPANS[-1][1 + is_vi]}"
    rest, parts = int(seconds), list[str]()
    for size, english, vietnamese in _SPANS:
        number, rest = divmod(rest, size)
        if number:
            parts.append(f"{number} {vietnamese if is_vi else english}")
        elif parts:
            break
    return " ".join(parts[:2])


def money(amount: Value, currency: Value, *, is_vi: bool) -> str:
    """An amount with its currency, grouped as the language groups."""
    try:
        number = Decimal(str(amount))
        figures = f"{number:,.0f}" if number == number.to_integral_value() else f"{number:,.2f}"
    except (InvalidOperation, ValueError):
        return f"{amount} {currency or ''}".strip()
    if is_vi:
        figures = figures.translate(str.maketrans(",.", ".,"))
    return f"{figures} {currency or ''}".strip()


def _by_the_clock(what: str, days: int, is_vi: bool) -> str:
    if what == "Renewal In":
        return f"Gói gia hạn sau {days} ngày" if is_vi else f"The subscription renews in {_days(days)}"
    return f"Không hoạt động trong {days} ngày" if is_vi else f"Not seen for {_days(days)}"


def _days(days: int) -> str:
    return "a day" if days == 1 else f"{days} days"


def _stage(said: Said, is_vi: bool) -> str:
    key = str(said.get("pipeline"))
    stage, before = said.get("to", said.get("stage")), said.get("from")
    pipeline = called.pipeline(key)
    if not stage:
        return f"Ra khỏi {pipeline}" if is_vi else f"Taken out of {pipeline}"
    to = called.stage(key, str(stage))
    moved = f"Chuyển sang “{to}” trong" if is_vi else f"Moved to “{to}” in"
    was = f" ({'trước đó' if is_vi else 'before'}: {called.stage(key, str(before))})" if before else ""
    return f"{moved} {pipeline}{was}"


def _left(said: Said, is_vi: bool) -> str:
    key = str(said.get("pipeline"))
    stage, pipeline = called.stage(key, str(said.get("stage"))), called.pipeline(key)
    return f"Không còn ở “{stage}” trong {pipeline}" if is_vi else f"No longer in “{stage}” of {pipeline}"


def _tag(english: str, vietnamese: str) -> Callable[[Said, bool], str]:
    return lambda said, is_vi: (vietnamese if is_vi else english).format(said.get("tag", ""))


_ADDED = _tag("Got the tag “{}”", "Được gắn thẻ “{}”")
_REMOVED = _tag("Lost the tag “{}”", "Được gỡ thẻ “{}”")


def _segment(english: str, vietnamese: str) -> Callable[[Said, bool], str]:
    def phrase(said: Said, is_vi: bool) -> str:
        return (vietnamese if is_vi else english).format(called.segment(str(said.get("segment", ""))))

    return phrase


def _login(said: Said, is_vi: bool) -> str:
    silence = said.get("silent_seconds")
    if not isinstance(silence, (int, float)):
        return "Đăng nhập lần đầu" if is_vi else "Logged in for the first time"
    if silence < 60:  # an event came just before: the silence is no news
        return "Đăng nhập" if is_vi else "Logged in"
    return f"{'Đăng nhập sau' if is_vi else 'Logged in after'} {span(silence, is_vi=is_vi)}"


def _score(said: Said, is_vi: bool) -> str:
    points = said.get("points")
    figures = f"{points:+}" if isinstance(points, (int, float)) else str(points)
    unit = "điểm" if is_vi else "point" if points in (1, -1) else "points"
    reason = (is_vi and said.get("reason_vi")) or said.get("reason", "")
    return f"{figures} {unit}: {reason}".rstrip(": ")


def _feature(said: Said, is_vi: bool) -> str:
    seconds = said.get("seconds")
    spent = f", {span(seconds, is_vi=is_vi)}" if isinstance(seconds, (int, float)) and seconds else ""
    return f"{said.get('feature', '')}{spent}"


def _payment(said: Said, is_vi: bool) -> str:
    parts = [money(said["amount"], said.get("currency"), is_vi=is_vi)] if said.get("amount") is not None else []
    if invoice := said.get("invoice"):
        parts.append(f"{'hóa đơn' if is_vi else 'invoice'} {invoice}")
    attempt = said.get("attempt")
    if isinstance(attempt, int) and attempt > 1:
        parts.append(f"{'lần thử' if is_vi else 'attempt'} {attempt}")
    return ", ".join([*parts, *_reason(said, is_vi)])


def _subscription(said: Said, is_vi: bool) -> str:
    parts = [f"{'Gói' if is_vi else 'Plan'} {plan}"] if (plan := said.get("plan")) else []
    if (value := said.get("yearly_value")) is not None:
        parts.append(f"{money(value, said.get('currency'), is_vi=is_vi)} {'một năm' if is_vi else 'a year'}")
    if (seats := said.get("seats")) is not None:
        parts.append(f"{seats} {'người dùng' if is_vi else 'seats'}")
    if before := said.get("previous_plan"):
        parts.append(f"{'trước đó' if is_vi else 'before'}: {before}")
    change = said.get("change")
    changed = [happenings.word(change, is_vi=is_vi)] if isinstance(change, str) and change else []
    return ", ".join([*parts, *changed, *_reason(said, is_vi)])


def _reason(said: Said, is_vi: bool) -> list[str]:
    reason = said.get("reason")
    return [happenings.word(reason, is_vi=is_vi)] if isinstance(reason, str) and reason else []


_SENTENCES: dict[str, Callable[[Said, bool], str]] = {
    "Stage Moved": _stage, "Stage Set By Hand": happenings.by_hand(_stage),
    "Stage Left By Hand": happenings.by_hand(_left),
    "Tag Added": _ADDED, "Tag Added By Hand": happenings.by_hand(_ADDED),
    "Tag Removed": _REMOVED, "Tag Removed By Hand": happenings.by_hand(_REMOVED),
    "Segment Entered": _segment("Entered the segment “{}”", "Vào phân khúc “{}”"),
    "Segment Left": _segment("Left the segment “{}”", "Rời phân khúc “{}”"),
    "Logged In": _login, "Score Changed": _score, "Feature Used": _feature,
    "Payment Succeeded": _payment, "Payment Failed": _payment, "Payment Refunded": _payment, "Payment Disputed": _payment,
    "Payment Dispute Closed": _payment, "Payment Action Required": _payment, "Payment Overdue": _payment, "Payment Written Off": _payment,
    "Subscription Started": _subscription, "Subscription Changed": _subscription, "Subscription Cancelled": _subscription,
}  # fmt: skip
