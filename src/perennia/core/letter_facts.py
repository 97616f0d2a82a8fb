"""What a message carries from whoever asks for it to whoever writes it. It is kept with the message as JSON under these names.

Who writes a key that is not here is told by the type checker; who reads what an older release kept finds what it knows.
"""

import msgspec

from perennia.core.calendar_entry import CalendarEntry
from perennia.core.conduct import HoursOfDay
from perennia.core.event import Properties


class Recipient(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who gets it, where the message itself knows better than the record: they have just told us."""

    address: str = ""
    name: str = ""
    language: str = ""
    zone: str = ""


class Outside(msgspec.Struct, frozen=True):
    """A template its provider keeps, and what is put into it by name."""

    template: str = ""
    values: dict[str, str] = {}


class Noticed(msgspec.Struct, frozen=True, omit_defaults=True):
    """One notice in a letter to the team. `lines`: what it says below its sentence."""

    text: str = ""
    at: str = ""
    customer: int | None = None
    kind: str = ""
    lines: tuple[str, ...] = ()


class LetterFacts(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """All of it; what is not said keeps its default and is not stored. `wrong`: it could not be read, and why."""

    # a workflow's: the run that asked for it, the event that let that in, what the step wants
    enrolment: str = ""
    subject: str = ""
    event: Properties = msgspec.field(default_factory=dict)
    if_unsent: str = ""
    fallback: tuple[str, ...] = ()
    hours: HoursOfDay = "any"
    outside: Outside | None = None
    # an invitation's
    to: Recipient | None = None
    calendar: CalendarEntry | None = None
    # for the team: whom it tells, and what
    member: int | None = None
    kind: str = ""
    notices: tuple[Noticed, ...] = ()
    digest: str = ""
    wrong: str = ""


class AccountFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Mail about somebody's account here. `account`: what about; `path`: its link, encrypted."""

    account: str
    to: str
    name: str
    language: str
    path: str
    by: str = ""


class TrialFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A text sent to whoever wrote it, as this customer's contact would get it."""

    member: int
    subject: str
    body: str
    short: str = ""
    language: str = "en"
    customer: int = 0


OwnFacts = AccountFacts | TrialFacts
# Letters to the team that are no notices, by the template they go under.
ACCOUNT, TRIAL = "account", "trial"
_OWN: dict[str, msgspec.json.Decoder[AccountFacts] | msgspec.json.Decoder[TrialFacts]] = {
    ACCOUNT: msgspec.json.Decoder(AccountFacts), TRIAL: msgspec.json.Decoder(TrialFacts),
}  # fmt: skip
_decode = msgspec.json.Decoder(LetterFacts).decode


def read(kept: str, audience: str, template: str) -> tuple[LetterFacts, OwnFacts | None]:
    """What was kept with a message; a letter of its own kind has facts of its own."""
    try:
        if audience == "team" and template in _OWN:
            own = _OWN[template].decode(kept)
            return LetterFacts(member=own.member if isinstance(own, TrialFacts) else None), own
        return _decode(kept), None
    except msgspec.ValidationError as wrong:  # one that cannot be read must not hold up the others of its batch
        return LetterFacts(wrong=str(wrong)[:200]), None
