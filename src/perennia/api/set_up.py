"""The page of the very first start: who administers this deployment. It is dead once somebody does."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from perennia.api import entering, needs
from perennia.api.origin import origin_of
from perennia.api.session import Session, session_of
from perennia.api.shapes import Given, Text
from perennia.team import set_up, throttle

router = Router()


class Claim(Given):
    """The code that stands in the terminal, and who one is."""

    code: Annotated[str, Field(max_length=60)]
    organisation: Text
    name: Text
    email: Annotated[str, Field(max_length=254)]
    password: Annotated[str, Field(max_length=200)]


@router.post("", auth=needs.OPEN, response=Session)
def claim(request: HttpRequest, given: Claim) -> Session:
    """Makes the first administrator and signs them in."""
    entering.refuse_strangers(request)
    throttle.use("set_up", origin_of(request))
    member = set_up.claim(given.code, given.name, given.email, given.password, given.organisation)
    entering.enter(request, member)
    return session_of(request, member)
