"""A Segment call as it arrives: its fields and their types. What they may hold is for `check`."""

import msgspec

Json = dict[str, object]
MAX_EVENT_BYTES = 32 * 1024
MAX_BATCH_BYTES = 500 * 1024
MAX_BATCH_EVENTS = 2_500
KINDS = ("identify", "track", "page", "screen", "group", "alias")


class Call(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """One call. Unknown fields are kept in its context, see `read`.

    The last block is the clients' own book-keeping: read, so that it is no unknown field, and not kept.
    """

    type: str | None = None
    user_id: str | int | None = None
    anonymous_id: str | int | None = None
    group_id: str | int | None = None
    previous_id: str | int | None = None
    message_id: str | None = None
    event: str | None = None
    name: str | None = None
    category: str | None = None
    timestamp: str | None = None
    original_timestamp: str | None = None
    sent_at: str | None = None
    properties: Json | None = None
    traits: Json | None = None
    context: Json | None = None
    integrations: Json | None = None

    received_at: object = None
    channel: object = None
    version: object = None
    project_id: object = None
    write_key: object = None
    metadata: object = msgspec.field(default=None, name="_metadata")


class Envelope(msgspec.Struct, rename="camel"):
    """A batch: its events still as bytes, so that one bad event cannot spoil the others."""

    batch: list[msgspec.Raw]
    sent_at: str | None = None
    context: Json | None = None
    integrations: Json | None = None
    write_key: str | None = None


class Key(msgspec.Struct, rename="camel"):
    """All that is read of a body before its sender is known."""

    write_key: str | None = None
