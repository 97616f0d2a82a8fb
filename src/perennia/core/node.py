"""What a workflow is compiled into: nodes an enrolment walks over. Each knows by number where it leads."""

from datetime import timedelta

import msgspec

from perennia.core.catalogue import Action, Trigger
from perennia.core.condition import Condition
from perennia.core.outcome import key_of
from perennia.core.profile import Subject
from perennia.core.target import Target

PARTS = 10_000  # hundredths of a percent


class ActionNode(msgspec.Struct, frozen=True):
    step: str
    action: Action
    then: int


class WaitNode(msgspec.Struct, frozen=True):
    """Waits for a span, until a day since the subject's start, until a moment, or for an event with a time-out."""

    step: str
    then: int
    span: timedelta | None = None
    until_day: int | None = None
    until: Trigger | None = None
    on_timeout: int = -1
    target: Target | None = None


class BranchNode(msgspec.Struct, frozen=True):
    step: str
    condition: Condition
    then: int
    otherwise: int


class ChoiceNode(msgspec.Struct, frozen=True):
    """Several ways, each with its condition: the first that holds is taken, else the last one. They meet at `then`."""

    step: str
    ways: tuple[tuple[str, Condition, int], ...]  # label, condition, where it leads
    otherwise: int
    then: int


class SplitNode(msgspec.Struct, frozen=True):
    """Ways by share, in hundredths of a percent and in order; whoever is left over is held out. They meet at `then`."""

    step: str
    ways: tuple[tuple[str, int, int], ...]  # label, share, where it leads
    then: int

    def way(self, workflow: str, subject: Subject) -> tuple[str, int] | None:
        """Label and place of a subject's way: by hash, so the same each time and everywhere. None: held out."""
        mark = key_of("split", workflow, self.step, *subject).int % PARTS
        for label, share, place in self.ways:
            if mark < share:
                return label, place
            mark -= share
        return None


class StopNode(msgspec.Struct, frozen=True):
    step: str = ""


Node = ActionNode | WaitNode | BranchNode | ChoiceNode | SplitNode | StopNode


def renumbered(node: Node, swap: dict[int, int]) -> Node:
    """The node with the numbers it leads to replaced."""

    def at(place: int) -> int:
        return swap.get(place, place)

    match node:
        case BranchNode():
            return msgspec.structs.replace(node, then=at(node.then), otherwise=at(node.otherwise))
        case ChoiceNode():
            ways = tuple((label, condition, at(place)) for label, condition, place in node.ways)
            return msgspec.structs.replace(node, ways=ways, otherwise=at(node.otherwise), then=at(node.then))
        case SplitNode():
            shares = tuple((label, share, at(place)) for label, share, place in node.ways)
            return msgspec.structs.replace(node, ways=shares, then=at(node.then))
        case WaitNode():
            return msgspec.structs.replace(node, then=at(node.then), on_timeout=at(node.on_timeout))
        case ActionNode():
            return msgspec.structs.replace(node, then=at(node.then))
        case StopNode():
            return node
