"""The condition language: closed predicates over facts, joined by all, any and not. One language, two compilers.

    {"all": [{"field": "customer.score", "op": "at_least", "value": 300},
             {"not": {"field": "contact.tag.vip", "op": "is", "value": true}}]}

`parse` reads that form, `compile` and `judge` answer in Python, `customers.matching` answers in SQL; a property
test holds them to one answer. Missing makes every comparison false but `is_missing`; `not` is the plain complement.
"""

from perennia.core.condition.describe import describe
from perennia.core.condition.field import Field, path
from perennia.core.condition.flip import next_flip
from perennia.core.condition.judge import compile, judge, needs, window_days
from perennia.core.condition.language import (
    All,
    Any,
    Compare,
    Condition,
    Days,
    Not,
    Op,
    RollUp,
    Scope,
    Seen,
    Verdict,
    View,
)
from perennia.core.condition.parse import check, parse, unparse

__all__ = [
    "All", "Any", "Compare", "Condition", "Days", "Field", "Not", "Op", "RollUp", "Scope", "Seen", "Verdict", "View",
    "check", "compile", "describe", "judge", "needs", "next_flip", "parse", "path", "unparse", "window_days",
]  # fmt: skip
