"""Sends a text to whoever wrote it, as a customer's contact would get it. It goes to them alone and counts nowhere."""

from datetime import datetime, timedelta
from uuid import uuid4

import msgspec

from perennia.core.channel import Letter
from perennia.core.letter_facts import TRIAL, TrialFacts
from perennia.core.workflow import Text
from perennia.messages import preview, template
from perennia.messages.context import NAMES
from perennia.messages.enqueue import Waiting, enqueue
from perennia.messages.outbox import Message
from perennia.team.models import Member

TEMPLATE = TRIAL
SPAN = timedelta(hours=1)
_MARK = {"en": "Test: ", "vi": "Thử: "}


def put(member: Member, workflow: str, language: str, text: Text, customer: int, at: datetime) -> None:
    """Puts it into the outbox. Raises Invalid where the words cannot be read."""
    template.check(text.subject, text.body, NAMES)
    facts = TrialFacts(member=member.pk, language=language, subject=text.subject, body=text.body, customer=customer)
    enqueue(Waiting(id=uuid4(), home=member.pk, template=TEMPLATE, at=at, facts=facts, span=SPAN, workflow=workflow))


def write(message: Message, facts: TrialFacts, member: Member) -> Letter:
    """The letter, addressed to the member, its subject marked. Its links lead nowhere a customer's would."""
    text = Text(facts.subject, facts.body, facts.short)
    written, _ = preview.preview(
        message.workflow, "", facts.language, facts.customer, message.asked_at, text, "transactional"
    )
    subject = f"{_MARK.get(member.language, _MARK['en'])}{written.subject}"[:300]
    return msgspec.structs.replace(written, to=member.email, to_name=member.name, subject=subject)
