"""Everything that is wrong with a draft is named at once: where, what, and what to do. No draft, however wild, breaks it."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perennia.core import faults
from perennia.core.error import Invalid
from perennia.core.event import Properties
from perennia.core.shipped import shipped
from perennia.core.step import chains, emptied, walk
from perennia.core.workflow import Definition, compile_plan

WAIT: Properties = {"id": "rest", "key": "wait", "for": "P1D"}
TAG: Properties = {"id": "tag", "key": "add_tag", "tag": "x"}
TEXT = {"subject": "Hello", "body": "You"}


def drawn(*steps: object, **parts: object) -> Definition:
    told = {
        "key": "w", "label": "W", "group": "own", "subject": "contact", "audience": "customer_touch",
        "trigger": {"key": "event_seen", "names": ["Trial Began"]}, "steps": list(steps), **parts,
    }  # fmt: skip
    return msgspec.convert(told, Definition)


@pytest.mark.parametrize(("definition", "where", "says"), [
    (drawn(TAG, label=" "), "label", "Give the workflow a name"),
    (drawn(TAG, trigger={}), "trigger", "Choose what starts it"),
    (drawn(TAG, trigger={"key": "event_seen", "names": []}), "trigger.names", "Events is empty. Choose at least one."),
    (drawn(TAG, trigger={"key": "no_such"}), "trigger", "There is no trigger 'no_such'"),
    (drawn(), "steps", "Add a step"),
    (drawn({"id": "a", "key": "fly_away"}), "steps[0]", "There is no action 'fly_away'"),
    (drawn({"id": "a", "key": "add_score"}), "steps[0].points", "Points is missing. Fill it in."),
    (drawn({"id": "a", "key": "add_score", "points": 10**9, "reason": "r"}), "steps[0].points", "Points is at most 100000"),
    (drawn({**TAG, "colour": "red"}), "steps[0].colour", "There is no field colour. Remove it."),
    (drawn(WAIT, {**TAG, "id": "rest"}), "steps[1].id", "Two steps are called “rest”"),
    (drawn({"id": "w", "key": "wait"}), "steps[0]", "A wait needs"),
    (drawn({"id": "w", "key": "wait", "for": "soon"}), "steps[0].for", "'soon' is not a duration"),
    (drawn({"id": "b", "key": "branch", "if": {"field": "contact.nonsense", "op": "is"}, "then": [TAG]}), "steps[0].if.field",
     "There is no field 'contact.nonsense'"),
    (drawn(TAG, {"id": "round", "key": "again"}), "steps", "There is no wait before `again`"),
    (drawn({"id": "m", "key": "send_message", "template": "hello"}), "steps[0].template", "The message has no words yet"),
    (drawn({"id": "m", "key": "send_message"}, templates={"hello": TEXT}), "steps[0].template", "Message is missing"),
    (drawn(TAG, re_entry="sometimes"), "re_entry", "Use once, every_time"),
    (drawn(TAG, exits=[{"key": "left"}, {"key": "gone"}]), "exits[1]", "There is no trigger 'gone'"),
    (drawn(TAG, goal={"key": "event_seen"}), "goal.names", "Events is missing"),
    (drawn(TAG, when={"any": []}), "when.any", "Add a condition"),
    (drawn(*({**TAG, "id": f"t{n}"} for n in range(250))), "steps[49]", "at most 200 steps"),
    (drawn(*({**TAG, "id": f"t{n}"} for n in range(10_000))), "steps", "at most 200 steps"),
])  # fmt: skip
def test_a_fault_is_named_by_its_place_with_a_remedy(definition: Definition, where: str, says: str) -> None:
    found = {one.where: one.message for one in faults.find(definition)}
    assert where in found, found
    assert says in found[where]
    assert all(one.message and one.message_vi for one in faults.find(definition))


def test_all_faults_are_told_at_once_and_those_in_branches_by_their_step() -> None:
    inner = {"id": "score", "key": "add_score", "points": "many"}
    branch = {
        "id": "which",
        "key": "branch",
        "if": {"field": "contact.score", "op": "above", "value": 1},
        "else": [inner],
    }
    found = faults.find(drawn({"id": "a", "key": "add_tag"}, branch, label=""))
    assert [(one.where, one.step, one.field) for one in found] == [
        ("label", "", "label"),
        ("steps[0].tag", "a", "tag"),
        ("steps[1].else[0].points", "score", "points"),
        ("steps[1].else[0].reason", "score", "reason"),
    ]


def test_what_ships_has_no_fault() -> None:
    assert {one.key: faults.find(one) for one in shipped() if faults.find(one)} == {}


def test_what_has_no_fault_compiles_and_what_does_not_compile_has_one() -> None:
    for definition in shipped():
        for step in range(len(definition.steps)):
            less = msgspec.structs.replace(definition, steps=definition.steps[:step])
            try:
                compile_plan(less, 0)
            except Invalid:
                assert faults.find(less)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.text(max_size=8)
    | st.sampled_from(["P1D", "x" * 5000]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    ["for", "until", "until_day", "at_most", "if", "then", "else", "ways", "tag", "points", "template"]
)
KEYS = st.sampled_from(["wait", "branch", "stop", "again", "add_tag", "send_message", "nonsense", "", "split"]) | VALUES
STEPS = st.recursive(
    st.lists(st.dictionaries(FIELDS, VALUES, max_size=3), max_size=3),
    lambda inner: st.lists(
        st.builds(
            lambda key, id_, then, otherwise, rest: {**rest, "key": key, "id": id_, "then": then, "else": otherwise},
            KEYS, st.text(max_size=3), inner, inner, st.dictionaries(FIELDS, VALUES, max_size=2),
        ),
        max_size=4,
    ),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(STEPS, VALUES, VALUES)
def test_no_draft_breaks_the_finder(steps: object, trigger: object, when: object) -> None:
    told = {"key": "w", "label": "W", "group": "g", "subject": "contact", "audience": "customer_touch"}
    try:
        definition = msgspec.convert({**told, "trigger": trigger, "when": when, "steps": steps}, Definition)
    except msgspec.ValidationError:
        return
    found = faults.find(definition)
    assert len(found) <= faults.MOST
    if not found:
        compile_plan(definition, 0)


def test_steps_are_walked_in_reading_order_with_what_is_before_them() -> None:
    late: Properties = {"key": "wait", "until": {"key": "answered"}, "at_most": "P3D", "else": [TAG]}
    branch: Properties = {"id": "which", "key": "branch", "then": [WAIT, late], "else": [{"key": "stop"}]}
    assert [(one.where, one.id, one.parent, one.way, one.before) for one in walk([branch, {"key": "stop"}])] == [
        ("steps[0]", "which", "", "", ""),
        ("steps[0].then[0]", "rest", "which", "then", ""),
        ("steps[0].then[1]", "steps[0].then[1]", "which", "then", "rest"),
        ("steps[0].then[1].else[0]", "tag", "steps[0].then[1]", "else", ""),
        ("steps[0].else[0]", "steps[0].else[0]", "which", "else", ""),
        ("steps[1]", "steps[1]", "", "", "which"),
    ]
    assert [one.where for one in chains(branch)] == ["then", "else"]
    assert emptied(branch) == {**branch, "then": [], "else": []}
