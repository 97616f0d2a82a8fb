"""Files put with customers. On disk a file bears 128 random bits as its name and nothing of its own; see the API for how it leaves."""

import hashlib
import os
import secrets
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from perennia.core.error import Conflict, Denied, Invalid, NotFound
from perennia.customers.models import StoredFile
from perennia.host import config
from perennia.host.select import select
from perennia.team.models import Member

LARGEST = 25 * 1024 * 1024
MOST = 200
LONGEST_NAME = 180
KEPT = timedelta(days=30)


class NoFile(NotFound):
    """There is no such file. It may have been removed."""

    code = "no_file"


class TooLarge(Invalid):
    """A file has at most 25 MB. Put larger ones where they can be linked to."""

    code = "file_too_large"


class TooManyFiles(Conflict):
    """This customer has 200 files already. Remove some that nobody needs."""

    code = "too_many_files"


class NotYourFile(Denied):
    """Only who put it there, or somebody who may change any customer, can remove a file."""

    code = "not_your_file"


def folder() -> Path:
    """Where files lie: the setting's folder, else one in the data folder."""
    settings = config.current()
    return settings.files or settings.home / "files"


def path(id_: str) -> Path:
    """Where one file lies."""
    return folder() / id_[:2] / id_


def put(customer: int, name: str, chunks: Iterable[bytes], by: Member | None, author: str, at: datetime) -> StoredFile:
    """Keeps a file. The row is there once all of it is safe on disk; what was cut off is nobody's and is swept."""
    if StoredFile.objects.filter(customer_id=customer, removed_at=None).count() >= MOST:
        raise TooManyFiles
    id_ = secrets.token_hex(16)
    target = path(id_)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = target.with_suffix(".part")
    try:
        size, digest = _write(part, chunks)
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    return StoredFile.objects.create(
        id=id_, customer_id=customer, name=tidy(name), size=size, digest=digest, author=by, author_name=author,
        created_at=at,
    )  # fmt: skip


@transaction.atomic
def remove(id_: str, by: Member | None, at: datetime, *, may_any: bool, is_removed: bool) -> StoredFile:
    """Removes a file from sight, and brings it back; its bytes stay for thirty days."""
    row = StoredFile.objects.select_for_update().filter(pk=id_).first()
    if row is None or (row.removed_at is not None and is_removed):
        raise NoFile
    if not may_any and (by is None or row.author_id != by.pk):
        raise NotYourFile
    row.removed_at = at if is_removed else None
    row.save(update_fields=["removed_at"])
    return row


def find(id_: str) -> StoredFile:
    """A file that is there. Raises NoFile."""
    row = StoredFile.objects.filter(pk=id_, removed_at=None).first()
    if row is None or not path(row.pk).is_file():
        raise NoFile
    return row


def page(customer: int, after: tuple[object, object] | None, limit: int) -> list[StoredFile]:
    """Up to `limit` files behind the mark, the newest first."""
    at, id_ = after or (None, None)
    found = select(str, _PAGE, {"customer": customer, "at": at, "id": id_, "limit": limit})
    rows = StoredFile.objects.in_bulk(found)
    return [rows[one] for one in found]


def kept(ids: set[str]) -> dict[str, str]:
    """The names of these files, those removed left out."""
    return dict(StoredFile.objects.filter(pk__in=ids, removed_at=None).values_list("pk", "name")) if ids else {}


def sweep(now: datetime) -> int:
    """Takes the bytes of what was removed thirty days ago, and of what never became a file. Gives how many."""
    gone = StoredFile.objects.filter(removed_at__lt=now - KEPT)
    for row in gone:
        path(row.pk).unlink(missing_ok=True)
    swept = gone.delete()[0]
    for shelf in folder().glob("[0-9a-f][0-9a-f]"):
        aged = [file for file in shelf.iterdir() if now.timestamp() - file.stat().st_mtime > KEPT.total_seconds()]
        there = set(StoredFile.objects.filter(pk__in=[file.name for file in aged]).values_list("pk", flat=True))
        for file in aged:
            if file.name not in there:
                file.unlink(missing_ok=True)
                swept += 1
    return swept


def tidy(name: str) -> str:
    """A name that can be shown and saved: no folders, no control or direction signs, of a sensible length."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign)[0] != "C")
    stem, dot, ending = shown.strip(" .").rpartition(".")
    if not dot:
        return ending[:LONGEST_NAME] or "file"
    return f"{stem[: LONGEST_NAME - 20]}.{ending[:19]}"


def _write(part: Path, chunks: Iterable[bytes]) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > LARGEST:
                raise TooLarge(field="file")
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return size, digest.hexdigest()


_PAGE = """
select id from customers_storedfile where customer_id = %(customer)s and removed_at is null
and (%(at)s::timestamptz is null or (created_at, id) < (%(at)s::timestamptz, %(id)s::text))
order by created_at desc, id desc limit %(limit)s
"""
