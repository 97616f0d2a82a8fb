"""Sends a text to whoever wrote it, as a customer's contact would get it. It goes to them alone and counts nowhere."""

from datetime import datetime, timedelta
from uuid import uuid4

import msgspec

from perennia.core.channel import Letter
from perennia.core.event import Properties, Value
from perennia.core.workflow import Text
from perennia.messages import preview, template
from perennia.messages.context import NAMES
from perennia.messages.enqueue import Waiting, enqueue
from perennia.messages.outbox import Message
from perennia.team.models import Member

TEMPLATE = "trial"
SPAN = timedelta(hours=1)
_MARK = {"en": "Test: ", "vi": "Thử: "}


def put(member: Member, workflow: str, language: str, text: Text, customer: int, at: datetime) -> None:
    """Puts it into the outbox. Raises Invalid where the words cannot be read."""
    template.check(text.subject, text.body, NAMES)
    facts: Properties = {
        "member": member.pk, "language": language, "subject": text.subject, "body": text.body, "customer": customer,
    }  # fmt: skip
    enqueue(Waiting(id=uuid4(), home=member.pk, template=TEMPLATE, at=at, facts=facts, span=SPAN, workflow=workflow))


def write(message: Message, member: Member) -> Letter:
    """The letter, addressed to the member, its subject marked. Its links lead nowhere a customer's would."""
    facts = message.facts
    text = Text(_text(facts.get("subject")), _text(facts.get("body")), _text(facts.get("short")))
    language = _text(facts.get("language")) or "en"
    customer = facts.get("customer")
    whose = customer if isinstance(customer, int) else 0
    written, _ = preview.preview(message.workflow, "", language, whose, message.asked_at, text, "transactional")
    subject = f"{_MARK.get(member.language, _MARK['en'])}{written.subject}"[:300]
    return msgspec.structs.replace(written, to=member.email, to_name=member.name, subject=subject)


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""
