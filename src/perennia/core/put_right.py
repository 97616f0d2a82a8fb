"""Puts a score right after the points of a rule or the milestones were changed: the ledger, then tag and stage.

The event is historical: nobody is written to or told because points are counted anew.
"""

import msgspec

from perennia.core.apply import Because, Derived, apply
from perennia.core.effect import AddScore, AddTag, Effect, MoveStage, RemoveTag
from perennia.core.event import Event, Value
from perennia.core.outcome import key_of
from perennia.core.profile import CONTACT, CUSTOMER
from perennia.core.standing import Standing

RECALCULATED = "Score Recalculated"
PIPELINE = "User Milestone"


class Correction(msgspec.Struct, frozen=True):
    """What the entries of one rule lack, or have too much of."""

    points: int
    reason: str
    reason_vi: str
    workflow: str
    step: str


def put_right(event: Event, standing: Standing) -> list[Derived]:
    """Does what a recalculation found. Gives the events that follow; of any other event none."""
    if event.name != RECALCULATED or event.kind != "person":
        return []
    subject = (CONTACT, event.contact) if event.contact is not None else (CUSTOMER, standing.id)
    derived: list[Derived] = []
    for place, one in enumerate(_corrections(event.properties.get("corrections"))):
        why = Because(
            at=event.at, by=event.id, key=key_of(event.id, standing.id, place), workflow=one.workflow, step=one.step,
            contact=event.contact, now=event.received_at,
        )  # fmt: skip
        effect = AddScore(one.points, one.reason, reason_vi=one.reason_vi, times=0)
        derived += apply(effect, standing, standing.profile(*subject), why)
    if event.contact is None:
        return derived
    known = standing.profile(*subject)
    standing.put(msgspec.structs.replace(known, peak_score=known.score))
    if event.properties.get("milestone") is True:
        why = Because(at=event.at, by=event.id, key=key_of(event.id), contact=event.contact, now=event.received_at)
        for step in _standing_anew(standing, known.score):
            derived += apply(step, standing, standing.profile(*subject), why)
    return derived


def _standing_anew(standing: Standing, score: int) -> list[Effect]:
    """Tag and stage of the milestone this score has reached; none of them where it has reached none."""
    names = tuple(one.name for one in standing.policy.milestones)
    reached = standing.policy.milestone(score)
    if reached is None:
        return [*map(RemoveTag, names), MoveStage(PIPELINE, "")]
    return [AddTag(reached.name, names), MoveStage(PIPELINE, reached.name)]


def _corrections(said: Value) -> list[Correction]:
    return [msgspec.convert(one, Correction) for one in said if isinstance(one, dict)] if isinstance(said, list) else []
