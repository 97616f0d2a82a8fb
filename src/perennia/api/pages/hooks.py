"""Where providers post what became of our messages and what people wrote. Stored before it is answered."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from perennia.core.channel import Incoming
from perennia.core.error import PerenniaError
from perennia.host import clock
from perennia.messages import hear, rules


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


def _said(text: str, status: int, kind: str = "text/plain") -> HttpResponse:
    answer = HttpResponse(text, status=status, content_type=f"{kind}; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    return answer
