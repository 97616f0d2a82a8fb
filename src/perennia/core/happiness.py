"""How happy somebody says they are: four levels, from a word or from an NPS answer, and their mean over an account."""

from collections.abc import Mapping

from perennia.core.event import Value

GIVEN = "Feedback Given"
PIPELINE = "User Happiness Level"
# From the happiest; worth in the mean, lowest NPS answer that says it.
LEVELS: tuple[tuple[str, int, int], ...] = (
    ("Very Happy", 100, 9),
    ("Happy", 75, 7),
    ("Neutral", 50, 5),
    ("Not Happy", 25, 0),
)
NAMES = tuple(name for name, _, _ in LEVELS)
WORTH = {name: worth for name, worth, _ in LEVELS}
_SPELT = {name.lower(): name for name in NAMES}


def nps_of(said: Mapping[str, Value]) -> int | None:
    """The answer from 0 to 10, or None where there is none."""
    number = said.get("nps")
    if isinstance(number, str) and number.strip().isascii() and number.strip().isdigit() and len(number.strip()) < 3:
        number = int(number)
    if (
        isinstance(number, bool)
        or not isinstance(number, (int, float))
        or number != int(number)
        or not 0 <= number <= 10
    ):
        return None
    return int(number)


def level_of(said: Mapping[str, Value]) -> str | None:
    """The level these properties speak of; a word before a number. None where they speak of none."""
    word = said.get("level")
    if isinstance(word, str) and (level := _SPELT.get(" ".join(word.replace("_", " ").split()).lower())):
        return level
    nps = nps_of(said)
    return next(name for name, _, lowest in LEVELS if nps >= lowest) if nps is not None else None


def worth(level: Value) -> int | None:
    """What a level is worth in the mean."""
    return WORTH.get(level) if isinstance(level, str) else None


def nearest(mean: float) -> str:
    """The level a mean lies nearest to; of two the happier."""
    return min(NAMES, key=lambda name: abs(WORTH[name] - mean))
