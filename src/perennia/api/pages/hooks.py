"""Where providers post what became of our messages and what people wrote. Stored before it is answered."""

from django.core.exceptions import RequestDataTooBig
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from perennia.core.channel import Incoming
from perennia.core.error import PerenniaError
from perennia.core.source import Post
from perennia.host import clock
from perennia.ingest.receive import NotStored
from perennia.integrations import take
from perennia.messages import hear, rules

AGAIN = "30"  # seconds


@csrf_exempt  # the provider's signature or password is the proof; there is no session
@require_http_methods(["GET", "HEAD", "POST"])
def hook(request: HttpRequest, medium: str) -> HttpResponse:
    """Takes one post. A GET says only that the address is right: some providers look before they post."""
    if request.method != "POST":
        return _said("", 200)
    house = rules.house(rules.conduct())
    headers = {name.lower(): value for name, value in request.headers.items()}
    incoming = Incoming(f"{house.url}{request.get_full_path()}", headers, request.body, clock.now())
    try:
        heard = hear.hear(medium, incoming, house)
    except PerenniaError as wrong:
        return _said(wrong.detail, wrong.status)
    return _said(heard.reply, 200, heard.content_type)


@csrf_exempt  # the signature is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def integration(request: HttpRequest, address: str) -> HttpResponse:
    """Takes one post of another program. What is answered with 200 is stored; with 503 it has to be sent again."""
    if request.method != "POST":
        return _said("", 200)
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        kept = take.take(address, Post(headers, _body(request), clock.now()))
    except PerenniaError as wrong:
        answer = _said(wrong.detail, wrong.status)
        if isinstance(wrong, NotStored):
            answer.headers["Retry-After"] = AGAIN
        return answer
    except DatabaseError:
        connection.close()
        answer = _said((NotStored.__doc__ or "").strip(), 503)
        answer.headers["Retry-After"] = AGAIN
        return answer
    return _said(kept.state, 200)


def _body(request: HttpRequest) -> bytes:
    try:
        return request.body
    except RequestDataTooBig:
        raise take.TooLarge from None


def _said(text: str, status: int, kind: str = "text/plain") -> HttpResponse:
    answer = HttpResponse(text, status=status, content_type=f"{kind}; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    return answer
