"""Says what the posts of a connection mean, in versions, and shows beforehand what a mapping makes of posts that are kept."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.db import transaction

from perennia.core import mapped
from perennia.core.error import Invalid
from perennia.core.mapped import Fault, Mapping, Read
from perennia.core.source import table
from perennia.integrations import connect
from perennia.integrations.connect import locked
from perennia.integrations.models import Connection, Meaning, Received
from perennia.team import setting_log
from perennia.team.models import Member

LARGEST = 100_000  # bytes of a mapping


@transaction.atomic
def keep(id_: int, mapping: Mapping, by: Member | None, at: datetime) -> Meaning:
    """A new version, from the next post on; posts that wait are worked when somebody asks. Raises Invalid."""
    row = locked(id_)
    if not connect.kind_of(row.kind).is_mapped:
        raise Invalid("What these posts mean is known; there is nothing to map.")
    if faults := mapped.check(mapping):
        raise Invalid(faults[0].message, field=f"body.{faults[0].field}")
    content = msgspec.json.encode(mapping).decode()
    if len(content) > LARGEST:
        raise Invalid("The mapping is too large. Part the connection in two.", field="body.rules")
    latest = Meaning.objects.filter(connection=row).order_by("-version").first()
    if latest is not None and latest.content == content:
        return latest
    made = Meaning.objects.create(
        connection=row,
        version=latest.version + 1 if latest else 1,
        content=content,
        made_at=at,
        made_by=by.pk if by else None,
    )
    setting_log.note(by, at, f"connection {row.name}", {}, {"mapping": f"version {made.version}"})
    return made


def versions(row: Connection) -> list[Meaning]:
    """The latest first."""
    return list(Meaning.objects.filter(connection=row).order_by("-version")[:50])


def preview(row: Connection, mapping: Mapping, posts: Sequence[int]) -> tuple[list[Fault], list[tuple[int, Read]]]:
    """What keeps the mapping from being used; and, where nothing does, what it makes of these posts. Stores nothing."""
    faults = mapped.check(mapping)
    if faults:
        return faults, []
    kept = Received.objects.filter(connection=row, pk__in=list(posts)).exclude(state="refused").order_by("-at", "-pk")
    return [], [(one.pk, _tried(mapping, one)) for one in kept]


def _tried(mapping: Mapping, kept: Received) -> Read:
    try:
        return mapped.apply(mapping, table(bytes(kept.body)), kept.known_as or "")
    except Invalid as wrong:
        return Read(None, mapped.NOTHING, (Fault("body", wrong.detail),))
