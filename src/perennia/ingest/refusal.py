"""Why one event was not taken: its code, the field, and a sentence that names the reason and the remedy."""

import msgspec


class Rejection(msgspec.Struct, frozen=True, omit_defaults=True):
    """One refused event of a request, named by its place in the batch."""

    index: int
    code: str
    message: str
    field: str = ""
    limit: int | None = None


class Refused(Exception):
    """One event cannot be taken. The others of its batch are not touched by it."""

    def __init__(self, code: str, field: str, message: str, limit: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.field = field
        self.message = message
        self.limit = limit

    def at(self, index: int) -> Rejection:
        return Rejection(index, self.code, self.message, self.field, self.limit)


class Unreadable(Exception):
    """The body as a whole cannot be read: broken JSON, or too large."""

    def __init__(self, code: str, message: str, limit: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.limit = limit
