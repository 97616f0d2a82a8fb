"""Leaves one topic or all: by the mail client's one click (RFC 8058), or here topic by topic. A GET changes nothing."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from perennia.api.pages import language as languages
from perennia.api.pages.page import draw, wrong_link
from perennia.host import clock
from perennia.messages import consent, reasons, reply
from perennia.messages.reply import Letter, WrongLink

_WORDS: dict[str, dict[str, dict[str, str]]] = {
    "en": {
        "page": {
            "title": "Which mail would you like?",
            "intro": "Keep what is useful to you. Your choice holds from the next message on.",
            "which": "We may write to you about",
            "save": "Save my choice",
            "none": "No such mail at all",
            "always": "Mail about your account itself, such as receipts, comes either way.",
        },
        "done": {
            "title": "You are unsubscribed",
            "text": "No more {topics} will come to this address. You can change it here at any time.",
            "back": "Change my choice",
        },
        "kept": {
            "title": "Your choice is saved",
            "text": "It holds from the next message on. You can change it here at any time.",
            "back": "Change my choice",
        },
        "about": {
            "success": "Help with what you use, and short check-ins",
            "product_news": "What is new, about once a month",
            "surveys": "Now and then one question",
        },
    },
    "vi": {
        "page": {
            "title": "Bạn muốn nhận thư nào?",
            "intro": "Hãy giữ những gì có ích cho bạn. Lựa chọn có hiệu lực từ thư tiếp theo.",
            "which": "Chúng tôi có thể viết cho bạn về",
            "save": "Lưu lựa chọn",
            "none": "Không nhận thư nào như vậy",
            "always": "Thư về chính tài khoản của bạn, như biên nhận, vẫn được gửi.",
        },
        "done": {
            "title": "Bạn đã ngừng nhận thư",
            "text": "Địa chỉ này sẽ không nhận thêm {topics} nữa. Bạn có thể thay đổi tại đây bất cứ lúc nào.",
            "back": "Thay đổi lựa chọn",
        },
        "kept": {
            "title": "Đã lưu lựa chọn của bạn",
            "text": "Có hiệu lực từ thư tiếp theo. Bạn có thể thay đổi tại đây bất cứ lúc nào.",
            "back": "Thay đổi lựa chọn",
        },
        "about": {
            "success": "Hỗ trợ về những gì bạn đang dùng và vài lời hỏi thăm ngắn",
            "product_news": "Những điều mới, khoảng mỗi tháng một lần",
            "surveys": "Thỉnh thoảng một câu hỏi",
        },
    },
}


@csrf_exempt  # the link itself is the secret, and a mail client sends no cookie
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """The page, or the change."""
    try:
        letter = reply.of("unsubscribe", token)
    except WrongLink:
        return wrong_link(languages.of(request))
    language = languages.of(request, letter)
    if request.method != "POST":
        return _page(letter, language)
    if request.POST.get("List-Unsubscribe") == "One-Click":
        return _left(letter, [letter.message.topic], language, "one_click")
    if request.POST.get("do") == "none":
        return _left(letter, consent.OPEN_TOPICS, language, "page")
    return _kept(letter, set(request.POST.getlist("topic")), language)


def _page(letter: Letter, language: str) -> HttpResponse:
    words = _WORDS[language]
    known = consent.states(letter.message.contact or 0, letter.address)
    topics = [
        {
            "key": key,
            "name": _capital(reasons.topic(key, language)),
            "about": words["about"][key],
            "is_on": known[key] != "withdrawn",
        }
        for key in consent.OPEN_TOPICS
    ]
    return draw("unsubscribe", {"t": words["page"], "topics": topics}, language)


def _left(letter: Letter, topics: tuple[str, ...] | list[str], language: str, source: str) -> HttpResponse:
    left = [topic for topic in topics if topic in consent.OPEN_TOPICS]
    reply.leave(letter, left, clock.now(), source=source)
    said = _WORDS[language]["done"]
    names = ", ".join(reasons.topic(topic, language) for topic in left)
    return draw("unsubscribed", {"t": {**said, "text": said["text"].format(topics=names)}}, language)


def _kept(letter: Letter, chosen: set[str], language: str) -> HttpResponse:
    now = clock.now()
    reply.leave(letter, [topic for topic in consent.OPEN_TOPICS if topic not in chosen], now, source="page")
    known = consent.states(letter.message.contact or 0, letter.address)
    reply.come_back(letter, [t for t in consent.OPEN_TOPICS if t in chosen and known[t] == "withdrawn"], now)
    return draw("unsubscribed", {"t": _WORDS[language]["kept"]}, language)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
