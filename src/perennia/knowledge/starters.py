"""Items to begin with, as drafts: a getting-started checklist, an announcement, a short tour and a help article."""

from datetime import datetime

from django.db import transaction

from perennia.core.guidance import Kind
from perennia.knowledge import write
from perennia.knowledge.models import Guidance
from perennia.knowledge.write import Written
from perennia.team.models import Member

Texts = dict[str, dict[str, str]]


def _texts(en: dict[str, str], vi: dict[str, str]) -> Texts:
    return {"en": en, "vi": vi}


def _item(id_: str, en: str, vi: str, link: str, by: str = "click", name: str = "") -> dict[str, object]:
    return {"id": id_, "texts": _texts({"title": en}, {"title": vi}), "link": link, "by": by, "name": name}


CHECKLIST: dict[str, object] = {
    "texts": _texts(
        {"title": "Getting started", "body": "Four small steps, some ten minutes.", "done": "All set. Well done!"},
        {"title": "Bắt đầu", "body": "Bốn bước nhỏ, khoảng mười phút.", "done": "Xong hết rồi. Làm tốt lắm!"},
    ),
    "parts": [
        _item("profile", "Complete your profile", "Hoàn tất hồ sơ của bạn", "/settings/profile"),
        _item("invite", "Invite a colleague", "Mời một đồng nghiệp", "/settings/team", "event", "Invite Sent"),
        _item("first", "Try the first feature", "Dùng thử tính năng đầu tiên", "/", "event", "Feature Used"),
        _item("help", "See where help is", "Xem chỗ có trợ giúp", ""),
    ],
}
NEWS: dict[str, object] = {
    "texts": _texts(
        {"title": "Something new", "body": "In **one or two sentences**: what is new, and what it does for you.", "button": "Show me"},
        {"title": "Có tính năng mới", "body": "Trong **một hai câu**: có gì mới và giúp gì cho bạn.", "button": "Cho tôi xem"},
    ),
    "link": "/", "form": "card", "repeat": "until_closed",
}  # fmt: skip
HELP: dict[str, object] = {
    "texts": _texts(
        {"title": "How to reach us", "body": "Write to us at any time. On working days a person answers within hours."},
        {"title": "Liên hệ với chúng tôi", "body": "Hãy viết cho chúng tôi bất cứ lúc nào. Trong giờ làm việc luôn có người trả lời."},
    )
}  # fmt: skip
STARTERS: tuple[tuple[Kind, str, dict[str, object]], ...] = (
    ("checklist", "Getting started", CHECKLIST),
    ("announcement", "What is new", NEWS),
    ("help", "How to reach us", HELP),
)


@transaction.atomic
def begin(by: Member | None, at: datetime) -> list[Guidance]:
    """Makes them, as drafts to be put into one's own words."""
    return [write.create(kind, Written(name=name, content=of), by, at) for kind, name, of in STARTERS]
