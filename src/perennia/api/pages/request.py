"""The page on which customers ask for something to be done. A GET changes nothing; a letter's link knows who asks."""

from secrets import token_hex
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from perennia.api import refusals
from perennia.api.origin import origin_of
from perennia.api.pages import language as languages
from perennia.api.pages.page import draw
from perennia.api.pages.request_words import WORDS
from perennia.core.error import Invalid, PerenniaError
from perennia.core.hours import zone_of
from perennia.host import clock
from perennia.integrations import ask as requests
from perennia.integrations import request_forms
from perennia.integrations.ask import Asked
from perennia.integrations.models import RequestForm
from perennia.integrations.request_forms import NoForm
from perennia.messages import reply, rules
from perennia.messages.context import To
from perennia.messages.reply import Letter
from perennia.team import throttle
from perennia.team.throttle import TooManyUses

TRAP = "fax_number"  # no visitor sees it, so whoever fills it in is a machine
_OTHER = {"en": "vi", "vi": "en"}
_FIELDS = ("title", "text", "topic", "wanted", "priority", "name", "email")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The forms there are."""
    return _choose(request, "")


@require_safe
def personal(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a letter: knows who asks. The only form there is opens at once."""
    forms = request_forms.open_forms()
    if len(forms) == 1:
        return HttpResponseRedirect(f"/request/{forms[0].slug}?l={token}")
    return _choose(request, token)


@csrf_exempt  # anybody may ask, and there is no session
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, or thanks for what was sent."""
    said = request.POST if request.method == "POST" else request.GET
    token = str(said.get("l") or "")[:300]
    letter = _letter(token)
    language = languages.of(request, letter)
    try:
        row = request_forms.open_form(slug)
    except NoForm:
        words = WORDS[language]
        return draw("said", {"t": {"title": words["none"], "text": words["none_text"]}}, language, 404)
    if request.method != "POST":
        return _draw(row, letter, token, language, {"key": token_hex(16), "priority": "normal"})
    return _take(request, row, letter, token, language)


def _take(request: HttpRequest, row: RequestForm, letter: Letter | None, token: str, language: str) -> HttpResponse:
    said = {name: text for name, text in request.POST.items() if isinstance(text, str)}
    words = WORDS[language]
    try:
        throttle.use("request", origin_of(request))
    except TooManyUses:
        return _draw(row, letter, token, language, said, words["slow"], 429)
    if said.get(TRAP):
        return _draw(row, letter, token, language, said, words["hidden"], 422)
    answers = {one.key: said.get(one.key, "") for one in request_forms.questions(row)}
    asked = Asked(said.get("key") or token_hex(16), answers=answers, **{name: said.get(name, "") for name in _FIELDS})
    try:
        requests.ask(row, asked, letter, language, _person(letter)[1], clock.now())
    except Invalid as wrong:
        return _draw(row, letter, token, language, said, refusals.said(wrong.detail, language), 422, wrong.field or "")
    told = {"title": asked.title.strip()[:200], "expected": requests.expected(row, language)}
    thanks = {"title": words["done_title"], "text": words["done_text"].format(**told), "again": words["again"]}
    back = urlencode({"lang": language, **({"l": token} if letter else {})})
    return draw("requested", {"t": thanks, "back": f"/request/{row.slug}?{back}"}, language)


def _draw(
    row: RequestForm, letter: Letter | None, token: str, language: str, said: dict[str, str], wrong: str = "",
    status: int = 200, field: str = "",
) -> HttpResponse:  # fmt: skip
    words = WORDS[language]
    is_vi = language == "vi"
    person, zone = _person(letter)
    told = {
        "t": {
            **words, "title": (row.title_vi if is_vi else "") or row.title,
            "promise": words["promise"].format(expected=requests.expected(row, language)),
        },
        "intro": (row.intro_vi if is_vi else "") or row.intro, "said": said, "wrong": wrong, "field": field, "trap": TRAP,
        "topics": row.topics, "today": clock.now().astimezone(zone_of(zone)).date().isoformat(),
        "person": (person.name or person.address) if person else "",
        "letter": token if letter is not None else "",
        "other": {"code": _OTHER[language], "href": f"?lang={_OTHER[language]}{f'&l={token}' if letter is not None else ''}"},
        "priorities": [{"key": key, "name": words[key]} for key in requests.PRIORITIES],
        "questions": [
            {"key": one.key, "label": one.said(language), "is_required": one.is_required, "is_long": one.is_long,
             "text": said.get(one.key, "")}
            for one in request_forms.questions(row)
        ],
    }  # fmt: skip
    return draw("request", told, language, status)


def _choose(request: HttpRequest, token: str) -> HttpResponse:
    letter = _letter(token)
    language = languages.of(request, letter)
    words, is_vi = WORDS[language], language == "vi"
    forms = [
        {"url": f"/request/{row.slug}{f'?l={token}' if letter else ''}", "title": (row.title_vi if is_vi else "") or row.title,
         "intro": (row.intro_vi if is_vi else "") or row.intro}
        for row in request_forms.open_forms()
    ]  # fmt: skip
    title = words["index"] if forms else words["none"]
    return draw(
        "requests", {"t": {"title": title, "text": "" if forms else words["none_text"]}, "forms": forms}, language
    )


def _letter(token: str) -> Letter | None:
    """The letter of a personal link; a token that is none is as if there were none."""
    try:
        return reply.of("request", token) if token else None
    except PerenniaError:
        return None


def _person(letter: Letter | None) -> tuple[To | None, str]:
    """Whom the letter went to, and the zone days are meant in."""
    house = rules.house(rules.conduct())
    if letter is None:
        return None, house.zone
    to = reply.person(letter, house)
    return to, to.zone
