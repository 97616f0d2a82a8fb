"""Shows what a draft would do with one customer from now on, to its end: nothing is kept and nothing leaves.

The engine's own rules walk it on a virtual clock, with what is known of the customer today. Its trigger and re-entry are
not asked, other workflows do not go along, and nobody answers: a wait for an event ends when its time is over.
"""

from datetime import datetime, timedelta

import msgspec
import psycopg

from perennia.core import partition
from perennia.core.advance import Moment, advance, wake
from perennia.core.catalogue import EVERY
from perennia.core.condition import Seen, judge
from perennia.core.enter import enrolment
from perennia.core.error import NotFound
from perennia.core.event import Event
from perennia.core.hours import zone_of
from perennia.core.outcome import Outcome
from perennia.core.profile import CONTACT, CUSTOMER, Profile
from perennia.core.standing import Loaded, Standing
from perennia.core.workflow import Definition, Plan, compile_plan
from perennia.messages import preview, recipients
from perennia.messages import rules as decided
from perennia.messages.outbox import Due
from perennia.workflows import policy
from perennia.workflows.connection import connect
from perennia.workflows.rehearsal import history
from perennia.workflows.rehearsal.post import Known, Letter, Post
from perennia.workflows.rehearsal.rehearse import VERSION
from perennia.workflows.rehearsal.sample import Samples
from perennia.workflows.rehearsal.tell import Sample
from perennia.workflows.run_log import Detail, Line

HORIZON = timedelta(days=400)
MOST_WAITS = 60
PATIENCE = timedelta(days=8)  # how long the last letter may wait
NO_EVENT = "Preview"  # what begins a trial where the trigger waits for no event in particular
_PEOPLE = """
select state::text from profile where partition = %(partition)s and customer_id = %(customer)s
and (kind = 0 or not is_hidden) order by kind, started_at nulls last, id limit 500
"""
_DAYS = """
select kind, subject_id, name, day, count, seconds from daily
where partition = %(partition)s and (kind, subject_id) in ((0, %(customer)s), (1, %(contact)s)) and name = any(%(names)s)
"""
_decode = msgspec.json.Decoder(Profile).decode


class Nobody(NotFound):
    """There is nobody at this customer the workflow could be about. Choose another customer."""

    code = "nobody"


class Tried(msgspec.Struct, frozen=True):
    """What would happen. `is_sample`: the customer has had no event that starts it, so that it began with a made-up one."""

    plan: Plan
    customer: int
    contact: int | None
    began_with: str
    is_sample: bool
    lets_in: bool
    why: tuple[Seen, ...]
    lines: list[Line]
    letters: dict[tuple[str, datetime], tuple[Letter, Sample | None]]  # by step and the moment it was asked for
    state: str


def try_draft(definition: Definition, customer: int, now: datetime) -> Tried:
    """Walks it for this customer. Raises Invalid where the definition cannot run, Nobody where there is nobody."""
    plan = compile_plan(definition, VERSION)
    home = partition.of(customer)
    contact = _contact(customer)
    with connect(name="perennia preview") as connection:
        standing = _standing(connection, plan, home, customer, contact)
        if (plan.subject, contact if plan.subject == CONTACT else customer) not in standing.profiles:
            raise Nobody
        event, is_sample = _event(connection, plan, home, customer, contact, now)
        verdict = judge(plan.when, standing.view(contact, event, now)) if plan.when is not None else None
        state = _walk(plan, standing, event, now)
        letters = _letters(connection, plan, standing, home, now)
    lines = [
        Line(home, 0, log.at, customer, log.contact, plan.key, log.enrolment, "", log.outcome,
             msgspec.convert(log.detail, Detail, strict=False), None)
        for log in standing.out.logs
    ]  # fmt: skip
    return Tried(
        plan, customer, contact, event.name, is_sample, verdict is None or verdict.holds,
        verdict.seen if verdict is not None else (), lines, letters, state,
    )  # fmt: skip


def _contact(customer: int) -> int | None:
    """Whom it is about there: the main contact, else the first with an address."""
    due = Due(partition.of(customer), preview.NO_ID, customer, None, "primary", "customer", "email")
    return recipients.by_role([due]).get((customer, "primary", "email"))


def _standing(connection: psycopg.Connection, plan: Plan, home: int, customer: int, contact: int | None) -> Standing:
    loaded = Loaded(customer)
    for (state,) in connection.execute(_PEOPLE, {"partition": home, "customer": customer}).fetchall():
        profile = _decode(state)
        loaded.profiles[profile.kind, profile.id] = profile
    names = sorted({name for _, name in plan.roll_ups})
    for kind, id_ in ((CUSTOMER, customer), (CONTACT, contact or 0)):
        for name in names:
            loaded.days[kind, id_, name] = {}
    asked = {"partition": home, "customer": customer, "contact": contact or 0, "names": names}
    for kind, id_, name, day, count, seconds in connection.execute(_DAYS, asked).fetchall():
        loaded.days[kind, id_, name][day] = (count, seconds)
    row = connection.execute("select zone from team_organisation where id = 1").fetchone()
    return Standing(loaded, zone_of(row[0] if row else "UTC"), Outcome(), None, policy.read(connection))


def _event(
    connection: psycopg.Connection, plan: Plan, home: int, customer: int, contact: int | None, now: datetime
) -> tuple[Event, bool]:
    """The last event of theirs that could have started it, as if it came now; else one made up."""
    names = [name for name in plan.trigger.listens() if name != EVERY]
    known = history.latest(connection, home, customer, names, contact if plan.subject == CONTACT else None)
    if known is not None:
        return msgspec.structs.replace(
            known, id="preview", at=now, received_at=now, historical=False, contact=known.contact or contact
        ), False
    name = names[0] if names else NO_EVENT
    return Event(
        seq=0, id="preview", name=name, kind="track", customer=customer, contact=contact, at=now, received_at=now, source=1,
        properties=preview.sample(now),
    ), True  # fmt: skip


def _walk(plan: Plan, standing: Standing, event: Event, now: datetime) -> str:
    """From the first step to the end, each wait over at its own moment. Gives how it ended."""
    subject = standing.profile(plan.subject, (event.contact or 0) if plan.subject == CONTACT else standing.id)
    one, _ = enrolment(standing, plan, subject, event)
    advance(plan, one, standing, Moment(now, now, "preview", event), "entered")
    for _ in range(MOST_WAITS):
        timer = standing.next_timer(now + HORIZON)
        if timer is None:
            break
        waiting = standing.by_timer(timer)
        if waiting is not None and waiting.due_at == timer.due_at and waiting.node == timer.node:
            wake(plan, waiting, standing, timer.due_at, timer.enrolment)
    return next((each.state for each in standing.changed.values() if each.id == one.id), "")


def _letters(
    connection: psycopg.Connection, plan: Plan, standing: Standing, home: int, now: datetime
) -> dict[tuple[str, datetime], tuple[Letter, Sample | None]]:
    """What would become of its letters, by the rules of conduct and what the contact was really sent lately."""
    conduct = decided.conduct()
    house = decided.house(conduct)
    until = now + HORIZON + PATIENCE
    known = Known(connection, decided.rules(conduct), house.zone, now)
    known.open(home, plan.key, now, until)
    known.meet([standing.id])
    post = Post(known, standing)
    post.ask(standing.out.messages)
    write = Samples(plan, house, 0)
    found = [*post.settle(until), *post.left_over()]
    return {(one.row.step, one.row.asked_at): (one, write(one, standing)) for one in found}
