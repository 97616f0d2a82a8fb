"""Posts to places of the team: a Slack or Teams channel, a webhook, a member's own Slack. No consent, caps or quiet hours,
but stop all holds them."""

from collections.abc import Sequence
from html import escape

from perennia.core.channel import Letter
from perennia.core.error import Invalid
from perennia.core.event import Properties
from perennia.core.letter_facts import Noticed
from perennia.messages import layout, letter, outbox, recipients, team_mail, words
from perennia.messages.context import told
from perennia.messages.judging import Bench, Judged, Ready, shut
from perennia.messages.liquid import fill
from perennia.messages.outbox import Due, Message, Ruled
from perennia.messages.recipients import Known
from perennia.messages.rules import House
from perennia.messages.template import compiled
from perennia.messages.words import Words
from perennia.team.models import Member

_MANY = {"en": "{count} notices", "vi": "{count} thông báo"}


def judge(due: Sequence[Due], bench: Bench) -> Judged:
    """Locks and writes what goes to places, in the caller's transaction."""
    messages = outbox.named(bench.now, [(one.partition, one.id) for one in due])
    if not messages:
        return Judged([], [])
    known = recipients.known((one.partition, one.customer, one.contact or 0) for one in messages if one.customer)
    edits = words.edited(one.workflow for one in messages if one.audience == "customer")
    members = Member.objects.in_bulk({one.facts.member or 0 for one in messages})
    ready: list[Ready] = []
    ruled: list[Ruled] = []
    for message in messages:
        found = _judged(message, members, known, edits, bench)
        (ready.append(found) if isinstance(found, Ready) else ruled.append(found))
    return Judged(ready, ruled)


def _judged(message: Message, members: dict[int, Member], known: Known, edits: Words, bench: Bench) -> Ready | Ruled:
    if message.facts.wrong:
        return Ruled(message, "failed", f"unwritable:{message.facts.wrong}")
    member = members.get(message.facts.member or 0)
    if message.facts.member and (member is None or not member.is_active):
        return Ruled(message, "held", "member_left")
    if (closed := shut(message, bench)) is not None:
        if bench.now >= message.expires_at:
            return Ruled(message, "held", f"span_over:{closed.reason}")
        return Ruled(message, "queued", closed.reason, next_at=closed.until)
    try:
        if message.audience == "team":
            return Ready(message, _notices(message, member, bench.house), None, False)
        return _of_workflow(message, known, edits, bench)
    except Invalid as wrong:
        return Ruled(message, "failed", f"unwritable:{wrong.detail}")


def _notices(message: Message, member: Member | None, house: House) -> Letter:
    """Notices, one a line, each with its moment and where it leads."""
    language = member.language if member is not None else house.language
    zone = (member.zone if member is not None else "") or house.zone
    lines = [_line(one, zone, house) for one in message.facts.notices]
    subject = "" if len(lines) == 1 else _MANY.get(language, _MANY["en"]).format(count=len(lines))
    return _letter(message, subject, "\n".join(lines), house, language)


def _of_workflow(message: Message, known: Known, edits: Words, bench: Bench) -> Ready | Ruled:
    """A workflow's text about a customer, in the organisation's language."""
    house = bench.house
    text = edits.of(message.workflow, message.version, message.template, house.language)
    if text is None:
        return Ruled(message, "failed", f"no_template:{message.template}")
    carried: Properties = {**letter.facts_of(message), "event": message.facts.event}
    values = told(message.customer, message.contact, carried, known, house, house.language, house.zone)
    written = compiled(text.subject, text.body).write(values)
    short = fill(text.short, values).strip() if text.short else written.text.strip()
    return Ready(message, _letter(message, written.subject, short, house, house.language), message.contact, False)


def _letter(message: Message, subject: str, short: str, house: House, language: str) -> Letter:
    page = layout.page(
        subject, "<br>".join(escape(one) for one in short.splitlines()), house, layout.Foot(""), language
    )
    shown = subject or short.partition("\n")[0]
    return Letter(message.channel, "", shown[:300], page, f"{short}\n", short=short)


def _line(notice: Noticed, zone: str, house: House) -> str:
    where = f" {house.url}/customers/{notice.customer}" if notice.customer is not None else ""
    return f"{team_mail.clock_of(notice.at, zone)} {notice.text}{where}".strip()
