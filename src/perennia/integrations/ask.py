"""Takes what a customer asks for on a request form, as an event of theirs. The same sending twice is one request."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

import msgspec
from django.db import transaction
from django.db.models import F

from perennia.catalogue.channels.email import is_address
from perennia.core import typed
from perennia.core.error import Invalid
from perennia.core.event import Properties
from perennia.core.source import Who
from perennia.ingest import link, store, wake
from perennia.ingest.receive import receive
from perennia.ingest.row import REPORTS, Body, Row, encode
from perennia.ingest.source import Sender
from perennia.integrations import request_forms
from perennia.integrations.models import RequestForm, SentRequest
from perennia.integrations.request_forms import Question
from perennia.integrations.whose import named
from perennia.messages.reply import Letter
from perennia.team.models import fold_address

NAME = "Task Requested"
PRIORITIES = ("low", "normal", "high")
LONGEST_TITLE, LONGEST_TEXT, LONGEST_ANSWER = 200, 4000, 1000
_FURTHEST = timedelta(days=3 * 366)
_WITHIN = {
    "en": ("within one working day", "within {n} working days"),
    "vi": ("trong một ngày làm việc", "trong {n} ngày làm việc"),
}


class Asked(msgspec.Struct, frozen=True):
    """What was filled in. `key` is of the page it was filled in on; `name` and `email` are of who comes by no letter."""

    key: str
    title: str
    text: str = ""
    topic: str = ""
    wanted: str = ""
    priority: str = "normal"
    name: str = ""
    email: str = ""
    answers: Mapping[str, str] = {}


def ask(form: RequestForm, asked: Asked, letter: Letter | None, language: str, zone: str, now: datetime) -> None:
    """Stores the request, once for the same words from the same page: pressed twice it is one, and what was changed
    before it was sent again is another. Raises Invalid naming the field.
    """
    said = _said(form, asked, language, zone, now)
    if letter is None and not is_address(asked.email.strip()):
        raise Invalid("Write an e-mail address like you@example.com.", field="email")
    if letter is None and (not asked.name.strip() or typed.has_link(asked.name)):
        raise Invalid("Write your name.", field="name")
    # The letter that confirms it goes to whatever address was written here, with these words in it.
    if letter is None and typed.has_link(asked.title):
        raise Invalid("Put web addresses below, where there is room.", field="title")
    key = _sending(form, asked, said)
    id_ = f"request:{key}"
    with transaction.atomic():
        # Of two at the same moment the second waits here for the first.
        if not SentRequest.objects.get_or_create(form=form, key=key, defaults={"at": now})[1]:
            return
        if letter is not None and letter.message.contact is not None:
            store.put([_row(letter, letter.message.contact, said, id_, now)])
        else:
            _receive(asked, said, id_, language, now)
        RequestForm.objects.filter(pk=form.pk).update(sent=F("sent") + 1, sent_at=now)


def expected(form: RequestForm, language: str) -> str:
    """By when they may expect an answer, in words."""
    one, several = _WITHIN.get(language, _WITHIN["en"])
    return one if form.expected_days == 1 else several.format(n=form.expected_days)


def _sending(form: RequestForm, asked: Asked, said: Properties) -> str:
    whole = msgspec.json.encode([form.pk, asked.key, asked.name, asked.email, said], order="sorted")
    return blake2b(whole, digest_size=16).hexdigest()


def _said(form: RequestForm, asked: Asked, language: str, zone: str, now: datetime) -> Properties:
    title, text = typed.line(asked.title, LONGEST_TITLE), typed.lines(asked.text, LONGEST_TEXT)
    if not title:
        raise Invalid("Say in a line what it is about.", field="title")
    if form.topics and asked.topic and asked.topic not in form.topics:
        raise Invalid("Choose one of the topics.", field="topic")
    if asked.priority not in PRIORITIES:
        raise Invalid("Choose how urgent it is.", field="priority")
    answered, still_open = _answers(request_forms.questions(form), asked.answers, language)
    whole = "\n\n".join([text, *(f"{label}\n{answer}" for label, answer in answered)]).strip()
    said: dict[str, str] = {
        "title": title, "text": whole, "expected": expected(form, language), "priority": asked.priority.capitalize(),
        "topic": asked.topic if form.topics else "", "due_at": _wanted(asked.wanted, zone, now), "form": form.slug,
        "open_questions": "; ".join(still_open),
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}


def _answers(
    questions: Sequence[Question], given: Mapping[str, str], language: str
) -> tuple[list[tuple[str, str]], list[str]]:
    answered: list[tuple[str, str]] = []
    still_open: list[str] = []
    for one in questions:
        text = typed.lines(given.get(one.key, ""), LONGEST_ANSWER)
        if not text and one.is_required:
            raise Invalid("This needs an answer.", field=one.key)
        if text:
            answered.append((one.said(language), text))
        else:
            still_open.append(one.said(language))
    return answered, still_open


def _wanted(text: str, zone: str, now: datetime) -> str:
    """The end of the wanted day where they are; empty where none was named."""
    if not text.strip():
        return ""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid("Write the day like 2026-11-30.", field="wanted") from None
    here = ZoneInfo(zone)
    if not now.astimezone(here).date() <= day <= (now + _FURTHEST).date():
        raise Invalid("Choose a day from today on.", field="wanted")
    return datetime.combine(day, time(18), here).isoformat()


def _row(letter: Letter, contact: int, said: Properties, id_: str, now: datetime) -> Row:
    """Of the contact the letter went to; asking is nothing they did in the product, so no login."""
    return Row(
        customer=letter.message.customer, contact=contact, source=REPORTS, kind="track", name=NAME, message_id=id_, at=now,
        received_at=now, depth=letter.message.depth + 1, body=encode(Body(dict(said), {}, {"active": False})),
    )  # fmt: skip


def _receive(asked: Asked, said: Properties, id_: str, language: str, now: datetime) -> None:
    email = asked.email.strip()
    # Anybody may write anybody's address here: whoever is known by it keeps their name and language.
    is_known = link.is_known(fold_address(email))
    name = "" if is_known else typed.line(asked.name, 120)
    who = named("request", Who(email=email, name=name, traits={} if is_known else {"language": language}))
    calls = [{**who.call(), **call, "messageId": f"{id_}:w{place}"} for place, call in enumerate(who.before)]
    calls.append(who.call(type="track", event=NAME, properties=said, messageId=id_))
    batch = [{**call, "timestamp": now.isoformat()} for call in calls]
    answer = receive(Sender(REPORTS), msgspec.json.encode({"batch": batch}), now=now)
    if answer.rejected:
        raise Invalid(answer.rejected[0].message, field="email")
    transaction.on_commit(wake.workers)
