"""Takes the answer to a survey from the link in its letter, as an event of the contact who was asked. Once for a letter."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Literal

from django.db import transaction

from perennia.core import happiness
from perennia.core.error import Invalid
from perennia.core.event import Properties
from perennia.feedback.models import Answer
from perennia.ingest import store
from perennia.ingest.row import REPORTS, Body, Row, encode
from perennia.messages.reply import Letter, WrongLink

Survey = Literal["happiness", "nps", "affiliate"]
LONGEST_TEXT = 2000
LEVELS = {name.lower().replace(" ", "_"): name for name in happiness.NAMES}
DECISIONS = {"yes": "Joined", "no": "Declined"}
SCORES = tuple(str(number) for number in range(11))

CHOICES: Mapping[Survey, Collection[str]] = {"happiness": LEVELS, "nps": SCORES, "affiliate": DECISIONS}
AFFILIATE = "Affiliate"  # Joined, or Declined


def answered(letter: Letter) -> Answer | None:
    """What this letter was answered with, if it was."""
    return Answer.objects.filter(pk=letter.message.id).first()


@transaction.atomic
def answer(letter: Letter, survey: Survey, choice: str, text: str, at: datetime) -> Answer:
    """Keeps the answer. A second one to the same letter changes nothing: the first is given back. Raises Invalid."""
    if choice not in CHOICES[survey]:
        raise Invalid("Choose one of the answers.", field="choice")
    message = letter.message
    if message.contact is None:
        raise WrongLink
    nps = int(choice) if survey == "nps" else None
    level = LEVELS.get(choice) or DECISIONS.get(choice) or happiness.level_of({"nps": nps}) or ""
    words = " ".join(text.replace("\x00", "").split())[:LONGEST_TEXT]
    kept, is_new = Answer.objects.get_or_create(
        message=message.id,
        defaults={"survey": survey, "level": level, "nps": nps, "answered_at": at},
    )
    if is_new:
        said: Properties = {"level": level, "survey": survey, "message": f"{message.partition}-{message.id}"}
        said |= {"nps": nps} if nps is not None else {}
        name = happiness.GIVEN if survey != "affiliate" else f"{AFFILIATE} {level}"
        store.put([_event(name, letter, message.contact, said | ({"text": words} if words else {}), at)])
    return kept


def _event(name: str, letter: Letter, contact: int, said: Properties, at: datetime) -> Row:
    """Something they said, and nothing they did in the product: it is no login."""
    message = letter.message
    return Row(
        customer=message.customer, contact=contact, source=REPORTS, kind="track", name=name,
        message_id=f"message:{message.id}:feedback", at=at, received_at=at, depth=message.depth + 1,
        body=encode(Body(dict(said), {}, {"active": False})),
    )  # fmt: skip
