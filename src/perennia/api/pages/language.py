"""Which language a reader without an account gets: the one they pressed, the contact's, else the browser's, else the organisation's."""

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from perennia.messages import reply, rules
from perennia.messages.reply import Letter

SPOKEN = ("en", "vi")


def of(request: HttpRequest, found: Letter | None = None) -> str:
    """The language, one of SPOKEN."""
    if (asked := request.GET.get("lang")) in SPOKEN:  # pressed on the page
        return asked
    house = rules.house(rules.conduct())
    if found is not None:
        return reply.person(found, house).language
    for tag, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:200]):
        if tag[:2] in SPOKEN:
            return tag[:2]
    return house.language if house.language in SPOKEN else "en"
