"""Reads one event of a request and refuses, by name, what cannot be taken."""

import re
from datetime import datetime
from uuid import uuid4

import msgspec

from perennia.ingest import hostile, moment
from perennia.ingest.call import KINDS, MAX_EVENT_BYTES, Call, Json
from perennia.ingest.refusal import Refused, Unreadable
from perennia.ingest.split import BROKEN

MAX_ID = 255
MAX_MESSAGE_ID = 100
MAX_NAME = 200
NAMES = {"identify": "Identify", "group": "Group", "alias": "Alias", "page": "Page Viewed", "screen": "Screen Viewed"}
PATH = re.compile(r"\$\.?(\w*)")
UNKNOWN = "Object contains unknown field"

_strict = msgspec.json.Decoder(Call)
_loose = msgspec.json.Decoder(dict[str, object])


class Item(msgspec.Struct, kw_only=True, gc=False):
    """One event that may be taken; when it happened is told once it is known when it was received."""

    index: int
    kind: str
    name: str
    user: str
    anonymous: str
    group: str
    previous: str
    message_id: str
    original: datetime | None
    sent: datetime | None
    original_text: str
    properties: Json
    traits: Json
    context: Json


class Shared(msgspec.Struct, frozen=True):
    """What all events of a batch have in common. `is_suspect`: some value in it may be hostile."""

    sent: datetime | None = None
    context: Json = {}
    integrations: Json = {}
    is_suspect: bool = False


def item(raw: bytes, index: int, kind: str, shared: Shared) -> Item:
    """The event in `raw`; `kind` is the address's, empty for one of a batch.

    Raises Refused, and Unreadable for broken JSON.
    """
    if len(raw) > MAX_EVENT_BYTES:
        raise Refused(
            "event_too_large", "", f"The event has {len(raw):,} bytes, over the limit of {MAX_EVENT_BYTES:,}. Send less with it.",
            MAX_EVENT_BYTES,
        )  # fmt: skip
    call = _call(raw)
    if shared.is_suspect or hostile.is_deep(raw):
        for name, field in zip(_FIELDS, call.__struct_fields__, strict=True):
            hostile.inspect(getattr(call, field), name, 1)
    return _checked(call, index, kind or call.type or "", shared)


def _call(raw: bytes) -> Call:
    try:
        try:
            return _strict.decode(raw)
        except msgspec.ValidationError as error:
            if not str(error).startswith(UNKNOWN):
                raise
            return _with_unknown(raw)
    except msgspec.ValidationError as error:
        raise _wrong_type(error) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        refused = hostile.explain(raw)
        if refused is None:
            raise Unreadable("broken_json", BROKEN) from error
        raise refused from error


def _with_unknown(raw: bytes) -> Call:
    """A call with fields Segment does not know: they are kept in its context, as `extra`."""
    fields = _loose.decode(raw)
    extra = {name: fields.pop(name) for name in list(fields) if name not in _FIELDS}
    call = msgspec.convert(fields, Call)
    call.context = {**(call.context or {}), "extra": extra}
    return call


_FIELDS = tuple(Call.__struct_encode_fields__)


def _wrong_type(error: msgspec.ValidationError) -> Refused:
    text = str(error)
    reason, _, place = text.partition(" - at `")
    found = PATH.match(place)
    field = found.group(1) if found else ""
    if reason.endswith("out of range"):
        return Refused("number_out_of_range", field, f"A number in `{field}` is too large to keep. Send it as text.")
    if not field:
        return Refused("wrong_type", "", f"An event must be a JSON object. {reason}.")
    return Refused("wrong_type", field, f"`{field}` has the wrong type. {reason}.")


def _checked(call: Call, index: int, kind: str, shared: Shared) -> Item:
    if kind not in KINDS:
        raise Refused("unknown_type", "type", f"`type` must be one of {', '.join(KINDS)}. It is {kind[:50]!r}.")
    user, anonymous = _id(call.user_id, "userId"), _id(call.anonymous_id, "anonymousId")
    if not user and not anonymous:
        raise Refused("no_user_anon_id", "userId", "The event names nobody. Send `userId` or `anonymousId`.")
    context = {**shared.context, **call.context} if call.context else dict(shared.context)
    properties = call.properties if call.properties is not None else {}
    traits = call.traits if call.traits is not None else {}
    _names(properties, "properties")
    _names(traits, "traits")
    text = call.original_timestamp or call.timestamp or ""
    group, previous = _group(call, kind, context), _previous(call, kind, user)
    for field, value in (("userId", user), ("anonymousId", anonymous), ("groupId", group), ("previousId", previous)):
        if value:
            context[field] = value
    if shared.integrations or call.integrations:
        context["integrations"] = {**shared.integrations, **(call.integrations or {})}
    return Item(
        index=index, kind=kind, name=_name(call, kind, properties), user=user, anonymous=anonymous,
        group=group, previous=previous, message_id=_message_id(call.message_id),
        original=moment.read(text, "originalTimestamp" if call.original_timestamp else "timestamp") if text else None,
        sent=moment.read(call.sent_at, "sentAt") if call.sent_at else shared.sent, original_text=text,
        properties=properties, traits=traits, context=context,
    )  # fmt: skip


def _id(value: object, field: str, limit: int = MAX_ID) -> str:
    """An id as text; empty when there is none. A number is taken as its digits."""
    if value is None:
        return ""
    if type(value) is str and len(value) <= limit:
        return "" if value.isspace() else value
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Refused("wrong_type", field, f"`{field}` must be text or a whole number.")
    text = str(value)
    if len(text) > limit:
        raise Refused("too_long", field, f"`{field}` has {len(text)} characters, over the limit of {limit}.", limit)
    return text if not text.isspace() else ""


def _group(call: Call, kind: str, context: Json) -> str:
    if kind != "group":
        return _id(call.group_id if call.group_id is not None else context.get("groupId"), "context.groupId")
    group = _id(call.group_id, "groupId")
    if not group:
        raise Refused("missing_field", "groupId", "A group call needs `groupId`, the account's id.")
    return group


def _previous(call: Call, kind: str, user: str) -> str:
    if kind != "alias":
        return ""
    previous = _id(call.previous_id, "previousId")
    if not previous:
        raise Refused("missing_field", "previousId", "An alias call needs `previousId`, the id used before.")
    if not user:
        raise Refused("missing_field", "userId", "An alias call needs `userId`, the id used from now on.")
    return previous


def _message_id(given: str | None) -> str:
    if not given:
        return str(uuid4())
    if len(given) > MAX_MESSAGE_ID:
        raise Refused(
            "too_long", "messageId",
            f"`messageId` has {len(given)} characters, over the limit of {MAX_MESSAGE_ID}.", MAX_MESSAGE_ID,
        )  # fmt: skip
    return given


def _name(call: Call, kind: str, properties: Json) -> str:
    """The event's name; a page's or screen's own name and category go to its properties."""
    if kind == "track":
        return _event(call.event)
    if kind in ("page", "screen"):
        for field, value in (("name", call.name), ("category", call.category)):
            if value is not None:
                properties.setdefault(field, value)
    return NAMES[kind]


def _event(event: str | None) -> str:
    if not event or event.isspace():
        raise Refused("missing_field", "event", "A track call needs `event`, the name of what happened.")
    if len(event) > MAX_NAME:
        raise Refused(
            "too_long", "event", f"`event` has {len(event)} characters, over the limit of {MAX_NAME}.", MAX_NAME
        )
    return event


def _names(values: Json, field: str) -> None:
    if values and max(map(len, values)) > MAX_NAME:
        longest = max(values, key=len)
        raise Refused(
            "too_long", f"{field}.{longest[:40]}...",
            f"A name in `{field}` has {len(longest)} characters, over the limit of {MAX_NAME}.", MAX_NAME,
        )  # fmt: skip
