"""Calendly: sessions booked, moved, called off, missed and attended."""

# size: one provider's signature, names and shapes read better in one file
# ruff: noqa: E501  a name stands on one line with what it becomes, a sentence with its translation

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import ClassVar

from pydantic import Field
from typing_extensions import override

from perennia.core.event import Properties, Value
from perennia.core.source import (
    Appointment,
    Course,
    Post,
    Source,
    Told,
    Who,
    listed,
    moment,
    need,
    part,
    stamped,
    table,
    word,
)

OLDEST = timedelta(minutes=3)
_MOVED = (
    "Called off because it was moved; invitee.created tells the new time.",
    "Hủy vì đã dời; invitee.created báo giờ mới.",
)
_FORM = ("A form of theirs was sent; it is no session.", "Biểu mẫu của họ được gửi; không phải buổi hẹn.")
_UNKNOWN = ("An event of Calendly's that means nothing here.", "Sự kiện của Calendly không có ý nghĩa ở đây.")
_COURSES: Mapping[str, Course] = {
    "invitee.created": "booked", "invitee.canceled": "cancelled", "invitee_no_show.created": "missed", "invitee_no_show.deleted": "not_missed",
}  # fmt: skip


class Calendly(Source, frozen=True):
    """A session that is moved comes as one called off and one made; the two are put together, and nothing counts as called
    off. A session counts as attended when it has ended and nobody marked a no-show within the time of grace.
    """

    key: ClassVar[str] = "calendly"
    label: ClassVar[str] = "Calendly"
    label_vi: ClassVar[str] = "Calendly (đặt lịch)"
    icon: ClassVar[str] = "calendar-event"
    about: ClassVar[str] = (
        "Sessions that customers book, move and call off, and whether they came. Calendly asks for a paid plan."
    )
    about_vi: ClassVar[str] = "Buổi hẹn khách đặt, dời, hủy, và họ có đến hay không. Calendly yêu cầu gói trả phí."
    steps: ClassVar[tuple[tuple[str, str], ...]] = (
        ("In Calendly make a personal access token under Integrations, API and webhooks.", "Trong Calendly tạo personal access token ở Integrations, API and webhooks."),
        ("Make a webhook subscription by its API (POST /webhook_subscriptions) with the url {address}", "Tạo webhook subscription qua API (POST /webhook_subscriptions) với url {address}"),
        ("events: invitee.created, invitee.canceled, invitee_no_show.created, invitee_no_show.deleted.", "events: invitee.created, invitee.canceled, invitee_no_show.created, invitee_no_show.deleted."),
        ("signing_key: the secret shown here once.", "signing_key: khóa bí mật chỉ hiện ở đây một lần."),
        ("After a day of failures Calendly switches a webhook off for good; then make it again.", "Sau một ngày lỗi, Calendly tắt hẳn webhook; khi đó hãy tạo lại."),
    )  # fmt: skip
    mapped: ClassVar[Mapping[str, str]] = {
        "invitee.created": "Session Booked; Session Moved where it takes the place of another",
        "invitee.canceled": "Session Cancelled, unless it was moved",
        "invitee_no_show.created": "Session Missed",
        "invitee_no_show.deleted": "Session Reopened",
        "the end of a session": "Session Attended, after the time of grace",
    }
    passed: ClassVar[Mapping[str, tuple[str, str]]] = {"routing_form_submission.created": _FORM}

    user_key: str = Field(
        "utm_content", max_length=100, title="Tracking field that names the person",
        description="Put ?utm_content=… behind the booking link; its value is the userId you send here. Empty: by address alone.",
        json_schema_extra={"title_vi": "Trường theo dõi chỉ người dùng", "description_vi": "Thêm ?utm_content=… vào liên kết đặt lịch; giá trị là userId bạn gửi tới đây. Để trống: chỉ theo địa chỉ."},
    )  # fmt: skip
    grace_minutes: int = Field(
        120, ge=0, le=10_080, title="Minutes after the end until it counts as attended",
        json_schema_extra={"title_vi": "Số phút sau khi kết thúc thì tính là đã tham gia"},
    )  # fmt: skip

    @override
    def believe(self, post: Post, secrets: Sequence[str]) -> str:
        stamped(post.headers.get("calendly-webhook-signature", ""), post, secrets, OLDEST)
        # It names no id; the same body is the same post, whenever it is tried again.
        return sha256(post.body).hexdigest()

    @override
    def read(self, post: Post) -> Told:
        said = table(post.body)
        type_, about, at = word(said.get("event")), part(said, "payload"), moment(said.get("created_at")) or post.at
        need("?", {"event": type_})
        if type_ in self.passed:
            return Told(type_, passed=self.passed[type_])
        if type_ not in _COURSES:
            return Told(type_, passed=_UNKNOWN)
        if type_.startswith("invitee_no_show."):
            return self._no_show(type_, about, at)
        if type_ == "invitee.canceled" and about.get("rescheduled") is True:
            return Told(type_, passed=_MOVED)
        return self._invitee(type_, about, at)

    def _invitee(self, type_: str, about: Properties, at: datetime) -> Told:
        uri, email, meeting = word(about.get("uri")), word(about.get("email")), part(about, "scheduled_event")
        starts = moment(meeting.get("start_time"))
        need(type_, {"payload.uri": uri, "payload.email": email, "payload.scheduled_event.start_time": starts})
        formerly = word(about.get("old_invitee")) if type_ == "invitee.created" else ""
        course: Course = "moved" if formerly else _COURSES[type_]
        made = Appointment(
            course, uri, self._who(about, email), f"{course}:{_short(uri)}", at, formerly, starts, moment(meeting.get("end_time")), _said(about, meeting),
        )  # fmt: skip
        return Told(type_, appointments=(made,))

    def _no_show(self, type_: str, about: Properties, at: datetime) -> Told:
        invitee = about.get("invitee")
        uri = word(invitee.get("uri") if isinstance(invitee, dict) else invitee)
        need(type_, {"payload.invitee": uri})
        course = _COURSES[type_]
        key = f"{course}:{_short(uri)}:{int(at.timestamp())}"
        return Told(
            type_,
            appointments=(Appointment(course, uri, Who(email=word(part(about, "invitee").get("email"))), key, at),),
        )

    def _who(self, about: Properties, email: str) -> Who:
        user = word(part(about, "tracking").get(self.user_key), 255) if self.user_key else ""
        name = word(about.get("name")) or f"{word(about.get('first_name'))} {word(about.get('last_name'))}".strip()
        found = {"timezone": word(about.get("timezone")), "phone": word(about.get("text_reminder_number"))}
        return Who(user=user, email=email, name=name, traits={key: value for key, value in found.items() if value})


def _said(about: Properties, meeting: Properties) -> Properties:
    """What the workflows of sessions speak of."""
    place = part(meeting, "location")
    hosts = listed(meeting.get("event_memberships"))
    host = hosts[0] if hosts and isinstance(hosts[0], dict) else {}
    found = {
        "session": word(meeting.get("name")), "member": word(host.get("user_email")), "url": word(place.get("join_url"), 2000),
        "goals": _answers(about.get("questions_and_answers")), "move_url": word(about.get("reschedule_url"), 2000),
        "cancel_url": word(about.get("cancel_url"), 2000), "reason": word(part(about, "cancellation").get("reason")),
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def _answers(value: Value) -> str:
    """What they were asked and wrote when they booked."""
    rows = [one for one in listed(value) if isinstance(one, dict)]
    return "; ".join(f"{word(one.get('question'))}: {answer}" for one in rows if (answer := word(one.get("answer"))))[
        :2000
    ]


def _short(uri: str) -> str:
    """Its last part names it; a long one by its hash, since a message id takes only so much."""
    last = uri.rstrip("/").rpartition("/")[2]
    return last if len(last) <= 50 else sha256(uri.encode()).hexdigest()[:32]
