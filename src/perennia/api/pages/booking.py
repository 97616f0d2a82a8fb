"""One booking by its own link: when and where it is, a file for the calendar, moving and cancelling. A GET changes nothing."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from perennia.api.origin import origin_of
from perennia.api.pages import calendar_words
from perennia.api.pages import language as languages
from perennia.api.pages.book_words import WORDS
from perennia.api.pages.page import draw, wrong_link
from perennia.core.error import Conflict, NotFound
from perennia.core.hours import zone_of
from perennia.host import clock
from perennia.sessions import calendar, happened, invite, link, queries
from perennia.sessions import cancel as cancels
from perennia.sessions.models import Booking, State
from perennia.team import throttle
from perennia.team.throttle import TooManyUses

_SOON = timedelta(hours=2)  # from then on joining comes before anything else


@csrf_exempt  # the link itself is the secret, and there is no session
@require_http_methods(["GET", "HEAD", "POST"])
def booking(request: HttpRequest, token: str) -> HttpResponse:
    """The page, or the cancelling."""
    found = _of(token)
    if found is None:
        return wrong_link(languages.of(request))
    if request.method != "POST":
        return _page(found, token, request.GET.get("new", ""))
    words = WORDS[_language(found)]
    try:
        throttle.use("book", origin_of(request))
        cancels.cancel(found.pk, clock.now(), reason=request.POST.get("reason", ""))
    except TooManyUses:
        return _page(found, token, wrong=words["wrong_slow"], status=429)
    except Conflict as wrong:
        return _page(found, token, wrong=words.get(f"wrong_{wrong.code}", wrong.detail), status=409)
    return HttpResponseRedirect(request.path, status=303)


@require_safe
def file(request: HttpRequest, token: str) -> HttpResponse:
    """The entry as a file, for calendars that did not take the invitation."""
    found = _of(token)
    if found is None:
        return wrong_link(languages.of(request))
    house = happened.house()
    method: calendar.Method = "CANCEL" if found.state == State.CANCELLED else "PUBLISH"
    entry = calendar.written(method, found, invite.words(found, house, _language(found)), house.name, found.changed_at)
    answer = HttpResponse(entry, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="session.ics"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _of(token: str) -> Booking | None:
    key = link.read(token)
    try:
        return queries.by_key(key) if key is not None else None
    except NotFound:
        return None


def _language(found: Booking) -> str:
    return found.language if found.language in languages.SPOKEN else "en"


def _page(found: Booking, token: str, new: str = "", wrong: str = "", status: int = 200) -> HttpResponse:
    language, now = _language(found), clock.now()
    words = WORDS[language]
    about = happened.about(found, language, happened.house())
    is_open = found.state == State.BOOKED and not found.is_over(now)
    zone = zone_of(found.zone)
    told = {
        "t": {**words, "title": words[_title(found, new, now)]}, "session": about["session"], "wrong": wrong,
        "text": words["booked_text"].format(email=found.email) if new and is_open else _text(found, now, words),
        "time": calendar_words.whole(found.starts_at, found.ends_at, zone, language), "zone": calendar_words.place(found.zone),
        "host": found.host.name, "place": found.type.place, "url": about.get("url", "") if is_open else "",
        "is_soon": found.starts_at - now < _SOON,
        "agenda": about.get("agenda", ""), "prepare": about.get("prepare", ""), "is_open": is_open,
        "file": f"/{link.PATH}/m/{token}/session.ics", "move": f"/{link.PATH}/{found.type.slug}?b={token}",
        "again": f"/{link.PATH}/{found.type.slug}" if found.type.is_active else f"/{link.PATH}",
    }  # fmt: skip
    return draw("booking", told, language, status)


def _title(found: Booking, new: str, now: datetime) -> str:
    if found.state != State.BOOKED:
        return str(found.state)
    if found.is_over(now):
        return "over"
    return new if new in ("booked", "moved") else "yours"


def _text(found: Booking, now: datetime, words: dict[str, str]) -> str:
    if found.state == State.CANCELLED:
        return words["cancelled_text"]
    return words["over_text"] if found.is_over(now) or found.state != State.BOOKED else ""
