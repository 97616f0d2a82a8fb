"""Mail to our own team: notices of one kind and hour in one letter. No caps and no quiet hours, but stop all holds it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape

from perennia.core.channel import Letter
from perennia.core.error import Invalid
from perennia.core.hours import zone_of
from perennia.core.letter_facts import AccountFacts, Noticed, TrialFacts
from perennia.messages import account_mail, kinds, layout, letter, outbox, trial
from perennia.messages.judging import Bench, Judged, Ready, shut
from perennia.messages.outbox import Due, Message, Ruled
from perennia.messages.rules import House
from perennia.team.models import Member

_WORDS = {
    "en": {
        "many": "{count} notices: {kind}", "day": "Your day: {count} notices", "open": "Open the customer",
        "why": "Perennia tells you this as a member of {house}. How often it does is under Settings, Notices.",
    },
    "vi": {
        "many": "{count} thông báo: {kind}", "day": "Trong ngày: {count} thông báo", "open": "Mở khách hàng",
        "why": "Perennia báo cho bạn vì bạn là thành viên của {house}. Tần suất nằm ở Cài đặt, Thông báo.",
    },
}  # fmt: skip


def judge(due: Sequence[Due], bench: Bench) -> Judged:
    """Locks and writes the team's mail, in the caller's transaction."""
    messages = outbox.named(bench.now, [(one.partition, one.id) for one in due])
    members = Member.objects.in_bulk({one.facts.member or 0 for one in messages})
    ready: list[Ready] = []
    ruled: list[Ruled] = []
    for message in messages:
        if message.facts.wrong:
            ruled.append(Ruled(message, "failed", f"unwritable:{message.facts.wrong}"))
            continue
        if isinstance(message.own, AccountFacts):
            found = _account(message, message.own, bench)
            (ready.append(found) if isinstance(found, Ready) else ruled.append(found))
            continue
        member = members.get(message.facts.member or 0)
        if member is None or not member.is_active:
            ruled.append(Ruled(message, "held", "member_left"))
        elif (closed := shut(message, bench)) is not None:
            ruled.append(Ruled(message, "queued", closed.reason, next_at=closed.until))
        else:
            found = _written(message, member, bench.house)
            (ready.append(found) if isinstance(found, Ready) else ruled.append(found))
    return Judged(ready, ruled)


def _account(message: Message, own: AccountFacts, bench: Bench) -> Ready | Ruled:
    if bench.now >= message.expires_at:
        return Ruled(message, "held", "span_over:")
    if (closed := shut(message, bench)) is not None:
        return Ruled(message, "queued", closed.reason, next_at=closed.until)
    try:
        return Ready(message, account_mail.write(own, bench.house), None, False)
    except Invalid as wrong:
        return Ruled(message, "failed", f"unwritable:{wrong.detail}")


def _written(message: Message, member: Member, house: House) -> Ready | Ruled:
    try:
        own = message.own
        written = trial.write(message, own, member) if isinstance(own, TrialFacts) else write(message, member, house)
        return Ready(message, written, None, False)
    except Invalid as wrong:
        return Ruled(message, "failed", f"unwritable:{wrong.detail}")


def write(message: Message, member: Member, house: House) -> Letter:
    """The letter: one notice says itself in the subject, several are counted by kind."""
    words = _WORDS.get(member.language, _WORDS["en"])
    notices, kind = message.facts.notices, message.facts.kind
    texts = [one.text for one in notices]
    is_day = message.facts.digest == "daily"
    many = words["day" if is_day else "many"].format(count=len(texts), kind=kinds.name(kind, member.language))
    subject = texts[0] if len(texts) == 1 else many
    zone = member.zone or house.zone
    body = "\n".join(_body(notices, words, house, zone, member.language, is_day=is_day))
    foot = layout.Foot(words["why"].format(house=house.name))
    page = layout.page(subject, body, house, foot, member.language)
    text = "\n".join("\n  ".join([f"- {clock_of(one.at, zone)} {one.text}", *one.lines]) for one in notices)
    return Letter(
        member.email,
        member.name,
        subject[:300],
        page,
        f"{text}\n\n-- \n{foot.why}\n",
        letter.headers(""),
        calendar=message.facts.calendar,
    )


def _body(
    notices: Sequence[Noticed], words: dict[str, str], house: House, zone: str, language: str, *, is_day: bool
) -> Iterator[str]:
    """The notices one below the other; a day's under the names of their kinds."""
    if not is_day:
        yield from (_row(one, words, house, zone) for one in notices)
        return
    for kind in dict.fromkeys(one.kind for one in notices):
        yield f"<h3>{escape(kinds.name(kind, language))}</h3>"
        yield from (_row(one, words, house, zone) for one in notices if one.kind == kind)


def _row(notice: Noticed, words: dict[str, str], house: House, zone: str) -> str:
    link = (
        f'<br><a href="{escape(house.url)}/customers/{notice.customer}">{escape(words["open"])}</a>'
        if notice.customer is not None
        else ""
    )
    more = "".join(f"<br>{escape(line)}" for line in notice.lines)
    return f"<p><strong>{clock_of(notice.at, zone)}</strong> {escape(notice.text)}{more}{link}</p>"


def clock_of(at: str, zone: str) -> str:
    """A moment as the reader's clock shows it."""
    try:
        return datetime.fromisoformat(at).astimezone(zone_of(zone)).strftime("%H:%M")
    except ValueError:
        return ""
