"""Where the embedded server keeps its things below the data folder."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

# sun_path is 108 bytes with its closing NUL, and libpq adds "/.s.PGSQL.5432" and, for a moment, ".lock".
_LONGEST_FOLDER = 107 - len("/.s.PGSQL.5432.lock")
ROLE = DATABASE = "perennia"


@dataclass(frozen=True)
class Place:
    """The paths below one data folder. `home` is ours; `root` belongs to the account the server runs as."""

    home: Path

    @property
    def root(self) -> Path:
        """Everything the server itself may touch."""
        return self.home / "postgres"

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.root / "data"

    @property
    def socket(self) -> Path:
        """The private folder of the socket; a short one below /tmp where the data folder's path is too long."""
        beside = self.root / "run"
        if len(os.fsencode(beside)) <= _LONGEST_FOLDER:
            return beside
        return Path("/tmp") / f"perennia-{hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]}"

    @property
    def log(self) -> Path:
        """What the server and its guardian say."""
        return self.home / "postgres.log"

    @property
    def password(self) -> Path:
        """The password of our role, readable by the owner of the data folder only."""
        return self.home / "postgres.password"

    @property
    def given(self) -> Path:
        """A digest of the password the role was given last."""
        return self.home / "postgres.given"

    @property
    def users(self) -> Path:
        """Locked, shared, by every process that uses the server; the server lives as long as one of them does."""
        return self.home / "postgres.users"

    @property
    def guardian(self) -> Path:
        """Locked by the one guardian."""
        return self.home / "postgres.guardian"

    @property
    def trouble(self) -> Path:
        """Why the server is not up at the moment, in one sentence; absent while all is well."""
        return self.home / "postgres.trouble"

    @property
    def running(self) -> Path:
        """Process id and start time of the server the guardian started."""
        return self.home / "postgres.pid"

    def open_log(self) -> BinaryIO:
        """The log, to be appended to; readable by its owner only."""
        return os.fdopen(os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600), "ab")
