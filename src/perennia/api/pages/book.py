"""Books a session, or moves one: a day, a time, then who one is. A GET changes nothing."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from perennia.api.origin import origin_of
from perennia.api.pages import calendar_words, month, visit
from perennia.api.pages.book_words import WORDS
from perennia.api.pages.page import draw, read
from perennia.api.pages.visit import Visit
from perennia.core.error import Conflict, Invalid, PerenniaError
from perennia.host import clock
from perennia.sessions import book as books
from perennia.sessions import free, link, queries, questions
from perennia.sessions import move as moves
from perennia.sessions.book import SlotTaken, Wanted
from perennia.sessions.free import Free
from perennia.sessions.models import Kind, SessionType
from perennia.sessions.queries import NoSessionType
from perennia.team import throttle
from perennia.team.throttle import TooManyUses

SCRIPT = "/book/zone.js"
TRAP = "fax_number"  # no visitor sees it, so whoever fills it in is a machine
_KEPT = (TRAP, "name", "email", "reason")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What can be booked."""
    return _choose(visit.of(request), queries.open_types())


@require_safe
def personal(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a letter: knows who comes. What is about a feature offers its walkthrough."""
    here, types = visit.of(request, token), queries.open_types()
    walks = [one for one in types if one.kind == Kind.WALKTHROUGH]
    fitting = walks if here.goals and walks else types
    if len(fitting) == 1:
        return _see_other(f"/book/{fitting[0].slug}{here.query()}")
    return _choose(here, types)


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """The few lines that know the browser's zone."""
    answer = HttpResponse(read("zone.js"), content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


@csrf_exempt  # anybody may book, and there is no session
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, slug: str) -> HttpResponse:
    """The days and times, the form, or what became of it."""
    here = visit.of(request)
    try:
        kind = here.booking.type if here.booking is not None else queries.open_type(slug)
    except NoSessionType:
        return _nothing(here, 404)
    if request.method != "POST":
        return _times(here, kind) if here.at is None else _form(here, kind, {})
    return _take(request, here, kind)


def _take(request: HttpRequest, here: Visit, kind: SessionType) -> HttpResponse:
    said = {name: text for name, text in request.POST.items() if isinstance(text, str)}
    words = WORDS[here.language]
    try:
        throttle.use("book", origin_of(request))
    except TooManyUses:
        return _form(here, kind, said, words["wrong_slow"], 429)
    if said.get(TRAP):
        return _form(here, kind, {**said, TRAP: ""}, words["wrong_hidden"], 422)
    if here.at is None:
        return _times(here, kind, words["wrong_at"], 422)
    try:
        return _see_other(_done(here, kind, said, here.at))
    except SlotTaken:
        return _times(here, kind, words["wrong_slot_taken"], 409)
    except Invalid as wrong:
        return _form(here, kind, said, _why(wrong, kind, here.language), 422, wrong.field or "")
    except Conflict as wrong:
        return _form(here, kind, said, words.get(f"wrong_{wrong.code}", wrong.detail), wrong.status)


def _done(here: Visit, kind: SessionType, said: Mapping[str, str], at: datetime) -> str:
    """Books or moves; gives where one sees it."""
    now = clock.now()
    if here.booking is not None:
        kept = moves.move(here.booking.pk, at, now, reason=said.get("reason", ""))
        return f"/{link.PATH}/m/{link.token(kept)}?new=moved"
    person = here.person
    wanted = Wanted(
        starts_at=at, name=person.name if person else said.get("name", ""),
        email=person.address if person else said.get("email", ""), zone=here.zone, language=here.language,
        answers={name.removeprefix("q_"): text for name, text in said.items() if name.startswith("q_")}, goals=here.goals,
        whose=here.whose if person else None,
    )  # fmt: skip
    return f"/{link.PATH}/m/{link.token(books.book(kind, wanted, now))}?new=booked"


def _times(here: Visit, kind: SessionType, wrong: str = "", status: int = 200) -> HttpResponse:
    """The days of a month that have a free time, and the times of one of them."""
    now = clock.now()
    shown = month.of(here, now, kind.ahead_days)
    times = _free(here, kind, now, *shown.spans(here.here))
    if here.month is None and here.day is None and not times:
        # The first time that is free may lie in a month to come.
        later = _free(here, kind, now, now, now + timedelta(days=kind.ahead_days))
        if later:
            shown = month.Month(min(later).astimezone(here.here).date().replace(day=1), shown.first, shown.last)
            times = _free(here, kind, now, *shown.spans(here.here))
    words = _page_words(here, kind)
    asked = {**words, **month.drawn(here, shown, times), "wrong": wrong}
    return draw("book", asked, here.language, status, SCRIPT)


def _form(
    here: Visit, kind: SessionType, said: Mapping[str, str], wrong: str = "", status: int = 200, field: str = ""
) -> HttpResponse:
    """Who one is, and what is asked beside."""
    if here.at is None:
        return _times(here, kind, wrong, status)
    ends_at = here.at + timedelta(minutes=kind.minutes)
    day = here.at.astimezone(here.here).date().isoformat()
    asked = [
        {"name": f"q_{one.key}", "label": one.said(here.language), "kind": one.kind, "is_required": one.is_required,
         "text": said.get(f"q_{one.key}", ""), "is_wrong": field == one.key, "longest": questions.LONGEST[one.kind]}
        for one in (questions.of(kind.questions) if here.booking is None else [])
    ]  # fmt: skip
    words = {
        **_page_words(here, kind), "at": here.at.isoformat(), "wrong": wrong, "field": field, "questions": asked,
        "time": calendar_words.whole(here.at, ends_at, here.here, here.language), "back": here.query(d=day),
        "said": {name: said.get(name, "") for name in _KEPT}, "kept": {**here.kept(), "z": here.zone}, "trap": TRAP,
    }  # fmt: skip
    return draw("book_form", words, here.language, status)


def _page_words(here: Visit, kind: SessionType) -> dict[str, object]:
    words, language = WORDS[here.language], here.language
    title = kind.said("title", language)
    booking = here.booking
    if booking is not None:
        title = words["move_title"].format(session=title)
        now_at = calendar_words.whole(booking.starts_at, booking.ends_at, here.here, language)
    other = "en" if language == "vi" else "vi"
    zones = visit.zones() if here.zone in visit.zones() else (here.zone, *visit.zones())
    return {
        "t": {**words, "title": title}, "about": kind.said("about", language), "minutes": words["minutes"].format(n=kind.minutes),
        "place": kind.place or (words["video"] if kind.url else ""),
        "for": words["for"].format(name=here.person.name) if here.person is not None and booking is None else "",
        "anonymous": f"/book/{kind.slug}", "moving": words["move_from"].format(time=now_at) if booking is not None else "",
        "is_known": here.person is not None or booking is not None, "is_move": booking is not None,
        "zone": here.zone, "zones": [{"key": one, "name": calendar_words.place(one)} for one in zones],
        "zone_name": calendar_words.place(here.zone),
        "is_guessed": here.is_guessed, "kept": {name: text for name, text in here.kept().items() if name != "z"},
        "other": {"code": other, "href": here.query(lang=other, d=here.day.isoformat() if here.day else "")},
    }  # fmt: skip


def _free(here: Visit, kind: SessionType, now: datetime, first: datetime, until: datetime) -> Free:
    return free.free(kind, free.hosts(kind), now, max(first, now), until, but=here.booking)


def _choose(here: Visit, types: list[SessionType]) -> HttpResponse:
    if not types:
        return _nothing(here, 200)
    words = WORDS[here.language]
    listed = [
        {"title": one.said("title", here.language), "about": one.said("about", here.language),
         "minutes": words["minutes"].format(n=one.minutes), "href": f"/book/{one.slug}{here.query()}"}
        for one in types
    ]  # fmt: skip
    told = {"t": {**words, "title": words["choose"]}, "types": listed}
    return draw("book_types", told, here.language)


def _nothing(here: Visit, status: int) -> HttpResponse:
    words = WORDS[here.language]
    return draw("said", {"t": {"title": words["nothing"], "text": words["nothing_text"]}}, here.language, status)


def _why(wrong: PerenniaError, kind: SessionType, language: str) -> str:
    """What is wrong, in the visitor's words."""
    words, field = WORDS[language], wrong.field or ""
    label = next((one.said(language) for one in questions.of(kind.questions) if one.key == field), "")
    if label:
        return words["wrong_not_answered" if wrong.code == "not_answered" else "wrong_phone"].format(label=label)
    return words.get(f"wrong_{wrong.code}") or words.get(f"wrong_{field}", wrong.detail)


def _see_other(target: str) -> HttpResponse:
    answer = HttpResponseRedirect(target, status=303)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
