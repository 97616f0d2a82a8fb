"""Cal.com: sessions booked, moved, called off, missed and attended."""

# size: one provider's signature, names and shapes read better in one file
# ruff: noqa: E501  a name stands on one line with what it becomes, a sentence with its translation

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import ClassVar

from pydantic import Field
from typing_extensions import override

from perennia.core.error import Invalid
from perennia.core.event import Properties, Value
from perennia.core.source import (
    AHEAD,
    Appointment,
    Course,
    NoSignature,
    Post,
    Source,
    Told,
    TooEarly,
    TooOld,
    Who,
    WrongSignature,
    among,
    listed,
    moment,
    need,
    part,
    sign,
    table,
    word,
)  # fmt: skip

OLDEST = timedelta(hours=24)  # it signs no time: an older post is refused, a younger one remembered
_COURSES: Mapping[str, Course] = {
    "BOOKING_CREATED": "booked", "BOOKING_RESCHEDULED": "moved", "BOOKING_CANCELLED": "cancelled", "BOOKING_REJECTED": "cancelled",
    "MEETING_ENDED": "ended",
}  # fmt: skip
_NOT_YET = (
    "A step before the booking stands; BOOKING_CREATED tells it.",
    "Chỉ là bước trước khi đặt xong; BOOKING_CREATED sẽ báo.",
)
_LATER = ("What came of the session is told when it has ended.", "Kết quả buổi hẹn sẽ được báo khi kết thúc.")
_OWN = ("Of no concern for the customer's sessions.", "Không liên quan tới buổi hẹn của khách hàng.")
_TRIED = ("The test that Cal.com sends; the connection works.", "Bài thử của Cal.com; kết nối hoạt động.")
_UNKNOWN = ("An event of Cal.com's that means nothing here.", "Sự kiện của Cal.com không có ý nghĩa ở đây.")


class Calcom(Source, frozen=True):
    """Whose session it is is told by the first attendee's address, or by metadata of the booking. A session counts as
    attended when it has ended and nobody marked a no-show within the time of grace; a mark set later, or taken away
    again, puts points right.
    """

    key: ClassVar[str] = "calcom"
    label: ClassVar[str] = "Cal.com"
    label_vi: ClassVar[str] = "Cal.com (đặt lịch)"
    icon: ClassVar[str] = "calendar-event"
    about: ClassVar[str] = "Sessions that customers book, move and call off, and whether they came."
    about_vi: ClassVar[str] = "Buổi hẹn khách đặt, dời, hủy, và họ có đến hay không."
    steps: ClassVar[tuple[tuple[str, str], ...]] = (
        ("In Cal.com open Settings, Developer, Webhooks, and add one.", "Trong Cal.com mở Settings, Developer, Webhooks và thêm mới."),
        ("Subscriber URL: {address}", "Subscriber URL: {address}"),
        ("Secret: the one shown here once.", "Secret: khóa chỉ hiện ở đây một lần."),
        ("Choose Booking created, rescheduled, cancelled, rejected, Meeting ended and Booking no-show updated.", "Chọn Booking created, rescheduled, cancelled, rejected, Meeting ended và Booking no-show updated."),
        ("Leave the custom payload template off, then press Ping test.", "Không bật custom payload template, rồi bấm Ping test."),
    )  # fmt: skip
    mapped: ClassVar[Mapping[str, str]] = {
        "BOOKING_CREATED": "Session Booked",
        "BOOKING_RESCHEDULED": "Session Moved",
        "BOOKING_CANCELLED, BOOKING_REJECTED": "Session Cancelled",
        "BOOKING_NO_SHOW_UPDATED": "Session Missed, or Session Reopened where the mark goes back",
        "MEETING_ENDED": "Session Attended, after the time of grace",
    }
    passed: ClassVar[Mapping[str, tuple[str, str]]] = {
        **dict.fromkeys(("BOOKING_REQUESTED", "BOOKING_PAYMENT_INITIATED", "BOOKING_PAID"), _NOT_YET),
        **dict.fromkeys(("MEETING_STARTED", "AFTER_HOSTS_CAL_VIDEO_NO_SHOW", "AFTER_GUESTS_CAL_VIDEO_NO_SHOW"), _LATER),
        **dict.fromkeys(("RECORDING_READY", "RECORDING_TRANSCRIPTION_GENERATED", "INSTANT_MEETING", "OOO_CREATED", "FORM_SUBMITTED", "FORM_SUBMITTED_NO_EVENT"), _OWN),
        "PING": _TRIED,
    }  # fmt: skip

    user_key: str = Field(
        "user_id", max_length=100, title="Booking metadata that names the person",
        description="Put ?metadata[user_id]=… behind the booking link; its value is the userId you send here.",
        json_schema_extra={"title_vi": "Metadata của lịch hẹn chỉ người dùng", "description_vi": "Thêm ?metadata[user_id]=… vào liên kết đặt lịch; giá trị là userId bạn gửi tới đây."},
    )  # fmt: skip
    grace_minutes: int = Field(
        120, ge=0, le=10_080, title="Minutes after the end until it counts as attended",
        json_schema_extra={"title_vi": "Số phút sau khi kết thúc thì tính là đã tham gia"},
    )  # fmt: skip

    @override
    def believe(self, post: Post, secrets: Sequence[str]) -> str:
        given = post.headers.get("x-cal-signature-256", "").strip()
        if given in ("", "no-secret-provided"):
            raise NoSignature
        if not among(
            [given.lower().encode("utf-8", "replace")],
            [sign(one.encode(), post.body).hex().encode() for one in secrets],
        ):
            raise WrongSignature
        said = _loose(post.body)
        made = moment(said.get("createdAt"))
        if made is not None and post.at - made > OLDEST:
            raise TooOld
        if made is not None and made - post.at > AHEAD:
            raise TooEarly
        about = part(said, "payload")
        uid = word(about.get("uid")) or word(about.get("bookingUid"))
        # Without a time of its own the body itself is what may not come twice.
        named = f"{word(said.get('triggerEvent'))}:{uid}:{word(said.get('createdAt'))}" if made and uid else ""
        return named or sha256(post.body).hexdigest()

    @override
    def read(self, post: Post) -> Told:
        said = table(post.body)
        type_, about, at = word(said.get("triggerEvent")), part(said, "payload"), moment(said.get("createdAt"))
        need("?", {"triggerEvent": type_})
        if type_ in self.passed:
            return Told(type_, passed=self.passed[type_])
        if type_ == "BOOKING_NO_SHOW_UPDATED":
            return self._no_show(type_, about, at or post.at)
        if type_ not in _COURSES:
            return Told(type_, passed=_UNKNOWN)
        return self._booking(type_, about, at or post.at)

    def _booking(self, type_: str, about: Properties, at: datetime) -> Told:
        uid, attendee = word(about.get("uid")), _first(about.get("attendees"))
        email, starts = word(attendee.get("email")), moment(about.get("startTime"))
        need(type_, {"payload.uid": uid, "payload.attendees[0].email": email, "payload.startTime": starts})
        user = word(part(about, "metadata").get(self.user_key), 255) if self.user_key else ""
        zone: Properties = {"timezone": word(attendee.get("timeZone"))} if attendee.get("timeZone") else {}
        who = Who(user=user, email=email, name=word(attendee.get("name")), traits=zone)
        made = Appointment(
            _COURSES[type_], uid, who, f"{type_}:{uid}:{int(at.timestamp())}", at, word(about.get("rescheduleUid")), starts,
            moment(about.get("endTime")), _said(about),
        )  # fmt: skip
        return Told(type_, appointments=(made,))

    def _no_show(self, type_: str, about: Properties, at: datetime) -> Told:
        uid = word(about.get("bookingUid"))
        guests = [
            one
            for one in listed(about.get("attendees"))
            if isinstance(one, dict) and isinstance(one.get("noShow"), bool)
        ]
        need(type_, {"payload.bookingUid": uid, "payload.attendees[].noShow": guests})
        # Of several guests it is missed when all were: with one of them the session took place.
        course: Course = "missed" if all(one["noShow"] for one in guests) else "not_missed"
        who = Who(email=word(guests[0].get("email")))
        return Told(
            type_, appointments=(Appointment(course, uid, who, f"{type_}:{uid}:{course}:{int(at.timestamp())}", at),)
        )


def _said(about: Properties) -> Properties:
    """What the workflows of sessions speak of."""
    organizer = part(about, "organizer")
    place = part(about, "metadata").get("videoCallUrl") or about.get("location")
    uid = word(about.get("uid"))
    url = word(place, 2000)
    reason = word(about.get("cancellationReason")) or word(about.get("rejectionReason"))
    found = {
        "session": word(about.get("eventTitle")) or word(about.get("type")) or word(about.get("title")), "title": word(about.get("title")),
        "member": word(organizer.get("email")), "url": url if url.startswith("http") else "", "place": "" if url.startswith("http") else url,
        "goals": word(about.get("additionalNotes"), 2000), "reason": reason, "move_url": word(about.get("rescheduleUrl"), 2000) or _move(about, uid),
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def _move(about: Properties, uid: str) -> str:
    base = word(about.get("bookerUrl"), 500).rstrip("/")
    return f"{base}/reschedule/{uid}" if base.startswith("http") and uid else ""


def _loose(body: bytes) -> Properties:
    """What can be read of a body, for a template of theirs may have replaced it."""
    try:
        return table(body)
    except Invalid:
        return {}


def _first(value: Value) -> Properties:
    several = listed(value)
    return several[0] if several and isinstance(several[0], dict) else {}
