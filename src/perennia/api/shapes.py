"""Small shapes that many answers share."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, StringConstraints

from perennia.api.schema import Schema

Cursor = Annotated[str | None, Field(description="Send it back as `cursor` for the next page; null on the last.")]
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]


# One line as people write it: no control characters, which no field of ours means anything by.
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$")]
Text = Annotated[Line, StringConstraints(min_length=1, max_length=200)]


def _in_our_time(at: datetime) -> datetime:
    if not 1970 <= at.year <= 2100:
        raise ValueError("give a moment between 1970 and 2100")
    return at


Moment = Annotated[AwareDatetime, AfterValidator(_in_our_time)]
# Several lines as people write them; only the line feed of all control characters.
Lines = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=4000, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")
]


class Given(Schema):
    """What a caller sends. A field that is not known is refused, for it may be a misspelt one."""

    model_config = ConfigDict(extra="forbid")


class Money(Schema):
    """An amount; as text, so that no cent is lost on the way."""

    amount: str
    currency: str


class Named(Schema):
    """Somebody or something with a number and a name."""

    id: int
    name: str


class NamedWorkflow(Schema):
    """A workflow by its key."""

    key: str
    name: str


class Accepted(Schema):
    """The change is stored and will be done in its turn; the engine did not answer within two seconds.

    `id`: of what is being made, where something is.
    """

    accepted: bool = True
    id: int | None = None


def money(amount: Decimal | None, currency: str) -> Money | None:
    """An amount with its currency, or None."""
    return None if amount is None else Money(amount=f"{amount:.2f}", currency=currency)


def named(id_: int | None, name: str | None) -> Named | None:
    """Somebody, or None where there is nobody."""
    return None if id_ is None else Named(id=id_, name=name or "")


def iso(at: datetime | None) -> str | None:
    """A moment as text."""
    return at.isoformat() if at is not None else None
