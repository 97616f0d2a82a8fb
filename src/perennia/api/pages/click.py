"""Leads a reader on to the address that stood in their letter, and nowhere else."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from perennia.api.pages import language as languages
from perennia.api.pages.page import wrong_link
from perennia.host import clock
from perennia.messages import reply
from perennia.messages.reply import WrongLink


@require_safe
def click(request: HttpRequest, token: str) -> HttpResponse:
    """Goes on to the address."""
    try:
        letter = reply.of("click", token)
        target = reply.follow(letter, clock.now())
    except WrongLink:
        return wrong_link(languages.of(request))
    answer = HttpResponse(status=302)
    answer.headers["Location"] = target
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
