"""One predicate of the run log in words: what was asked, and what was seen instead."""

from datetime import tzinfo

from perennia.core import text
from perennia.core.condition.describe import describe, value, words_of
from perennia.core.condition.field import read
from perennia.core.condition.language import Compare, Not, Seen
from perennia.core.error import Invalid
from perennia.core.moments import moment_in_words


def asked(one: Seen, language: str) -> str:
    """What the condition asked for, as a sentence without its full stop."""
    compare = Compare(one.field, one.op, one.expected)  # type: ignore[arg-type]  # an operator as it was stored
    try:
        return describe(Not(compare) if one.is_negated else compare, language)
    except (Invalid, KeyError):
        return f"{one.field} {one.op} {one.expected}"


def saw(one: Seen, language: str, zone: tzinfo) -> str:
    """What it found: "it was 12 Mar 2026, 09:00", or that nothing was known."""
    words = words_of(language)
    if one.seen is None or one.seen == "":
        return words.unknown
    return words.was.replace("{value}", _found(one, language, zone))


def is_met(one: Seen) -> bool:
    """Whether it speaks for the condition."""
    return one.passed != one.is_negated


def _found(one: Seen, language: str, zone: tzinfo) -> str:
    if isinstance(one.seen, str) and _kind(one.field) == "moment" and (at := text.moment(one.seen)) is not None:
        return moment_in_words(at, language, zone)
    return value(one.seen, words_of(language))


def _kind(field: str) -> str:
    try:
        return read(field).kind
    except Invalid:
        return ""
