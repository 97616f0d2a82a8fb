"""The one switch that stops all sending, with what waits behind it."""

from django.http import HttpRequest
from ninja import Router

from perennia.api import needs
from perennia.api.message_shapes import Sending, SendingIn
from perennia.api.needs import Needs
from perennia.api.permissions import Permission
from perennia.host import clock
from perennia.messages import queries, stop
from perennia.team.models import Member

router = Router()


@router.get("", auth=Needs(Permission.MESSAGE_READ), response=Sending)
def read(request: HttpRequest) -> Sending:
    """Whether sending is stopped, since when, by whom, and what waits."""
    return _sending()


@router.post("", auth=Needs(Permission.MESSAGE_SEND_ALL), response=Sending)
def switch(request: HttpRequest, given: SendingIn) -> Sending:
    """Stops all sending, or releases it; the time stopped does not count in any message's span."""
    member = needs.caller(request).member
    (stop.stop if given.stopped else stop.release)(clock.now(), member.pk if member is not None else None)
    return _sending()


def _sending() -> Sending:
    found = queries.stopped()
    by = Member.objects.filter(pk=found.started_by or 0).values_list("name", flat=True).first() if found else None
    return Sending(
        stopped=found is not None,
        stopped_at=found.started_at if found else None,
        by=by,
        waiting=queries.waiting(clock.now()),
    )
