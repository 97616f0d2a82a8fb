"""Moves an enrolment over its nodes until it waits or ends."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from perennia.core.apply import Because, Derived, apply
from perennia.core.condition import Seen, judge
from perennia.core.event import Event, Properties, Value
from perennia.core.fill import differences, filled, lacking
from perennia.core.outcome import Enrolment, Log, Timer, key_of
from perennia.core.profile import CONTACT, Profile
from perennia.core.standing import Standing
from perennia.core.wait import Past, Through, due, is_past, postponed
from perennia.core.workflow import ActionNode, BranchNode, ChoiceNode, Plan, SplitNode, StopNode, WaitNode

MAX_STEPS_TAKEN = 1000
LATE = timedelta(hours=1)  # a wait that ends so long after its moment ended while nobody worked


class Moment(msgspec.Struct, frozen=True):
    """What moves an enrolment: an event, or a timer falling due (`event` None)."""

    at: datetime  # the time what happens now is true from
    now: datetime
    by: str
    event: Event | None = None
    depth: int = 0


def advance(
    plan: Plan, enrolment: Enrolment, standing: Standing, moment: Moment, outcome: str, why: tuple[Seen, ...] = (),
    before: tuple[Properties, ...] = (),
) -> list[Derived]:  # fmt: skip
    """Walks from `enrolment.node` on. `outcome` heads the log line: entered, or moved; `why` is what let it in.

    `before`: what the line says before the steps taken now.
    """
    derived: list[Derived] = []
    did: list[Value] = [*before]
    one = msgspec.structs.replace(enrolment, state="active", due_at=None, awaits=(), moved_at=moment.now)
    while True:
        node = plan.nodes[one.node]
        if one.steps_taken >= MAX_STEPS_TAKEN:
            one = end(one, "failed", f"circles:{MAX_STEPS_TAKEN}", moment.now)
            break
        step = node.step
        one = msgspec.structs.replace(one, steps_taken=one.steps_taken + 1)
        if isinstance(node, StopNode):
            one = end(one, "done", "", moment.now)
            break
        standing.out.tally.append((plan.key, step, standing.day_of(moment.now), "reached"))
        if isinstance(node, WaitNode):
            one, told = _park(node, plan, one, standing, moment)
            did.append(told)
            if one.state == "waiting":
                break
            continue
        if isinstance(node, SplitNode):
            one, told = _divide(node, plan, one, standing, moment)
            did.append(told)
            if not one.is_running:
                break
            continue
        if isinstance(node, BranchNode | ChoiceNode):
            one, told = _choose(node, one, standing, moment)
            did.append(told)
            continue
        did.append(_act(node, plan, one, standing, moment, derived))
        one = msgspec.structs.replace(one, node=node.then)
    standing.enrol(one)
    detail: Properties = {"did": did, "state": one.state, "entry": one.entry.get("name")}
    if one.reason:
        detail["reason"] = one.reason
    if why:
        detail["why"] = seen(why)
    log(standing, one, outcome, detail, moment)
    if not one.is_running:
        standing.out.tally.append((plan.key, "", standing.day_of(moment.now), one.state))
    return derived


def end(one: Enrolment, state: str, reason: str, now: datetime) -> Enrolment:
    return msgspec.structs.replace(one, state=state, reason=reason, due_at=None, awaits=(), moved_at=now)


def leave(plan: Plan, one: Enrolment, standing: Standing, moment: Moment, state: str, reason: str) -> None:
    """Ends a running enrolment from outside: an exit, its goal, or a message that could not be sent."""
    drop_timer(one, standing)
    ended = end(one, state, reason, moment.now)
    standing.enrol(ended)
    log(standing, ended, "left" if state != "done" else "done", {"reason": reason, "state": state}, moment)
    what = "goal" if reason == "goal" else state
    standing.out.tally.append((plan.key, "", standing.day_of(moment.now), what))


def drop_timer(one: Enrolment, standing: Standing) -> None:
    if one.due_at is not None:
        standing.out.gone.append(Timer(one.due_at, one.id, one.node, one.kind, one.subject, one.customer))


def contact_of(one: Enrolment, event: Event | None) -> int | None:
    if one.kind == CONTACT:
        return one.subject
    entered_by = one.entry.get("contact")
    if event is not None and event.contact is not None:
        return event.contact
    return entered_by if isinstance(entered_by, int) else None


def log(standing: Standing, one: Enrolment, outcome: str, detail: Properties, moment: Moment) -> None:
    """Keeps facts and codes; `workflows.sentences` says them in words, with the version's own names."""
    contact = contact_of(one, moment.event)
    seq = moment.event.seq if moment.event is not None else None
    detail = {**detail, "version": one.version}
    standing.out.logs.append(Log(moment.now, standing.id, contact, one.workflow, one.id, "", outcome, detail, seq))


def seen(predicates: tuple[Seen, ...]) -> list[Value]:
    return [msgspec.to_builtins(one) for one in predicates]


def _park(
    node: WaitNode, plan: Plan, one: Enrolment, standing: Standing, moment: Moment
) -> tuple[Enrolment, Properties]:
    """Waits, or goes on: at once where there is nothing to wait for, past what belongs to a moment that is over."""
    ends = due(node, one, standing, moment.now, plan.definition.catch_up)
    if isinstance(ends, Past):
        return _following(plan, one, one.node, node.then), {"step": node.step, "what": ends.why}
    if isinstance(ends, Through):
        return msgspec.structs.replace(one, node=node.then), {"step": node.step, "what": "no_wait"}
    return _wait(one, node, ends, standing), {"step": node.step, "what": "waits", "until": ends.isoformat()}


def _divide(
    node: SplitNode, plan: Plan, one: Enrolment, standing: Standing, moment: Moment
) -> tuple[Enrolment, Properties]:
    way = node.way(plan.key, (one.kind, one.subject))
    told: Properties = {"step": node.step, "what": "split", "way": way[0] if way else ""}
    if way is not None:
        return msgspec.structs.replace(one, node=way[1]), told
    standing.out.tally.append((plan.key, node.step, standing.day_of(moment.now), "held_out"))
    return end(one, "done", "held_out", moment.now), told


def _choose(
    node: BranchNode | ChoiceNode, one: Enrolment, standing: Standing, moment: Moment
) -> tuple[Enrolment, Properties]:
    """Onto the way whose condition holds first, with what each condition asked until then has seen."""
    view = standing.view(contact_of(one, moment.event), moment.event, moment.now)
    if isinstance(node, BranchNode):
        verdict = judge(node.condition, view)
        told: Properties = {"step": node.step, "what": "branch", "took": verdict.holds, "why": seen(verdict.seen)}
        return msgspec.structs.replace(one, node=node.then if verdict.holds else node.otherwise), told
    why: list[Value] = []
    for label, condition, place in node.ways:
        verdict = judge(condition, view)
        if verdict.holds:
            told = {"step": node.step, "what": "choice", "way": label, "why": seen(verdict.seen)}
            return msgspec.structs.replace(one, node=place), told
        why += seen(verdict.seen)
    return msgspec.structs.replace(one, node=node.otherwise), {
        "step": node.step,
        "what": "choice",
        "way": "",
        "why": why,
    }


def _act(
    node: ActionNode, plan: Plan, one: Enrolment, standing: Standing, moment: Moment, derived: list[Derived]
) -> Properties:
    subject = standing.profile(one.kind, one.subject)
    said: list[Value] = []
    action = filled(node.action, one.entry)
    if action is None:
        return {"step": node.step, "what": node.action.key, "lacks": [*lacking(node.action, one.entry)]}
    for place, effect in enumerate(action.effects(subject)):
        key = key_of(one.id, node.step, place)
        why = Because(
            at=moment.at, by=moment.by, key=key, workflow=plan.key, version=plan.version, step=node.step,
            depth=moment.depth, contact=one.subject if one.kind == CONTACT else None, facts=facts(one, subject), now=moment.now,
            cause=moment.event.seq if moment.event is not None else None,
        )  # fmt: skip
        followed = apply(effect, standing, subject, why)
        derived += followed
        said.append({"kind": type(effect).__name__, "changed": bool(followed) or type(effect).__name__ in OUTSIDE})
    done: Properties = {"step": node.step, "what": action.key, "effects": said}
    if changed := differences(action, node.action):
        done["filled"] = changed
    return done


OUTSIDE = (
    "SendMessage",
    "CallWebhook",
    "Notify",
    "Assign",
    "AddTask",
    "CloseTask",
    "PlanSession",
)  # whether they change anything is seen later


def facts(one: Enrolment, subject: Profile) -> Properties:
    """What texts may name beside the profiles: the event that let the enrolment in."""
    return {
        "enrolment": str(one.id),
        "event": one.entry,
        "subject": "contact" if subject.kind == CONTACT else "customer",
    }


def _following(plan: Plan, one: Enrolment, here: int, then: int) -> Enrolment:
    """A wait whose moment is past is skipped with what belongs to it: go on at the next wait, or end."""
    node = then
    while not isinstance(plan.nodes[node], (WaitNode, StopNode)):
        following = plan.nodes[node]
        assert not isinstance(following, StopNode)
        node = following.then
    return msgspec.structs.replace(one, node=node)


def _wait(one: Enrolment, node: WaitNode, due: datetime, standing: Standing) -> Enrolment:
    awaits = tuple(node.until.listens()) if node.until is not None else ()
    standing.set_timer(Timer(due, one.id, one.node, one.kind, one.subject, one.customer))
    return msgspec.structs.replace(one, state="waiting", due_at=due, awaits=awaits)


def wake(plan: Plan, one: Enrolment, standing: Standing, due_at: datetime, timer_id: UUID) -> list[Derived]:
    """A wait is over: goes on behind it, by its time-out branch where it waited for an event.

    One that ended while nobody worked follows the workflow's own rule: `skip` leaves out what belongs to it, `once`
    does so where the next day it would wait for is past too and else goes on from the present, `all` notices nothing.
    """
    node, here = plan.nodes[one.node], one.node
    assert isinstance(node, WaitNode)
    moment = Moment(due_at, due_at, f"timer:{timer_id}")
    catch_up, present = plan.definition.catch_up, standing.present
    if (later := postponed(node, one, standing, due_at)) is not None:
        return _wait_on(plan, one, node, later, standing, moment)
    onward = msgspec.structs.replace(one, node=node.on_timeout if node.until is not None else node.then)
    if node.until is not None or catch_up == "all" or present is None or present - due_at <= LATE:
        return advance(plan, onward, standing, moment, "moved")
    behind = _following(plan, one, here, node.then)
    if catch_up == "skip" or is_past(plan.nodes[behind.node], behind, standing, present):
        return advance(plan, behind, standing, moment, "moved", (), ({"step": node.step, "what": "missed"},))
    return advance(plan, onward, standing, msgspec.structs.replace(moment, now=present), "moved")


def _wait_on(
    plan: Plan, one: Enrolment, node: WaitNode, until: datetime, standing: Standing, moment: Moment
) -> list[Derived]:
    """What it waits for was put off meanwhile: waits on until then."""
    standing.enrol(_wait(one, node, until, standing))
    did: Properties = {"step": node.step, "what": "put_off", "until": until.isoformat()}
    log(standing, one, "moved", {"did": [did], "state": "waiting", "entry": one.entry.get("name")}, moment)
    return []
