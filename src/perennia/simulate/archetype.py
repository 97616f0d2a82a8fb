"""The kinds of customer the demo company has: how much they use, how they pay, how it ends."""

from typing import NamedTuple


class Archetype(NamedTuple):
    """One kind of customer.

    `is_new`: signs up within the simulated days. `pace` is how much they use at the points of `curve`, a list of
    (share of their days, factor) between which it runs straight. `ends`: cancels at this share of their days.
    """

    key: str
    share: float
    is_new: bool
    curve: tuple[tuple[float, float], ...]
    fails: float = 0.02  # chance that a payment fails at first
    recovers: float = 0.97  # chance that a failed one is mended within days
    ends: float | None = None
    breadth: int = 6  # features found by its most curious contacts
    grows: float = 0.0  # chance of a larger plan

    def pace(self, place: float) -> float:
        """How busy they are at this share of their days."""
        before = self.curve[0]
        for point in self.curve:
            if place <= point[0]:
                span = point[0] - before[0]
                return point[1] if span == 0 else before[1] + (point[1] - before[1]) * (place - before[0]) / span
            before = point
        return before[1]


ARCHETYPES = (
    Archetype("thriving", 0.34, False, ((0, 0.95), (0.5, 1.1), (1, 1.2)), breadth=8, grows=0.35),
    Archetype("new and thriving", 0.13, True, ((0, 0.8), (0.2, 1.1), (1, 1.25)), breadth=7, grows=0.2),
    Archetype("fading", 0.15, False, ((0, 1.0), (0.35, 0.95), (0.75, 0.35), (1, 0.12)), fails=0.05),
    Archetype("stuck in onboarding", 0.10, True, ((0, 0.5), (0.1, 0.35), (0.35, 0.12), (1, 0.04)), breadth=2),
    Archetype("payment trouble", 0.10, False, ((0, 0.9), (1, 0.8)), fails=0.55, recovers=0.75),
    Archetype("churning", 0.09, False, ((0, 0.9), (0.3, 0.6), (0.62, 0.1), (0.7, 0.0), (1, 0.0)), fails=0.12, ends=0.68),
    Archetype("returning", 0.09, False, ((0, 0.9), (0.25, 0.5), (0.32, 0.0), (0.68, 0.0), (0.72, 0.8), (1, 1.1))),
)  # fmt: skip
