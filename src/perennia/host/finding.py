"""What the doctor found at one place, and how to mend it."""

from dataclasses import dataclass
from typing import Literal

Grade = Literal["ok", "warn", "bad"]


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's report. `mend` says what to do, and is empty when all is well."""

    grade: Grade
    what: str
    said: str
    mend: str = ""

    def line(self) -> str:
        """As it is shown on a terminal."""
        sign = {"ok": "ok  ", "warn": "note", "bad": "BAD "}[self.grade]
        mend = f"\n      -> {self.mend}" if self.mend else ""
        return f"{sign}  {self.what}: {self.said}{mend}"


def ok(what: str, said: str) -> Finding:
    """All is well here."""
    return Finding("ok", what, said)


def warn(what: str, said: str, mend: str) -> Finding:
    """It works, but somebody should know."""
    return Finding("warn", what, said, mend)


def bad(what: str, said: str, mend: str) -> Finding:
    """It does not work, or not safely."""
    return Finding("bad", what, said, mend)
