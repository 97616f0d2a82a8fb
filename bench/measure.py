"""What one measure says."""

import msgspec


class Measure(msgspec.Struct, frozen=True):
    """A measured value beside what is aimed at. `how`: the figures the value was made of."""

    id: str
    value: float
    aim: str
    met: bool
    size: str
    how: str
