"""What follows a window's turns: letters leave, each at its own time of day, and some of those who get them react."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from heapq import heappop, heappush
from random import Random
from uuid import UUID

from django.db import connection
from django.db.models import F

from perennia.desk.remind import remind
from perennia.feedback import answer as answers
from perennia.feedback.answer import Survey
from perennia.messages import dispatch, link, notices, reply
from perennia.messages.models import Notice
from perennia.messages.reply import Letter
from perennia.simulate.milestones import WORDS

NEXT = "select min(next_at) from message where state = 'queued'"
SENT = """
select partition, id, workflow, topic, sent_at from message
where state = 'sent' and audience = 'customer' and asked_at > %s and sent_at > %s and sent_at <= %s order by sent_at, id
"""
LONGEST_WAIT = timedelta(days=4)
BATCH = 500
# How often the outbox is looked at, by how long ago it was: lately as often as people will look at it.
STEPS = (
    (timedelta(hours=26), timedelta(minutes=20)),
    (timedelta(days=3), timedelta(hours=1)),
    (timedelta(days=10), timedelta(hours=3)),
    (timedelta.max, timedelta(hours=6)),
)
TEAM_MAIL = timedelta(days=8)  # the bell keeps older notices; they are not mailed any more
ANSWERS = (
    ("going_well", "All fine, the team found its way quickly."),
    ("going_well", ""),
    ("have_a_question", "Can we export reports as a spreadsheet?"),
    ("need_help", "The import stops at half. Can somebody call?"),
)
CHECK_INS = "check_ins"
# Who answers a survey, and how: most customers are of one mood, which stays theirs.
SURVEYS: dict[str, Survey] = {"happiness_prompt": "happiness", "nps_question": "nps"}
MOODS = (
    ("very_happy", "happy", "very_happy", "happy"),
    ("happy", "neutral", "happy"),
    ("neutral", "not_happy", "neutral"),
)
NUMBERS = {"very_happy": ("9", "10"), "happy": ("7", "8"), "neutral": ("5", "6"), "not_happy": ("2", "3", "4")}
PURPOSES: dict[str, link.Purpose] = {
    "click": "click", "answer": "answer", "leave": "unsubscribe", "happiness": "happiness", "nps": "nps",
}  # fmt: skip


class Afterwards:
    """Sends what falls due, up to a virtual moment. `end`: where the whole history ends."""

    def __init__(self, seed: int, end: datetime) -> None:
        self.seed = seed
        self.end = end
        self.reactions: list[tuple[datetime, str, int, str]] = []  # when, message, partition, what
        self.last: datetime | None = None

    def until(self, begin: datetime, end: datetime) -> int:
        """Goes through the window. Gives how many messages were settled."""
        self.last = self.last or begin
        settled = 0
        if self.end - end < TEAM_MAIL <= self.end - begin:
            mark_old_notices()
        for now in self._moments(begin, end):
            if self.end - now < TEAM_MAIL:
                notices.mail(now)
            while (found := dispatch.dispatch(now=now)) >= BATCH:
                settled += found
            settled += found
            self._react(now)
        while remind(end):
            pass
        self._plan(end)
        return settled

    def _moments(self, begin: datetime, end: datetime) -> Iterator[datetime]:
        """The steps at which something is due."""
        now = begin
        while now < end:
            step = next(step for age, step in STEPS if self.end - now <= age)
            now = min(now + step, end)
            if self._due(now):
                yield now

    def _due(self, now: datetime) -> bool:
        if self.reactions and self.reactions[0][0] <= now:
            return True
        with connection.cursor() as cursor:
            cursor.execute(NEXT)
            (moment,) = cursor.fetchone()
        return moment is not None and moment <= now

    def _plan(self, until: datetime) -> None:
        """Who of those written to will react, and when."""
        assert self.last is not None
        with connection.cursor() as cursor:
            cursor.execute(SENT, [self.last - LONGEST_WAIT, self.last, until])
            for partition, message, workflow, topic, sent_at in cursor.fetchall():
                rng = Random(f"{self.seed}/{message}")
                if what := _reaction(rng, workflow, topic):
                    heappush(
                        self.reactions, (sent_at + timedelta(hours=rng.expovariate(0.2)), str(message), partition, what)
                    )
        self.last = until

    def _react(self, now: datetime) -> None:
        while self.reactions and self.reactions[0][0] <= now:
            at, message, partition, what = heappop(self.reactions)
            act(what, partition, message, at)


def act(what: str, partition: int, message: str, at: datetime) -> None:
    """Does by the letter's own link what its reader does."""
    purpose = PURPOSES[what]
    letter = reply.of(purpose, link.make(purpose, "", partition, UUID(message)).rpartition("/")[2])
    if what == "answer":
        choice, text = Random(message).choice(ANSWERS)
        reply.answer(letter, choice, text, at)
    elif what in ("happiness", "nps"):
        _survey(letter, "happiness" if what == "happiness" else "nps", message, at)
    elif what == "leave":
        reply.leave(letter, [letter.message.topic], at, source="page")
    elif letter.links:
        reply.follow(letter, at)


def _survey(letter: Letter, survey: Survey, message: str, at: datetime) -> None:
    rng = Random(message)
    level = rng.choice(rng.choices(MOODS, weights=_leaning(letter.message.customer))[0])
    words = WORDS[answers.LEVELS[level]] if rng.random() < 0.3 else ""
    answers.answer(letter, survey, level if survey == "happiness" else rng.choice(NUMBERS[level]), words, at)


def _leaning(customer: int) -> tuple[int, int, int]:
    return Random(customer).choice(((8, 1, 0), (5, 4, 1), (1, 3, 5)))


def mark_old_notices() -> None:
    """Notices of long ago were read in the bell; nobody is mailed about them now."""
    Notice.objects.filter(mailed_at=None).update(mailed_at=F("at"))


def _reaction(rng: Random, workflow: str, topic: str) -> str:
    chance = rng.random()
    if workflow == CHECK_INS and chance < 0.24:
        return "answer"
    if workflow in SURVEYS and chance < 0.3:
        return SURVEYS[workflow]
    if topic != "transactional" and chance > 0.994:
        return "leave"
    return "click" if 0.5 < chance < 0.54 else ""
