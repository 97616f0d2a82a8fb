"""The organisation as it shows itself, and how it is described."""

from datetime import datetime
from typing import Annotated, Literal

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from ninja import File, Router, UploadedFile
from pydantic import Field

from perennia.api import needs
from perennia.api.needs import Needs
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Given, Text
from perennia.core.error import Invalid
from perennia.host import clock
from perennia.messages import rules
from perennia.team import house
from perennia.team.models import organisation
from perennia.workflows import publish

router = Router()
MANAGE = Needs(Permission.ORGANISATION_MANAGE)
Spans = dict[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], list[list[str]]]


class Described(Schema):
    """The organisation with all that is set. `address`: where links of its mails lead; `now`: the time there."""

    name: str
    zone: str
    language: str
    currency: str
    public_url: str
    address: str
    brand_colour: str
    legal_address: str
    business_hours: dict[str, list[list[str]]]
    historical_after_hours: int
    keep_log_days: int
    keep_history_days: int = Field(description="0: for ever.")
    has_logo: bool
    now: datetime


class HouseChange(Given):
    """What to change; what is left out stays."""

    name: Text | None = None
    zone: Annotated[str | None, Field(max_length=64)] = None
    language: Literal["en", "vi"] | None = None
    currency: Annotated[str | None, Field(max_length=3)] = None
    public_url: Annotated[str | None, Field(max_length=300)] = None
    brand_colour: Annotated[str | None, Field(max_length=7)] = None
    legal_address: Annotated[str | None, Field(max_length=1000, pattern=r"^[^\x00]*$")] = None
    business_hours: Spans | None = None
    historical_after_hours: Annotated[int | None, Field(ge=1, le=24 * 365)] = None
    keep_log_days: int | None = None
    keep_history_days: Annotated[int | None, Field(description="0: for ever.")] = None


@router.get("", auth=MANAGE, response=Described)
def read(request: HttpRequest) -> Described:
    """What is set of the organisation."""
    row = organisation()
    address = rules.house(rules.conduct()).url
    fields = {name: getattr(row, name) for name in house.FIELDS}
    return Described(**fields, address=address, has_logo=bool(row.brand_logo), now=clock.now())


@router.patch("", auth=MANAGE, response=Described)
def change(request: HttpRequest, given: HouseChange) -> Described:
    """Describes the organisation; days, months and quiet hours are those of its zone from now on."""
    with transaction.atomic():
        house.describe(given.model_dump(exclude_none=True), needs.caller(request).member, clock.now())
        if given.business_hours is not None:
            publish.changed()  # the engine goes by them
    return read(request)


@router.get("/logo", auth=needs.OPEN)
def logo(request: HttpRequest) -> HttpResponse:
    """The logo, for the sign-in page and the portal. Checked when it was taken; shown as a picture and nothing else."""
    content = bytes(organisation().brand_logo)
    kind = house.kind(content)
    if kind is None:
        raise Http404
    headers = {"Content-Security-Policy": "default-src 'none'", "Cache-Control": "public, max-age=300"}
    return HttpResponse(content, content_type=kind, headers=headers)


@router.post("/logo", auth=MANAGE, response=Described)
def set_logo(request: HttpRequest, file: File[UploadedFile]) -> Described:
    """Takes a PNG, JPEG or WebP picture of at most 200 KB as the logo."""
    if (file.size or 0) > house.LARGEST_LOGO:
        raise Invalid(f"The picture is too large; at most {house.LARGEST_LOGO // 1024} KB.", field="file")
    house.keep_logo(file.read(), needs.caller(request).member, clock.now())
    return read(request)


@router.delete("/logo", auth=MANAGE, response=Described)
def remove_logo(request: HttpRequest) -> Described:
    """Takes the logo away."""
    house.keep_logo(b"", needs.caller(request).member, clock.now())
    return read(request)
