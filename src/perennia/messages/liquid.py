"""Liquid with strict limits: a closed set of tags and filters, 50 ms, 256 KB, nothing included, values escaped.

The 50 ms are of the processor, so that a text does not fail because the machine has other things to do.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from time import monotonic, thread_time
from typing import ClassVar
from zoneinfo import ZoneInfo

from liquid import BoundTemplate, Environment, RenderContext
from liquid.exceptions import LiquidError
from liquid.filter import with_context
from liquid.token import Token
from liquid.undefined import UNDEFINED
from typing_extensions import override

from perennia.core.error import Invalid
from perennia.core.event import Value

SECONDS = 0.05  # of the processor, in this thread
SECONDS_AT_MOST = 5.0  # by the clock on the wall
OUTPUT_BYTES = 256 * 1024
SOURCE_CHARACTERS = 20_000
LOOPS = 200
MARKUP_CHARACTERS = 1000  # between {{ and }}

TAGS = frozenset(["assign", "break", "capture", "case", "comment", "continue", "echo", "for", "if", "unless", "#"])
FILTERS = frozenset(
    ["abs", "append", "at_least", "at_most", "capitalize", "ceil", "default", "divided_by", "downcase", "first", "floor", "last",
     "minus", "modulo", "plus", "prepend", "round", "size", "slice", "strip", "times", "truncate", "truncatewords", "upcase"]
)  # fmt: skip
_ENGINE_TAGS = frozenset(["content", "illegal", "output"])  # not written by authors: the parser's own nodes
_MARKUP = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_OPENS = re.compile(r"\{\{|\{%")
_RANGE = re.compile(r"\([^()]*\.\.[^()]*\)")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class _TooLong(LiquidError):
    """It took more of the processor than a text may."""


class _Ends:
    """When a text that begins now has taken too long."""

    def __init__(self) -> None:
        self._processor = thread_time() + SECONDS
        self._wall = monotonic() + SECONDS_AT_MOST

    def look(self) -> None:
        if thread_time() > self._processor:
            raise _TooLong(f"it takes longer than {SECONDS * 1000:.0f} ms", token=None)
        if monotonic() > self._wall:
            raise LiquidError(f"it is not done after {SECONDS_AT_MOST:g} s", token=None)


class _Context(RenderContext):
    """Looks at the time whenever a value or a filter is used or a loop begins."""

    @override
    def get(self, path: list[object], *, token: Token | None, default: object = UNDEFINED) -> object:
        self._look_at_time()
        return super().get(path, token=token, default=default)

    @override
    def filter(self, name: str, token: Token | None) -> Callable[..., object]:
        self._look_at_time()
        return super().filter(name, token)

    @override
    def raise_for_loop_limit(self, length: int = 1) -> None:
        self._look_at_time()
        super().raise_for_loop_limit(length)

    def _look_at_time(self) -> None:
        ends = self.globals.get("__ends")
        if isinstance(ends, _Ends):
            ends.look()


class _Template(BoundTemplate):
    context_class = _Context


class _Environment(Environment):
    template_class = _Template
    loop_iteration_limit: ClassVar[int | None] = LOOPS
    output_stream_limit: ClassVar[int | None] = OUTPUT_BYTES
    local_namespace_limit: ClassVar[int | None] = OUTPUT_BYTES
    context_depth_limit: ClassVar[int] = 12

    def __init__(self, *, autoescape: bool) -> None:
        super().__init__(autoescape=autoescape)
        for name in set(self.tags) - TAGS - _ENGINE_TAGS:
            del self.tags[name]
        for name in set(self.filters) - FILTERS:
            del self.filters[name]
        self.filters |= {"date": _date, "time": _time, "money": _money, "join": _join, "number": _number}


class Liquid:
    """A compiled text. `is_html` escapes every value for HTML."""

    def __init__(self, source: str, *, is_html: bool) -> None:
        self._template = _compile(source, _HTML if is_html else _TEXT)

    def render(self, context: Mapping[str, Value]) -> str:
        """The text with its values. Raises Invalid where a limit is passed."""
        try:
            return self._rendered(context)
        except (LiquidError, ValueError, ArithmeticError, TypeError, RecursionError) as error:
            raise Invalid(f"The text cannot be written: {_said(error)}.", field="body") from error

    def _rendered(self, context: Mapping[str, Value]) -> str:
        try:
            return self._template.render({**context, "__ends": _Ends()})
        except _TooLong:
            # Python may have collected its garbage just then, which counts as this thread's time: no letter fails of that.
            return self._template.render({**context, "__ends": _Ends()})

    def names(self) -> set[str]:
        """The variables it asks for, like "contact.first_name"."""
        return set(self._template.global_variable_paths())


def _compile(source: str, environment: Environment) -> BoundTemplate:
    if len(source) > SOURCE_CHARACTERS:
        raise Invalid(
            f"A text has at most {SOURCE_CHARACTERS:,} characters; this one has {len(source):,}.", field="body"
        )
    _refuse_open_ends(source)
    # A range of a thousand million numbers is made at once, whatever the loop's limit.
    if any(_RANGE.search(_QUOTED.sub("", markup)) for markup in _MARKUP.findall(source)):
        raise Invalid("Ranges such as (1..10) cannot be used in a text.", field="body")
    try:
        return environment.from_string(source)
    except (LiquidError, RecursionError) as error:
        raise Invalid(f"The text cannot be read: {_said(error)}.", field="body") from error


def _refuse_open_ends(source: str) -> None:
    """What is not closed soon: the library's reading of it takes the square of its length, seconds for one text."""
    at = 0
    while opens := _OPENS.search(source, at):
        inside = source[opens.end() : opens.end() + MARKUP_CHARACTERS]
        closing = "}}" if opens[0] == "{{" else "%}"
        said, closes, _ = inside.partition(closing)
        if not closes or _OPENS.search(said):
            where = source[opens.start() :].split("\n")[0][:40]
            raise Invalid(
                f"“{where}” has no {closing} behind it, or it stands over {MARKUP_CHARACTERS:,} characters further on.",
                field="body",
            )
        at = opens.end() + len(said) + len(closing)


def _said(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")[:200]


@with_context
def _date(value: object, *, context: RenderContext) -> str:
    """A moment as a day in the recipient's zone and language; text that is no moment stays as it is."""
    try:
        moment = datetime.fromisoformat(str(value))
        day = moment.astimezone(ZoneInfo(str(context.globals.get("zone") or "UTC"))) if moment.tzinfo else moment
    except (ValueError, KeyError, OSError, OverflowError):
        return _plain(value)
    if context.globals.get("language") == "vi":
        return f"{day.day} tháng {day.month}, {day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


@with_context
def _time(value: object, *, context: RenderContext) -> str:
    """A moment as a clock in the recipient's zone shows it; text that is no moment stays as it is."""
    try:
        moment = datetime.fromisoformat(str(value))
        there = moment.astimezone(ZoneInfo(str(context.globals.get("zone") or "UTC"))) if moment.tzinfo else moment
    except (ValueError, KeyError, OSError, OverflowError):
        return _plain(value)
    return f"{there:%H:%M}"


@with_context
def _money(value: object, currency: object = "", *, context: RenderContext) -> str:
    """An amount with its currency, grouped as the recipient's language groups."""
    try:
        amount = Decimal(str(value)).quantize(Decimal("0.01"))
    except (InvalidOperation, ValueError):
        return _plain(value)
    figures = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    return f"{_grouped(figures, context)} {_plain(currency)}".strip()


@with_context
def _number(value: object, *, context: RenderContext) -> str:
    try:
        amount = Decimal(str(value))
    except (InvalidOperation, ValueError):
        return _plain(value)
    return _grouped(f"{amount:,.0f}" if abs(amount) < Decimal("1e15") else str(amount), context)


def _join(value: object, glue: object = ", ") -> str:
    """The items of a list in one line, at most fifty."""
    items = value if isinstance(value, list) else [value]
    return _plain(glue)[:20].join(_plain(item)[:300] for item in items[:50])


def _grouped(figures: str, context: RenderContext) -> str:
    if context.globals.get("language") == "vi":
        return figures.replace(",", "\0").replace(".", ",").replace("\0", ".")
    return figures


def _plain(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)[:300]


_HTML, _TEXT = _Environment(autoescape=True), _Environment(autoescape=False)


def fill(words: str, values: Mapping[str, Value]) -> str:
    """A short text for the team with its values; where they cannot be filled in, the words as they are."""
    try:
        text = _compiled(words).render(values)
    except Invalid:
        text = words
    return text.replace("\x00", "")


@lru_cache(maxsize=256)
def _compiled(words: str) -> Liquid:
    return Liquid(words, is_html=False)
