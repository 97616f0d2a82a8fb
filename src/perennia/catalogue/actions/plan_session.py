"""Books a session for somebody, with the calendar entries to both sides."""

from datetime import timedelta

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Action
from perennia.core.effect import Effect, PlanSession
from perennia.core.moments import span_in_words
from perennia.core.profile import Profile


class PlanSessionFor(Action, frozen=True):
    """The first time that is free: by day where they are, with their owner where that can be. They move or cancel it by
    the link in the letter. Who has one of this kind ahead already gets no second; where nothing is free the owner is told.
    """

    key = "plan_session"
    label = "Send a calendar invite"
    label_vi = "Gửi lời mời vào lịch"
    icon = "calendar-plus"

    session: str = Field(
        "success", min_length=1, max_length=60, title="Session",
        description="One of the kinds under settings, Sessions.",
        json_schema_extra={
            "widget": "session-picker", "title_vi": "Buổi hẹn", "description_vi": "Một trong các loại ở cài đặt, Buổi hẹn.",
        },
    )  # fmt: skip
    after: timedelta = Field(
        timedelta(days=2), ge=timedelta(0), le=timedelta(days=60), title="Not before",
        json_schema_extra={"widget": "duration", "title_vi": "Sớm nhất sau"},
    )  # fmt: skip

    @override
    def effects(self, profile: Profile) -> list[Effect]:
        return [PlanSession(self.session, self.after)]

    @override
    def summary(self, language: str = "en") -> str:
        after = span_in_words(self.after, language)
        if language == "vi":
            return f"Mời vào lịch buổi “{self._named()}”, sớm nhất sau {after}"
        return f"Invite to a session “{self._named()}”, {after} from then at the earliest"

    @override
    def done(self, language: str = "en") -> str:
        if language == "vi":
            return f"Đã yêu cầu mời vào lịch buổi “{self._named()}”"
        return f"Asked for an invitation to a session “{self._named()}”"

    def _named(self) -> str:
        return self.session.replace("-", " ").replace("_", " ")
