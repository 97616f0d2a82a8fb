"""Applies effects to a customer in memory: what they change at once, what is left for the shell, what follows."""

from datetime import datetime, timedelta
from typing import assert_never
from uuid import UUID

import msgspec

from perennia.core import effect as e
from perennia.core import naming, webhook
from perennia.core.event import Event, Properties
from perennia.core.fold import DESCRIBED, describes_anew, learn
from perennia.core.letter_facts import LetterFacts, Outside
from perennia.core.outcome import EffectRow, MessageRow, PointsRow, StageRow, TagRow, key_of
from perennia.core.profile import CONTACT, CUSTOMER, Known, Profile
from perennia.core.standing import Standing

# What a customer nobody named may be called by: somebody there.
CALLED = "called"
FIELD_CHANGED = "Field Changed"
STARTED, STOPPED = "Workflow Started", "Workflow Stopped"  # by a step of another one


class Because(msgspec.Struct, frozen=True, kw_only=True):
    """Why and when an effect happens: the moment it is true from, and the keys that keep it from happening twice."""

    at: datetime
    by: str
    key: UUID
    workflow: str = ""
    version: int = 0
    step: str = ""
    depth: int = 0
    contact: int | None = None
    cause: int | None = None  # seq of the event behind it
    facts: Properties = {}
    now: datetime


class Derived(msgspec.Struct, frozen=True):
    """An event to be worked right behind its cause, with the profile it happened to before and after."""

    name: str
    properties: Properties
    before: Profile
    after: Profile
    contact: int | None


def apply(effect: e.Effect, standing: Standing, subject: Profile, why: Because) -> list[Derived]:
    """Applies one effect. Gives the events that follow; an effect that changes nothing gives none."""
    if getattr(effect, "on", "subject") == "customer":
        subject = standing.customer
    match effect:
        case e.AddTag():
            return _tag(effect, standing, subject, why)
        case e.RemoveTag():
            return _untag(effect.tag_name, standing, subject, why)
        case e.MoveStage():
            return _move(effect, standing, subject, why)
        case e.LeaveStage():
            _leave(effect, standing, subject, why)
            return []
        case e.AddScore():
            return _score(effect, standing, subject, why)
        case e.SendMessage():
            standing.out.messages.append(_message(effect, standing, why))
            return []
        case e.CallWebhook():
            who = subject if subject.kind == CONTACT else None
            standing.out.webhooks.append(webhook.called(effect, standing.customer, who, why.key, why.now, why.facts))
            return []
        case e.SetField():
            return _set(effect, standing, subject, why)
        case e.StartWorkflow() | e.StopWorkflow():
            return [_asked(effect, standing, subject, why)]
        case e.Notify() | e.Assign() | e.AddTask() | e.CloseTask() | e.PlanSession() | e.Describe():
            contact = why.contact or _who(why.facts)
            row = EffectRow(why.key, standing.id, contact, why.at, effect, why.workflow, why.facts, why.depth)
            standing.out.effects.append(row)
            return []
        case _:
            assert_never(effect)


def _who(facts: Properties) -> int | None:
    """The contact a customer's workflow was entered by, so that a notice can name them."""
    entry = facts.get("event")
    contact = entry.get("contact") if isinstance(entry, dict) else None
    return contact if isinstance(contact, int) else None


def _switch(standing: Standing, subject: Profile, tag: str, is_on: bool, why: Because) -> Profile | None:
    """The profile with the tag set on or off, or None where that is old news or nothing new."""
    known = subject.tags.get(tag)
    if known is not None and not known.yields_to(why.at, why.by):
        return None
    if known is None and not is_on:
        return None
    changed = msgspec.structs.replace(subject, tags={**subject.tags, tag: Known(is_on, why.at, why.by)})
    standing.put(changed)
    if (known is not None and known.value is True) == is_on:
        return None
    standing.out.tags.append(TagRow(subject.kind, subject.id, tag, standing.id, why.at, is_on))
    return changed


def _tag(effect: e.AddTag, standing: Standing, subject: Profile, why: Because) -> list[Derived]:
    rivals = [tag for tag in effect.among if tag != effect.tag_name]
    newest = max(((k.at, k.by) for tag in rivals if (k := subject.tags.get(tag)) and k.value is True), default=None)
    if newest is not None and newest > (why.at, why.by):
        return []  # an exclusive tag with a later event time stands
    derived: list[Derived] = []
    for rival in rivals:
        derived += _untag(rival, standing, standing.profile(*subject.subject), why)
    before = standing.profile(*subject.subject)
    after = _switch(standing, before, effect.tag_name, True, why)
    if after is not None:
        derived.append(_derive("Tag Added", {"tag": effect.tag_name}, before, after))
    return derived


def _untag(tag: str, standing: Standing, subject: Profile, why: Because) -> list[Derived]:
    after = _switch(standing, subject, tag, False, why)
    return [_derive("Tag Removed", {"tag": tag}, subject, after)] if after is not None else []


def _move(effect: e.MoveStage, standing: Standing, subject: Profile, why: Because) -> list[Derived]:
    pipeline, stage = effect.pipeline, effect.stage
    if effect.several:
        places = subject.places.get(pipeline, {})
        if stage in places:
            return []
        after = msgspec.structs.replace(subject, places={**subject.places, pipeline: {**places, stage: why.at}})
        left = None
    else:
        known = subject.stages.get(pipeline)
        if known is not None and not known.yields_to(why.at, why.by):
            return []
        after = msgspec.structs.replace(
            subject, stages={**subject.stages, pipeline: Known(stage or None, why.at, why.by)}
        )
        left = subject.stage(pipeline)
    standing.put(after)
    if (left or "") == stage:
        return []
    standing.out.stages.append(StageRow(subject.kind, subject.id, pipeline, stage, standing.id, why.at, effect.several))
    return [_derive("Stage Moved", {"pipeline": pipeline, "from": left, "to": stage}, subject, after)]


def _leave(effect: e.LeaveStage, standing: Standing, subject: Profile, why: Because) -> None:
    """Nothing is derived: the change that asked for it stands in the history itself."""
    places = subject.places.get(effect.pipeline, {})
    since = places.get(effect.stage)
    if since is None or since > why.at:
        return
    rest = {stage: at for stage, at in places.items() if stage != effect.stage}
    standing.put(msgspec.structs.replace(subject, places={**subject.places, effect.pipeline: rest}))
    row = StageRow(
        subject.kind, subject.id, effect.pipeline, effect.stage, standing.id, why.at, is_beside=True, is_gone=True
    )
    standing.out.stages.append(row)


def _score(effect: e.AddScore, standing: Standing, subject: Profile, why: Because) -> list[Derived]:
    if effect.points == 0:
        return []
    row = PointsRow(
        subject.kind, subject.id, why.key, standing.id, effect.points, effect.reason, why.at, effect.reason_vi,
        why.workflow, why.step, effect.times, why.cause,
    )  # fmt: skip
    standing.out.points.append(row)
    derived: list[Derived] = []
    said: Properties = {"points": effect.points, "reason": effect.reason}
    if effect.reason_vi:
        said["reason_vi"] = effect.reason_vi
    for owner in (subject, standing.customer) if subject.kind == CONTACT else (subject,):
        before = standing.profile(*owner.subject)
        score, own = before.score + effect.points, before.own_score + effect.points * (owner is subject)
        peak = max(before.peak_score, before.score, score) if owner.kind == CONTACT else 0
        after = msgspec.structs.replace(before, score=score, own_score=own, peak_score=peak)
        standing.put(after)
        derived.append(_derive("Score Changed", {**said, "from": before.score, "to": score}, before, after))
        derived += _milestone(standing, before, after)
    return derived


def _milestone(standing: Standing, before: Profile, after: Profile) -> list[Derived]:
    """A contact climbed past a milestone it had never reached; of several at once the highest."""
    policy = standing.policy
    reached = policy.milestone(after.peak_score)
    if reached is None or policy.milestone(max(before.peak_score, before.score)) == reached:
        return []
    return [_derive("Milestone Reached", {"milestone": reached.name, "score": reached.score}, before, after)]


def _message(effect: e.SendMessage, standing: Standing, why: Because) -> MessageRow:
    entry = why.facts["event"]
    return MessageRow(
        id=why.key,
        customer=standing.id,
        contact=why.contact,
        role=effect.role,
        channel=effect.channel,
        workflow=why.workflow,
        version=why.version,
        enrolment=UUID(str(why.facts["enrolment"])),
        step=why.step,
        template=effect.template,
        topic=effect.topic,
        priority=effect.priority,
        asked_at=why.now,
        expires_at=why.now + timedelta(hours=effect.span_hours),
        depth=why.depth,
        facts=LetterFacts(
            enrolment=str(why.facts["enrolment"]),
            subject=str(why.facts["subject"]),
            event=entry if isinstance(entry, dict) else {},
            if_unsent=effect.if_unsent,
            fallback=effect.fallback,
            hours=effect.hours,
            outside=Outside(effect.outside, dict(effect.values)) if effect.outside else None,
        ),
    )


def _set(effect: e.SetField, standing: Standing, subject: Profile, why: Because) -> list[Derived]:
    after = learn(subject, {effect.field: effect.value}, why.at, why.by)
    standing.put(after)
    was, now = subject.trait(effect.field), after.trait(effect.field)
    if was == now or subject.is_hidden:
        return []
    return [_derive(FIELD_CHANGED, {"field": effect.field, "from": was, "to": now}, subject, after)]


def _asked(effect: e.StartWorkflow | e.StopWorkflow, standing: Standing, subject: Profile, why: Because) -> Derived:
    """A customer's workflow starts a contact's for the contact it began with, and stops one for all contacts."""
    is_start = isinstance(effect, e.StartWorkflow)
    contact = why.contact or (_who(why.facts) if is_start else None)
    whose = standing.profile(CONTACT, contact) if contact is not None else subject
    said: Properties = {"workflow": effect.workflow, "by": why.workflow}
    return Derived(STARTED if is_start else STOPPED, said, whose, whose, contact)


def described(standing: Standing, event: Event) -> list[EffectRow]:
    """Asks for the cold rows of profiles whose visible traits this customer's events and timers changed."""
    rows: list[EffectRow] = []
    subjects = [
        subject for subject in sorted(standing.touched)
        if describes_anew(standing.before.get(subject), standing.profiles[subject])
    ]  # fmt: skip
    people = [standing.profiles[subject] for subject in subjects if subject[0] == CONTACT]
    customer = standing.profile(CUSTOMER, standing.id)
    is_unnamed = customer.trait("name") is None and not customer.is_hidden
    if people and is_unnamed and customer.subject not in subjects:
        subjects.insert(0, customer.subject)
    for kind, id_ in subjects:
        known = standing.profiles[kind, id_].traits
        seen: Properties = {name: value.value for name, value in known.items() if name in DESCRIBED}
        if kind == CUSTOMER and is_unnamed and (called := next(filter(None, map(naming.shown, people)), "")):
            seen[CALLED] = called
        effect = e.Describe(kind, id_, standing.id, event.received_at, event.id, seen)
        key = key_of("describe", kind, id_, event.seq, event.id)
        contact = id_ if kind == CONTACT else None
        rows.append(EffectRow(key, standing.id, contact, event.received_at, effect))
    return rows


def _derive(name: str, properties: Properties, before: Profile, after: Profile) -> Derived:
    whose: Properties = {"of": "contact" if before.kind == CONTACT else "customer"}
    contact = before.id if before.kind == CONTACT else None
    return Derived(name, {**properties, **whose}, before, after, contact)
