"""A file with a random key: made once, whole, readable by its owner only."""

import os
import secrets
from pathlib import Path

from perennia.host.refusal import Refusal

_LEAST = 32


def made_once(path: Path) -> str:
    """The key in the file; made first if there is none. Of many makers at once the first wins, all read its key."""
    try:
        return _checked(path)
    except FileNotFoundError:
        _make(path)
    return _checked(path)


def _make(path: Path) -> None:
    passing = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        os.link(passing, path)
    except FileExistsError:
        pass
    except OSError as error:
        raise Refusal(
            f"The file {path} cannot be made ({error.strerror}). Free some space, or set PERENNIA_HOME to another folder."
        ) from error
    finally:
        passing.unlink(missing_ok=True)


def _checked(path: Path) -> str:
    try:
        mode = path.stat().st_mode
        key = path.read_text().strip()
    except PermissionError as error:
        raise Refusal(
            f"The file {path} belongs to another user. Start Perennia as that user, or set PERENNIA_HOME to another folder."
        ) from error
    if mode & 0o077:
        raise Refusal(f"The file {path} can be read by others. Run: chmod 600 {path}")
    if len(key) < _LEAST:
        raise Refusal(f"The file {path} is damaged: it is too short. Bring it back from a backup.")
    return key
