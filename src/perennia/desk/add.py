"""Adds the tasks workflows ask for, once each by their key."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from perennia.core import partition
from perennia.core.effect import AddTask
from perennia.core.event import Properties
from perennia.customers.models import Customer
from perennia.desk import happened
from perennia.desk.models import LONGEST_NAME, LONGEST_TITLE, Origin, Priority, Task
from perennia.messages import recipients, rules
from perennia.messages.context import told
from perennia.messages.liquid import fill
from perennia.messages.recipients import Known
from perennia.messages.rules import House
from perennia.team.models import Member
from perennia.team.roles import Role

LONGEST_NOTE = 4000


class Asked(msgspec.Struct, frozen=True):
    """One task to add, with whom it is about and what its texts may name."""

    effect: AddTask
    key: UUID
    customer: int
    contact: int | None
    at: datetime
    workflow: str
    facts: Properties
    depth: int = 0


def add(several: Sequence[Asked]) -> int:
    """Adds what is not there yet, in a fixed number of statements. Gives how many tasks that makes."""
    made = set(Task.objects.filter(key__in=[one.key for one in several]).values_list("key", flat=True))
    fresh = {one.key: one for one in several if one.key not in made}
    if not fresh:
        return 0
    house = rules.house(rules.conduct())
    team = {member.pk: member for member in Member.objects.filter(is_active=True)}
    known = recipients.known((partition.of(one.customer), one.customer, one.contact or 0) for one in fresh.values())
    owners = dict(Customer.objects.filter(pk__in={one.customer for one in several}).values_list("pk", "owner_id"))
    rows = [_row(one, team, owners.get(one.customer), known, house) for one in fresh.values()]
    tasks = Task.objects.bulk_create(rows)
    happened.tell(
        [
            happened.added(task, one.at, key=str(one.key), depth=one.depth + 1)
            for task, one in zip(tasks, fresh.values(), strict=True)
        ]
    )
    return len(tasks)


def _row(one: Asked, team: Mapping[int, Member], owner: int | None, known: Known, house: House) -> Task:
    effect = one.effect
    member, role = _whose(effect.to, team, owner)
    language = member.language if member is not None else house.language
    zone = (member.zone if member is not None else "") or house.zone
    values = told(one.customer, one.contact, one.facts, known, house, language, zone)
    title = " ".join(fill(effect.title, values).split())[:LONGEST_TITLE]
    row = Task(
        title=title or effect.title[:LONGEST_TITLE], note=fill(effect.note, values).strip()[:LONGEST_NOTE],
        customer_id=one.customer, contact_id=one.contact, assignee=member, role=role,
        priority=Priority[effect.priority.upper()], origin=Origin.WORKFLOW, workflow=one.workflow, key=one.key,
        created_at=one.at, known_as=name(effect.known_as, one.customer, one.contact, one.facts, known, house),
    )  # fmt: skip
    row.due(one.at + effect.due_in if effect.due_in is not None else None, one.at)
    return row


def name(words: str, customer: int, contact: int | None, facts: Properties, known: Known, house: House) -> str:
    """What a task is found again by: the same whoever of the team it is for."""
    if not words:
        return ""
    values = told(customer, contact, facts, known, house, house.language, house.zone)
    return " ".join(fill(words, values).split())[:LONGEST_NAME]


def _whose(to: str, team: Mapping[int, Member], owner: int | None) -> tuple[Member | None, str]:
    """The member meant, or the role. What would be nobody's falls to the Head of CS."""
    what, _, which = to.partition(":")
    if what == "role":
        return None, which
    member = team.get(int(which)) if what == "member" else team.get(owner or 0)
    return member, "" if member is not None else Role.HEAD_OF_CS
