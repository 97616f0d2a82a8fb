"""The local mailbox: what was delivered on this machine in place of leaving it."""

import re
from datetime import datetime
from typing import Annotated

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from perennia.api import customer_links, needs
from perennia.api.message_shapes import Mail, Mailbox, MailDetail
from perennia.api.messages import sees_accounts, workflow_named
from perennia.api.needs import Needs
from perennia.api.paging import Window, cursor_of, mark_of
from perennia.api.permissions import Permission
from perennia.api.shapes import Id, named
from perennia.customers.models import Customer
from perennia.messages import queries
from perennia.messages.models import MailboxMessage
from perennia.messages.queries import Audience
from perennia.messages.read import mark_read

router = Router()
READ = Needs(Permission.MESSAGE_READ)
# The frame around a letter: nothing runs, nothing is fetched, nothing knows where it is.
FRAME = "; ".join(
    ["default-src 'none'", "style-src 'unsafe-inline'", "img-src data:", "base-uri 'none'", "form-action 'none'",
     "frame-ancestors 'self'", "sandbox allow-popups allow-popups-to-escape-sandbox"]
)  # fmt: skip
_HEAD = re.compile(r"<head>", re.IGNORECASE)


class Wanted(Window):
    """Which messages."""

    q: Annotated[str | None, Field(max_length=200, description="Subject, name or address.")] = None
    audience: Audience | None = None


@router.get("", auth=READ, response=Mailbox, by_alias=True)
def listing(request: HttpRequest, wanted: Query[Wanted]) -> Mailbox:
    """What was delivered, the latest first, a page at a time."""
    mark = mark_of(wanted, "mailbox")
    rows = queries.mailbox(wanted.audience, wanted.q, private=sees_accounts(request))
    page = rows
    if mark is not None:
        at, id = datetime.fromisoformat(str(mark[0])), int(str(mark[1]))
        page = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=id))
    found = list(page[: wanted.limit + 1])
    shown = found[: wanted.limit]
    last = (shown[-1].at, shown[-1].pk) if len(found) > len(shown) else None
    customers = dict(Customer.objects.filter(pk__in={row.customer_id for row in shown}).values_list("pk", "name"))
    return Mailbox(
        items=[_item(row, customers, needs.language(request)) for row in shown],
        next_cursor=cursor_of(last, "mailbox"),
        total=rows.count(),
        unread=rows.filter(is_read=False).count(),
    )


@router.get("/{int:mail_id}", auth=READ, response=MailDetail, by_alias=True)
def read(request: HttpRequest, mail_id: Id) -> MailDetail:
    """One message with its words; from now on it counts as read."""
    row = queries.delivered(mail_id, private=sees_accounts(request))
    mark_read(row)
    letter = queries.sent(row.partition, row.message)
    customers = dict(Customer.objects.filter(pk=row.customer_id or 0).values_list("pk", "name"))
    item = _item(row, customers, needs.language(request))
    headers = [(name, customer_links.told(request, value)) for name, value in letter.headers]
    return MailDetail(
        **item.model_dump(), html=customer_links.told(request, letter.html), text=customer_links.told(request, letter.text),
        headers=headers, calendar=letter.calendar if customer_links.may_follow(request) else "",
    )  # fmt: skip


@router.get("/{int:mail_id}/body", auth=READ)
def body(request: HttpRequest, mail_id: Id) -> HttpResponse:
    """The letter itself, for a sandboxed frame."""
    row = queries.delivered(mail_id, private=sees_accounts(request))
    html = customer_links.told(request, queries.sent(row.partition, row.message).html)
    answer = HttpResponse(_HEAD.sub('<head><base target="_blank">', html, count=1))
    answer.headers["Content-Security-Policy"] = FRAME
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _item(row: MailboxMessage, customers: dict[int, str], language: str) -> Mail:
    customer = customers.get(row.customer_id or 0)
    return Mail(
        id=str(row.pk),
        at=row.at,
        sender=row.from_address,
        to=row.to_address,
        to_name=row.to_name or None,
        subject=row.subject,
        snippet=row.snippet,
        audience="team" if row.audience == "team" else "customer",
        customer=named(row.customer_id, customer) if customer else None,
        workflow=workflow_named(row.workflow, language),
        is_read=row.is_read,
    )
