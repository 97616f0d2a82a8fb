"""The five kinds of failure. A subclass's docstring is the message and says what to do."""

from typing import ClassVar


class PerenniaError(Exception):
    """Something failed."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500

    def __init__(self, detail: str | None = None, *, field: str | None = None) -> None:
        self.detail = detail or (self.__doc__ or "").strip()
        self.field = field
        super().__init__(self.detail)


class NotFound(PerenniaError):
    """There is no such thing."""

    code = "not_found"
    status = 404


class Conflict(PerenniaError):
    """That does not fit what is there now. Reload and try again."""

    code = "conflict"
    status = 409


class Invalid(PerenniaError):
    """That value cannot be taken."""

    code = "invalid"
    status = 422


class Denied(PerenniaError):
    """Your role may not do this. An administrator can change roles."""

    code = "denied"
    status = 403


class TooMany(PerenniaError):
    """Too many attempts. Wait a little and try again."""

    code = "too_many"
    status = 429
