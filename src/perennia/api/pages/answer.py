"""Answers a check-in: three choices and room for a word. A GET changes nothing, since scanners follow links."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from perennia.api.pages import language as languages
from perennia.api.pages.page import draw, wrong_link
from perennia.core.error import Invalid
from perennia.host import clock
from perennia.messages import reply
from perennia.messages.reply import Letter, WrongLink

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "How is it going?",
        "intro": "Your answer goes straight to the person who looks after you.",
        "how": "Right now",
        "more": "Anything you want to add",
        "send": "Send my answer",
        "choose": "Choose one of the three first.",
    },
    "vi": {
        "title": "Mọi việc thế nào rồi?",
        "intro": "Câu trả lời của bạn đến thẳng người đang đồng hành cùng bạn.",
        "how": "Lúc này",
        "more": "Điều bạn muốn nói thêm",
        "send": "Gửi câu trả lời",
        "choose": "Trước tiên hãy chọn một trong ba.",
    },
}
_CHOICES: dict[str, dict[str, tuple[str, str]]] = {
    "en": {
        "going_well": ("Going well", "Nothing is in my way"),
        "have_a_question": ("I have a question", "Not urgent; an answer within a day is fine"),
        "need_help": ("I am stuck", "I would like somebody to look at it with me"),
    },
    "vi": {
        "going_well": ("Tốt đẹp", "Không có gì vướng mắc"),
        "have_a_question": ("Tôi có câu hỏi", "Không gấp, trả lời trong một ngày là được"),
        "need_help": ("Tôi đang mắc kẹt", "Tôi muốn có người cùng xem giúp"),
    },
}
_THANKS: dict[str, dict[str, str]] = {
    "en": {"title": "Thank you", "text": "Your answer has arrived. These check-ins stop now; write to us whenever you like."},
    "vi": {"title": "Cảm ơn bạn", "text": "Câu trả lời đã đến nơi. Các thư hỏi thăm dừng tại đây; hãy viết cho chúng tôi bất cứ lúc nào."},
}  # fmt: skip


@csrf_exempt  # the link itself is the secret, and there is no session
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The question, or thanks for the answer."""
    try:
        letter = reply.of("answer", token)
    except WrongLink:
        return wrong_link(languages.of(request))
    language = languages.of(request, letter)
    if request.method != "POST":
        return _question(language, request.GET.get("choice", ""))
    return _take(letter, request.POST.get("choice", ""), request.POST.get("text", ""), language)


def _take(letter: Letter, choice: str, text: str, language: str) -> HttpResponse:
    try:
        reply.answer(letter, choice, text, clock.now())
    except Invalid:
        return _question(language, "", text[: reply.LONGEST_TEXT], wrong=_WORDS[language]["choose"], status=422)
    return draw("said", {"t": _THANKS[language]}, language)


def _question(language: str, chosen: str, text: str = "", wrong: str = "", status: int = 200) -> HttpResponse:
    choices = [
        {"key": key, "name": _CHOICES[language][key][0], "about": _CHOICES[language][key][1]} for key in reply.CHOICES
    ]
    words = {"t": _WORDS[language], "choices": choices, "chosen": chosen, "text": text, "wrong": wrong}
    return draw("answer", words, language, status)
