"""Finds the values that PostgreSQL cannot keep and that would take the rest of their batch down with them."""

import re

from perennia.ingest.refusal import Refused

MAX_DEPTH = 32
MAX_INTEGER = 2**63 - 1
DIGITS = bytes(ord("0") if chr(byte).isdigit() and byte < 128 else ord(" ") for byte in range(256))
LONG = b"0" * 19
BEFORE_NUMBER = b":,[- \t\r\n"
STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
NOT_A_NUMBER = re.compile(rb"\bNaN\b|\bInfinity\b")
SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
CONTROL = re.compile(rb"[\x00-\x1f]")


def is_suspect(body: bytes) -> bool:
    """Whether a look at each value is worth it: an escaped NUL or a number of nineteen digits is somewhere."""
    return b"\\u0000" in body or _has_long_number(body)


def _has_long_number(body: bytes) -> bool:
    """Whether nineteen digits stand where a number may begin. Many an id has as many in the middle of a text."""
    digits = body.translate(DIGITS)
    start = digits.find(LONG)
    while start >= 0:
        if start == 0 or body[start - 1] in BEFORE_NUMBER:
            return True
        start = digits.find(LONG, digits.find(b" ", start))
    return False


def is_deep(event: bytes) -> bool:
    """Whether it could be nested too deeply."""
    return event.count(b"{") + event.count(b"[") > MAX_DEPTH


def inspect(value: object, path: str, depth: int) -> None:
    """Raises Refused for the first value in the field `path`, which lies `depth` levels deep, that cannot be kept."""
    if isinstance(value, str):
        if "\x00" in value:
            raise Refused("nul_character", path, f"`{path}` holds a NUL character (U+0000). Remove it.")
    elif isinstance(value, dict):
        _refuse_depth(path, depth + 1)
        for key, inner in value.items():
            inspect(key, path, depth)
            inspect(inner, f"{path}.{key}", depth + 1)
    elif isinstance(value, list):
        _refuse_depth(path, depth + 1)
        for place, inner in enumerate(value):
            inspect(inner, f"{path}[{place}]", depth + 1)
    elif isinstance(value, int) and not -MAX_INTEGER - 1 <= value <= MAX_INTEGER:
        raise Refused("number_out_of_range", path, f"`{path}` is beyond a 64-bit integer. Send it as text.")


def _refuse_depth(path: str, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise Refused(
            "too_deep", path.partition(".")[0].partition("[")[0],
            f"The event is nested more than {MAX_DEPTH} levels deep. Flatten it.", MAX_DEPTH,
        )  # fmt: skip


def explain(event: bytes) -> Refused | None:
    """Why a strict parser would not read an event; None when it is simply broken JSON."""
    bare = STRING.sub(b'""', event)
    if is_deep(bare) and _depth(bare) > MAX_DEPTH:
        return Refused("too_deep", "", f"The event is nested more than {MAX_DEPTH} levels deep. Flatten it.", MAX_DEPTH)
    if found := NOT_A_NUMBER.search(bare):
        field = _field_before(event, found.group())
        return Refused("not_a_number", field, f"{_named(field)}NaN or Infinity, which JSON does not know. Send null.")
    if SURROGATE.search(event):
        return Refused("lone_surrogate", "", "A text holds half of a surrogate pair (\\ud800 to \\udfff). Remove it.")
    try:
        event.decode()
    except UnicodeDecodeError:
        return Refused("not_utf8", "", "A text is not valid UTF-8. Encode the body as UTF-8.")
    if any(CONTROL.search(text) for text in STRING.findall(event)):
        return Refused("control_character", "", "A text holds a raw control character. Escape it, like \\n or \\u0001.")
    return None


def _named(field: str) -> str:
    return f"`{field}` is " if field else "A value is "


def _field_before(event: bytes, token: bytes) -> str:
    found = re.search(rb'"((?:[^"\\]|\\.){1,200})"\s*:\s*\[?-?' + token, event)
    return found.group(1).decode(errors="replace") if found else ""


def _depth(bare: bytes) -> int:
    deepest = depth = 0
    for byte in bare:
        if byte in b"{[":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"}]":
            depth -= 1
    return deepest
