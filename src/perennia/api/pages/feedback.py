"""Asks how happy somebody is, or whether they would recommend us, by the link in their letter. A GET changes nothing."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from perennia.api.origin import origin_of
from perennia.api.pages import language as languages
from perennia.api.pages.page import draw, wrong_link
from perennia.core.error import Invalid
from perennia.feedback import answer as answers
from perennia.feedback.answer import Survey
from perennia.host import clock
from perennia.messages import reply
from perennia.messages.reply import Letter, WrongLink
from perennia.team import throttle
from perennia.team.throttle import TooManyUses

_WORDS: dict[str, dict[str, dict[str, str]]] = {
    "en": {
        "happiness": {
            "title": "How happy are you with us?",
            "intro": "One click and, if you like, a word. A person reads it.",
            "how": "At the moment I am",
            "more": "What is behind it?",
        },
        "nps": {
            "title": "Would you recommend us?",
            "intro": "How likely is it that you recommend us to a colleague or friend?",
            "how": "From 0 to 10",
            "more": "What is the main reason for your number?",
            "least": "not at all",
            "most": "for sure",
        },
        "affiliate": {
            "title": "Would you like to recommend us, and share in it?",
            "intro": "As an affiliate you get a link of your own, and a share of what comes of it. It costs you nothing.",
            "how": "Your answer",
            "more": "Is there anything you would like to know first?",
        },
        "both": {
            "send": "Send my answer",
            "choose": "Choose an answer first.",
            "slow": "Too many tries at once. Wait a minute.",
        },
        "thanks": {
            "title": "Thank you",
            "text": "Your answer has arrived: {answer}. The person who looks after you reads it.",
        },
        "again": {
            "title": "You have answered already",
            "text": "Your answer was: {answer}. It is with us. If something changed, just answer the letter.",
        },
    },
    "vi": {
        "happiness": {
            "title": "Bạn hài lòng với chúng tôi đến mức nào?",
            "intro": "Một cú nhấp và, nếu muốn, đôi lời. Sẽ có người đọc.",
            "how": "Lúc này tôi",
            "more": "Điều gì khiến bạn thấy vậy?",
        },
        "nps": {
            "title": "Bạn có giới thiệu chúng tôi không?",
            "intro": "Bạn sẵn lòng giới thiệu chúng tôi cho đồng nghiệp hay bạn bè đến mức nào?",
            "how": "Từ 0 đến 10",
            "more": "Lý do chính cho con số của bạn là gì?",
            "least": "hoàn toàn không",
            "most": "chắc chắn",
        },
        "affiliate": {
            "title": "Bạn có muốn giới thiệu chúng tôi và cùng hưởng lợi không?",
            "intro": "Là cộng tác viên, bạn có đường dẫn riêng và một phần của những gì mang lại. Bạn không mất gì cả.",
            "how": "Câu trả lời của bạn",
            "more": "Bạn muốn biết điều gì trước không?",
        },
        "both": {
            "send": "Gửi câu trả lời",
            "choose": "Trước tiên hãy chọn một câu trả lời.",
            "slow": "Quá nhiều lần thử cùng lúc. Hãy đợi một phút.",
        },
        "thanks": {
            "title": "Cảm ơn bạn",
            "text": "Câu trả lời của bạn đã đến nơi: {answer}. Người phụ trách của bạn sẽ đọc.",
        },
        "again": {
            "title": "Bạn đã trả lời rồi",
            "text": "Câu trả lời của bạn là: {answer}. Chúng tôi đã nhận. Nếu có gì thay đổi, bạn chỉ cần trả lời thư.",
        },
    },
}
_LEVELS: dict[str, dict[str, tuple[str, str]]] = {
    "en": {
        "very_happy": ("Very happy", "I would tell others about you"),
        "happy": ("Happy", "It does what I need"),
        "neutral": ("Neither happy nor unhappy", "It is all right, something is missing"),
        "not_happy": ("Not happy", "Something has to change"),
    },
    "vi": {
        "very_happy": ("Rất hài lòng", "Tôi sẽ kể với người khác"),
        "happy": ("Hài lòng", "Đáp ứng điều tôi cần"),
        "neutral": ("Bình thường", "Cũng được, nhưng còn thiếu điều gì đó"),
        "not_happy": ("Không hài lòng", "Cần phải thay đổi"),
    },
}

_DECISIONS: dict[str, dict[str, tuple[str, str]]] = {
    "en": {
        "yes": ("Yes, I would like to join", "You get your link and all that helps you to begin"),
        "no": ("No, thank you", "We will not ask again"),
    },
    "vi": {
        "yes": ("Có, tôi muốn tham gia", "Bạn sẽ nhận đường dẫn riêng và mọi thứ để bắt đầu"),
        "no": ("Không, cảm ơn", "Chúng tôi sẽ không hỏi lại"),
    },
}


@csrf_exempt  # the link itself is the secret, and there is no session
@require_http_methods(["GET", "HEAD", "POST"])
def happiness(request: HttpRequest, token: str) -> HttpResponse:
    """How happy they are, or thanks for the answer."""
    return _page("happiness", request, token)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def nps(request: HttpRequest, token: str) -> HttpResponse:
    """Whether they would recommend us, or thanks for the answer."""
    return _page("nps", request, token)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def affiliate(request: HttpRequest, token: str) -> HttpResponse:
    """Whether they join the affiliate programme, or thanks for the answer."""
    return _page("affiliate", request, token)


def _page(survey: Survey, request: HttpRequest, token: str) -> HttpResponse:
    try:
        letter = reply.of(survey, token)
    except WrongLink:
        return wrong_link(languages.of(request))
    language = languages.of(request, letter)
    if (before := answers.answered(letter)) is not None:
        return _said("again", before.level, before.nps, language)
    if request.method != "POST":
        return _question(
            survey, language, request.GET.get("level", request.GET.get("nps", request.GET.get("answer", "")))
        )
    return _take(request, letter, survey, language)


def _take(request: HttpRequest, letter: Letter, survey: Survey, language: str) -> HttpResponse:
    choice, text = request.POST.get("choice", ""), request.POST.get("text", "")
    words = _WORDS[language]["both"]
    try:
        throttle.use("feedback", origin_of(request))
        kept = answers.answer(letter, survey, choice, text, clock.now())
    except TooManyUses:
        return _question(survey, language, choice, text[: answers.LONGEST_TEXT], wrong=words["slow"], status=429)
    except Invalid:
        return _question(survey, language, "", text[: answers.LONGEST_TEXT], wrong=words["choose"], status=422)
    return _said("thanks", kept.level, kept.nps, language)


def _said(which: str, level: str, score: int | None, language: str) -> HttpResponse:
    words = _WORDS[language][which]
    key = level.lower().replace(" ", "_")
    decided = {answers.DECISIONS[choice]: name for choice, (name, _) in _DECISIONS[language].items()}
    named = decided.get(level) or _LEVELS[language].get(key, (level, ""))[0]
    answer = str(score) if score is not None else named
    return draw("said", {"t": {**words, "text": words["text"].format(answer=answer)}}, language)


def _question(
    survey: Survey, language: str, chosen: str, text: str = "", wrong: str = "", status: int = 200
) -> HttpResponse:
    is_scale = survey == "nps"
    ladder = {number: (number, "") for number in answers.SCORES}
    named = {"nps": ladder, "happiness": _LEVELS[language], "affiliate": _DECISIONS[language]}[survey]
    choices = [{"key": key, "name": name, "about": about} for key, (name, about) in named.items()]
    said = {
        "t": {**_WORDS[language][survey], **_WORDS[language]["both"]}, "choices": choices, "chosen": chosen, "text": text,
        "wrong": wrong, "scale": is_scale,
    }  # fmt: skip
    return draw("feedback", said, language, status)
