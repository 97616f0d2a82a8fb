"""The data directory: made once, whole or not at all, and configured anew at each start."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from perennia.host.postgres.account import Account, entry
from perennia.host.postgres.place import DATABASE, ROLE, Place
from perennia.host.postgres.programs import Programs
from perennia.host.refusal import Refusal

# Lean on purpose: web, worker and server together stay below 512 MB. `custom.conf` beside the data overrules it.
_SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "'64MB'",
    "work_mem": "'8MB'",
    "maintenance_work_mem": "'64MB'",
    "effective_cache_size": "'512MB'",
    "huge_pages": "off",
    "jit": "off",
    "max_worker_processes": "4",
    "max_parallel_workers_per_gather": "0",
    "max_wal_senders": "0",
    "wal_level": "minimal",
    "max_wal_size": "'1GB'",
    "checkpoint_timeout": "'10min'",
    "autovacuum_max_workers": "2",
    "autovacuum_naptime": "'20s'",
    "random_page_cost": "1.1",
    "fsync": "on",
    "synchronous_commit": "on",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "lc_messages": "'C'",
    "log_checkpoints": "off",
    "log_destination": "'stderr'",
    "log_line_prefix": "'%m [%p] '",
    "log_statement": "'none'",
    # Statements may carry personal data: the log names the error, not the values.
    "log_min_error_statement": "'panic'",
    "log_error_verbosity": "'terse'",
}
_SINCE_18 = {"io_method": "'sync'"}


def prepare(place: Place, programs: Programs, account: Account | None, fast: bool) -> None:
    """Makes the cluster if there is none, checks its version, writes its configuration."""
    _own(place.root, account)
    _own(place.socket, account)
    if not place.data.exists():
        _make(place, programs, account)
    elif not _has_password(place):
        give_role(place, programs, account, place.data)
    found = (place.data / "PG_VERSION").read_text().strip()
    if found != str(programs.major):
        raise Refusal(
            f"The data in {place.home} was made by PostgreSQL {found}, but the programs are version {programs.major}. "
            f"Set PERENNIA_POSTGRES_BIN to programs of version {found}, or move the data with backup and restore."
        )
    _configure(place, programs, fast)


def give_role(place: Place, programs: Programs, account: Account | None, data: Path) -> None:
    """Makes our role and database, or gives the role the password on file, without a server that could be reached."""
    password = place.password.read_text().strip()
    statements = [
        f"CREATE ROLE {ROLE} LOGIN CREATEDB",
        f"ALTER ROLE {ROLE} PASSWORD {_quoted(password)}",
        f"CREATE DATABASE {DATABASE} OWNER {ROLE}",
    ]
    command: list[Path | str] = [programs.folder / "postgres", "--single", "-D", data]
    run([*command, "-c", "log_min_error_statement=panic", "postgres"], account, place, "\n".join(statements) + "\n")
    place.given.unlink(missing_ok=True)
    write_private(place.given, _digest(place))


def _has_password(place: Place) -> bool:
    """Whether the role's password is the one on file; a lost file has been made anew."""
    return place.given.exists() and place.given.read_text() == _digest(place)


def _digest(place: Place) -> str:
    return hashlib.sha256(place.password.read_bytes()).hexdigest()


def write_private(path: Path, text: str) -> None:
    """Makes a file only its owner can read, and brings it to the disk."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def run(command: list[Path | str], account: Account | None, place: Place, stdin: str = "") -> None:
    """Runs one of the server's programs to its end. Raises Refusal with a sentence when it fails."""
    done = subprocess.run(
        command,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env=environment(),
        preexec_fn=entry(account),
    )
    if done.returncode != 0:
        raise Refusal(explain(done.stderr + done.stdout, place))


def environment() -> dict[str, str]:
    """A clean environment for the server: the caller's PG* and locale settings must not steer it."""
    return {"LC_ALL": "C", "PATH": os.environ.get("PATH", os.defpath), "TZ": "UTC"}


def explain(said: str, place: Place) -> str:
    """One sentence for a person out of what the server's programs said."""
    if "No space left on device" in said or "Disk quota exceeded" in said:
        return (
            f"The disk below {place.home} is full ({_free_megabytes(place.home)} MB left). Nothing is lost: "
            "free some space and it goes on, or set PERENNIA_HOME to a folder on a larger disk."
        )
    if "could not map anonymous shared memory" in said or "Cannot allocate memory" in said:
        return "There is too little memory for the database server: free some, it needs about 150 MB."
    lines = [line for line in said.splitlines() if any(word in line for word in ("FATAL", "PANIC", "error", "ERROR"))]
    return f"The database server cannot start: {(lines or ['it gave no reason'])[-1].strip()} (log: {place.log})."


def _free_megabytes(home: Path) -> int:
    return shutil.disk_usage(home).free // 1_000_000


def _own(folder: Path, account: Account | None) -> None:
    """A folder of the server's account alone. One made by somebody else is refused, never taken over."""
    try:
        folder.mkdir(mode=0o700)
        if account is not None:
            os.chown(folder, account.uid, account.gid)
    except FileExistsError:
        owner = account.uid if account is not None else os.geteuid()
        found = folder.lstat()
        if folder.is_symlink() or not folder.is_dir() or found.st_uid not in {owner, 0}:
            raise Refusal(
                f"{folder} belongs to another user. Start Perennia as that user, or set PERENNIA_HOME to another."
            ) from None
        if account is not None and found.st_uid != account.uid:
            os.chown(folder, account.uid, account.gid)
        if found.st_mode & 0o077:
            folder.chmod(0o700)


def _make(place: Place, programs: Programs, account: Account | None) -> None:
    """Builds the cluster beside its final name, so that a start cut off midway leaves nothing half made."""
    new = place.root / "data.new"
    shutil.rmtree(new, ignore_errors=True)
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if programs.major >= 17 else []
    command: list[Path | str] = [programs.folder / "initdb", "-D", new, "-U", "postgres", "-E", "UTF8", "--locale=C"]
    try:
        # The superuser never signs in: `reject` here, and no line for it in pg_hba.conf.
        run([*command, *locale, "--auth=reject", "--no-instructions"], account, place)
        give_role(place, programs, account, new)
    except Refusal:
        shutil.rmtree(new, ignore_errors=True)
        raise
    new.rename(place.data)


def _configure(place: Place, programs: Programs, fast: bool) -> None:
    settings = dict(_SETTINGS, unix_socket_directories=_quoted(str(place.socket)))
    if programs.major >= 18:
        settings |= _SINCE_18
    if fast:
        settings |= {"fsync": "off", "full_page_writes": "off"}
    lines = [
        "# Written at each start. Your own settings go to ../custom.conf.",
        *(f"{k} = {v}" for k, v in settings.items()),
    ]
    _overwrite(
        place.data / "postgresql.conf", [*lines, f"include_if_exists = {_quoted(str(place.root / 'custom.conf'))}"]
    )
    _overwrite(place.data / "pg_hba.conf", [f"local all {ROLE} scram-sha-256"])


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _overwrite(path: Path, lines: list[str]) -> None:
    """Replaces a file whole or not at all (a full disk must not leave it empty); it belongs to the data's owner."""
    text = "\n".join(lines) + "\n"
    if path.read_text() == text:
        return
    owner = path.parent.stat()
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    write_private(new, text)
    os.chown(new, owner.st_uid, owner.st_gid)
    new.rename(path)
