"""Writes some of the letters a rehearsal would have sent, with what was known of their reader then."""

from uuid import UUID

from perennia.core import partition
from perennia.core.channel import of_medium
from perennia.core.error import Invalid
from perennia.core.outcome import MessageRow
from perennia.core.standing import Standing
from perennia.core.workflow import Plan
from perennia.messages import letter as letters
from perennia.messages import words
from perennia.messages.outbox import Message
from perennia.messages.recipients import Known, kind_of
from perennia.messages.rules import House, country
from perennia.workflows.rehearsal.post import Letter
from perennia.workflows.rehearsal.tell import Sample

MOST = 12
A_TEMPLATE = 4  # samples of one text, so that each of several is seen


class Samples:
    """Writes the first of each text. Called with a letter that would have been sent; gives None where there are enough."""

    def __init__(self, plan: Plan, house: House, already: int) -> None:
        self._plan = plan
        self._house = house
        self._country = country()
        self._left = MOST - already
        self._written: dict[str, int] = {}
        self._edits = words.edited([plan.key])

    def __call__(self, letter: Letter, standing: Standing) -> Sample | None:
        row, contact = letter.row, letter.contact
        if self._left <= 0 or contact is None or self._written.get(row.template, 0) >= A_TEMPLATE:
            return None
        known = Known(standing.profiles, {})
        to = letters.to(contact, known, self._house, kind_of(row.channel), self._country)
        plain = self._plan.definition.text
        text = self._edits.before(self._plan.key, row.template, to.language, lambda one: plain(row.template, one))
        if text is None:
            return None
        try:
            written = letters.write(_message(row, contact), text, to, known, self._house)
        except Invalid:  # the builder says so of the text itself
            return None
        self._left -= 1
        self._written[row.template] = self._written.get(row.template, 0) + 1
        channel = of_medium(row.channel)
        html = "" if channel is not None and channel.is_short else written.html
        return Sample(letter.at, row.customer, contact, to.address, row.template, written.subject, written.text, html)


def _message(row: MessageRow, contact: int) -> Message:
    return Message(
        partition.of(row.customer), UUID(int=0), row.customer, contact, row.role, "customer", row.channel, row.workflow,
        None, row.enrolment, row.step, row.template, row.topic, row.priority, "queued", "", row.asked_at, row.expires_at,
        row.asked_at, 0, row.depth, row.facts,
    )  # fmt: skip
