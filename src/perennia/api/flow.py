"""Puts together what the API says of a workflow: its words, its steps with numbers, its texts and rules."""

from collections.abc import Iterator, Mapping, Sequence

from perennia.api import refusals
from perennia.api.workflow_shapes import (
    BranchOut,
    NumbersOut,
    PauseOut,
    Rule,
    StepNumbersOut,
    StepOut,
    TemplateOut,
    TriggerOut,
    WorkflowOut,
    WorkflowRecord,
)
from perennia.core.catalogue import Trigger, discover
from perennia.core.error import Invalid
from perennia.core.event import Properties, Value
from perennia.core.workflow import trigger_of
from perennia.host import clock
from perennia.messages import pausing, words
from perennia.messages.pausing import Pause
from perennia.messages.words import Words
from perennia.workflows import draft, drawn, numbers, queries
from perennia.workflows.drawn import Step
from perennia.workflows.numbers import Numbers, StepNumbers
from perennia.workflows.queries import Found

_LANGUAGES = ("en", "vi")
_RULES = {
    "re_entry": ("Again", "Lặp lại"),
    "exits": ("Leaves when", "Rời khi"),
    "goal": ("Goal", "Mục tiêu"),
    "when": ("Only if", "Chỉ khi"),
    "audience": ("Speaks to", "Gửi đến"),
    "catch_up": ("After a standstill", "Sau khi gián đoạn"),
    "caps": ("Quiet hours and caps", "Giờ yên tĩnh và giới hạn"),
}
_SAID = {
    "catch_up_once": ("the last step that came due is done, late", "thực hiện bước đến hạn gần nhất, muộn"),
    "catch_up_skip": ("what came due meanwhile is left out", "bỏ qua những bước đã đến hạn"),
    "catch_up_all": ("all that came due is done", "thực hiện mọi bước đã đến hạn"),
    "customer_touch": ("the customer", "khách hàng"),
    "internal_notification": ("the team", "nội bộ"),
    "caps_on": ("as the organisation's rules say", "theo quy tắc của tổ chức"),
    "caps_off": ("do not apply to the team", "không áp dụng cho nội bộ"),
}


def items(language: str) -> list[WorkflowOut]:
    """All workflows with their numbers."""
    counted = numbers.of_all(clock.now().date())
    drafts = draft.drafted()
    pauses = pausing.paused()
    every = [*queries.drafted(), *queries.listing()]
    return [
        _item(one, counted.get(one.row.key, Numbers()), language, pauses, has_draft=one.row.key in drafts)
        for one in every
    ]


def whole(key: str, language: str) -> WorkflowRecord:
    """One workflow."""
    found = queries.find_any(key)
    today = clock.now().date()
    compiled = queries.plan(found)
    steps = drawn.steps(found.definition.steps, language)
    of_steps = numbers.of_steps(key, today, queries.waits(key))
    definition = found.definition
    exits = [trigger(each, "exits", language) for each in definition.exits]
    goal = trigger(definition.goal, "goal", language) if definition.goal else None
    when = drawn.in_words(definition.when, language) if definition.when else ""
    counted = numbers.of_all(today, key).get(key, Numbers())
    item = _item(found, counted, language, pausing.paused(), has_draft=key in draft.drafted())
    return WorkflowRecord(
        **item.model_dump(),
        trigger=trigger(definition.trigger, "trigger", language)
        if definition.trigger
        else TriggerOut(key="", label="", icon="bolt", params={}),
        when=when,
        re_entry=drawn.again(definition.re_entry, language),
        exits=exits,
        goal=goal,
        steps=[step(each, of_steps) for each in steps],
        messages=list(_templates(found, steps)),
        rules=list(_rules(found, when, exits, goal, language)),
        qualifying=queries.qualifying(compiled) if compiled else None,
    )


def _item(
    found: Found, counted: Numbers, language: str, pauses: Mapping[str, Pause], *, has_draft: bool
) -> WorkflowOut:
    definition, pause = found.definition, pauses.get(found.row.key)
    is_vi = language == "vi"
    return WorkflowOut(
        key=found.row.key,
        name=definition.label_vi if is_vi and definition.label_vi else definition.label,
        lang="en" if is_vi and found.row.is_shipped and not definition.label_vi else None,
        description=definition.description_vi if is_vi and definition.description_vi else definition.description,
        audience=definition.audience,
        group=definition.group,
        subject=definition.subject,
        is_on=found.row.is_on,
        version=found.number,
        switched_on_at=found.row.switched_on_at if found.row.is_on else None,
        trouble=refusals.said(found.row.trouble, language),
        paused=PauseOut(since=pause.since, tried=pause.tried, failed=pause.failed) if pause else None,
        is_shipped=found.row.is_shipped,
        has_draft=has_draft,
        numbers=NumbersOut(
            entered=counted.entered,
            active=counted.active,
            done=counted.done,
            left=counted.left,
            sent=counted.sent,
            held=counted.held,
            failed=counted.failed,
        ),
        trigger_label=trigger(definition.trigger, "trigger", language).label if definition.trigger else "",
        entered_by_day=counted.by_day,
    )


def trigger(said: Properties, where: str, language: str) -> TriggerOut:
    """A trigger in words; one that cannot be read says why."""
    key = str(said.get("key"))
    params: dict[str, Value] = {name: value for name, value in said.items() if name != "key"}
    try:
        entry = trigger_of(said, where)
    except Invalid as wrong:
        known = discover(Trigger).get(key)
        if known is not None:  # it is not filled in yet
            return TriggerOut(key=key, label=known.called(language), icon=known.icon, params=params)
        return TriggerOut(key=key, label=wrong.detail, icon="alert-triangle", params=params)
    return TriggerOut(key=key, label=entry.summary(language), icon=entry.icon, params=params)


def step(drawn_step: Step, counted: Mapping[str, StepNumbers]) -> StepOut:
    """A step with its numbers, and those in its ways."""
    return StepOut(
        id=drawn_step.id,
        kind=drawn_step.kind,
        key=drawn_step.key,
        label=drawn_step.label,
        detail=drawn_step.detail,
        icon=drawn_step.icon,
        template=drawn_step.template,
        numbers=_numbers(counted.get(drawn_step.id)),
        branches=[
            BranchOut(
                label=way.label,
                steps=[step(each, counted) for each in way.steps],
                numbers=_numbers(counted.get(way.steps[0].id) if way.steps else None),
            )
            for way in drawn_step.branches
        ],
    )


def _numbers(counted: StepNumbers | None) -> StepNumbersOut:
    if counted is None:
        return StepNumbersOut()
    return StepNumbersOut(
        entered=counted.entered,
        waiting=counted.waiting,
        sent=counted.sent,
        held=counted.held,
        failed=counted.failed,
        left=counted.left,
        opened=counted.opened,
        clicked=counted.clicked,
    )


def _templates(found: Found, steps: Sequence[Step]) -> Iterator[TemplateOut]:
    key = found.row.key
    edits: Words = words.edited([key])
    users = {step.template: step for step in _flat(steps) if step.template}
    said = {str(step.get("template")): step for step in _raw(found.definition.steps)}
    for name in found.definition.templates:
        for language in _LANGUAGES:
            text = edits.edits.get((key, name, language)) or words.shipped(key, found.version, name, language)
            if text is None:
                continue
            yield TemplateOut(
                key=name,
                language=language,
                channel=str(said.get(name, {}).get("channel", "email")),
                subject=text.subject,
                body=text.body,
                short=text.short,
                topic=str(said.get(name, {}).get("topic", "success")),
                step_id=users[name].id if name in users else None,
                is_edited=(key, name, language) in edits.edits,
            )


def _flat(steps: Sequence[Step]) -> Iterator[Step]:
    for step in steps:
        yield step
        for way in step.branches:
            yield from _flat(way.steps)


def _raw(chain: Sequence[Properties]) -> Iterator[Properties]:
    for step in chain:
        yield step
        for name in ("then", "else"):
            inner = step.get(name)
            if isinstance(inner, list):
                yield from _raw([each for each in inner if isinstance(each, dict)])


def _rules(
    found: Found, when: str, exits: Sequence[TriggerOut], goal: TriggerOut | None, language: str
) -> Iterator[Rule]:
    definition = found.definition
    yield _rule("audience", _in(language, definition.audience), language)
    if when:
        yield _rule("when", when, language)
    yield _rule("re_entry", drawn.again(definition.re_entry, language), language)
    if exits:
        yield _rule("exits", "; ".join(each.label for each in exits), language)
    if goal is not None:
        yield _rule("goal", goal.label, language)
    yield _rule("catch_up", _in(language, f"catch_up_{definition.catch_up}"), language)
    caps = "caps_on" if definition.audience == "customer_touch" else "caps_off"
    yield _rule("caps", _in(language, caps), language)


def _rule(name: str, value: str, language: str) -> Rule:
    return Rule(label=_RULES[name][language == "vi"], value=value)


def _in(language: str, word: str) -> str:
    return _SAID[word][language == "vi"]
