"""What a score is made of, and what people say: a customer's points entry by entry, and its feedback."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from perennia.api import needs
from perennia.api.customers import router
from perennia.api.needs import Needs
from perennia.api.paging import Page, Window, cursor_of, mark_of
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Cursor, Id, Named, NamedWorkflow, named
from perennia.core import happiness
from perennia.customers import ledger, names, queries
from perennia.feedback import queries as feedback
from perennia.workflows import titles


class WantedPoints(Window):
    """Whose entries."""

    contact: Annotated[Id | None, Field(description="One contact's; left out, the customer's and all contacts'.")] = (
        None
    )


class EntryOut(Schema):
    """One entry of the ledger."""

    id: str
    points: int
    reason: str
    at: datetime
    contact: Named | None
    workflow: NamedWorkflow | None
    event_id: str | None
    corrects: Annotated[bool, Field(description="Puts earlier entries right after a rule was changed.")]


class Ledger(Schema):
    """A page of the ledger."""

    items: list[EntryOut]
    next_cursor: Cursor


class FeedbackOut(Schema):
    """What somebody said."""

    id: str
    at: datetime
    contact: Named | None
    level: str
    nps: int | None
    text: str
    was_asked: Annotated[bool, Field(description="By the link of a letter, not by themselves.")]


class Happiness(Schema):
    """How happy a customer is: the level its contacts' mean lies nearest to."""

    level: str
    mean: int
    contacts: int


class Feedback(Schema):
    """A page of feedback."""

    items: list[FeedbackOut]
    next_cursor: Cursor
    now: Happiness | None


@router.get("/{int:customer_id}/points", auth=Needs(Permission.CUSTOMER_READ), response=Ledger)
def points(request: HttpRequest, customer_id: Id, wanted: Query[WantedPoints]) -> Ledger:
    """Every entry behind the score, the latest first. Those of billing only for who may see revenue."""
    caller = needs.caller(request)
    queries.customer(customer_id)
    name = f"points.{customer_id}.{wanted.contact}"
    rows = ledger.page(
        customer_id, wanted.contact, mark_of(wanted, name), wanted.limit + 1,
        with_billing=caller.can(Permission.REVENUE_READ),
    )  # fmt: skip
    shown = rows[: wanted.limit]
    people, called = names.contacts(row.contact for row in shown), titles.titles()
    items = [
        EntryOut(
            id=f"{row.partition}-{row.key}",
            points=row.points,
            reason=row.words(caller.language),
            at=row.at,
            contact=named(row.contact, people.get(row.contact, "")) if row.contact is not None else None,
            workflow=NamedWorkflow(key=row.workflow, name=titles.name(row.workflow, caller.language, called))
            if row.workflow
            else None,
            event_id=row.event_id,
            corrects=row.times == 0,
        )
        for row in shown
    ]
    return Ledger(items=items, next_cursor=cursor_of(shown[-1].mark if len(rows) > len(shown) else None, name))


@router.get("/{int:customer_id}/feedback", auth=Needs(Permission.EVENT_READ), response=Feedback)
def given(request: HttpRequest, customer_id: Id, window: Page) -> Feedback:
    """What its contacts said of their happiness, the latest first."""
    queries.customer(customer_id)
    name = f"feedback.{customer_id}"
    rows = feedback.of_customer(customer_id, mark_of(window, name), window.limit + 1)
    shown = rows[: window.limit]
    people = names.contacts(row.contact for row in shown)
    items = []
    for row in shown:
        said = row.said()
        text = said.get("text")
        items.append(
            FeedbackOut(
                id=row.event_id,
                at=row.at,
                contact=named(row.contact, people.get(row.contact, "")) if row.contact is not None else None,
                level=feedback.level(said),
                nps=happiness.nps_of(said),
                text=text if isinstance(text, str) else "",
                was_asked="survey" in said,
            )
        )
    last = shown[-1].mark if len(rows) > len(shown) else None
    return Feedback(items=items, next_cursor=cursor_of(last, name), now=_now(customer_id))


def _now(customer_id: int) -> Happiness | None:
    total, number = queries.profile(customer_id).felt
    if not number:
        return None
    return Happiness(level=happiness.nearest(total / number), mean=round(total / number), contacts=number)
