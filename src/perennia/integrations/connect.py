"""Connects another program, changes and removes the connection. A secret is kept encrypted and told once."""

import secrets as dice
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from pydantic import ValidationError

from perennia.core.catalogue import discover
from perennia.core.channel import KEPT
from perennia.core.error import Conflict, Invalid, NotFound
from perennia.core.source import Source, keyed
from perennia.host import secrets
from perennia.ingest import source
from perennia.integrations.models import Connection
from perennia.team import setting_log
from perennia.team.models import Member

BOTH_VALID = timedelta(hours=24)
MOST, MAX_NAME, MAX_SECRET, SHORTEST_SECRET = 50, 80, 500, 8


class NoConnection(NotFound):
    """There is no such connection; it may have been removed."""

    code = "no_connection"


class ConnectionExists(Conflict):
    """There is a connection of that name. Choose another name."""

    code = "connection_exists"


class TooManyConnections(Conflict):
    """There are 50 connections already. Remove one that is no longer needed."""

    code = "too_many_connections"


def find(id_: int) -> Connection:
    """Raises NoConnection."""
    row = Connection.objects.filter(pk=id_).first()
    if row is None:
        raise NoConnection
    return row


def kind_of(key: str) -> type[Source]:
    """What a kind of connection is like. Raises Invalid."""
    found = discover(Source).get(key)
    if found is None:
        raise Invalid("There is no such kind of connection.", field="body.kind")
    return found


def entry_of(row: Connection, mapping: str = "") -> Source:
    """The entry of a connection with its settings. Raises Invalid naming the field."""
    kind = kind_of(row.kind)
    given = {**row.settings, **({"mapping": mapping} if kind.is_mapped else {})}
    try:
        return kind.model_validate(given)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise Invalid(f"{first['msg']}.", field=f"body.settings.{place}") from wrong


def create(
    kind: str, name: str, settings: Mapping[str, object], secret: str, by: Member | None, at: datetime
) -> tuple[Connection, str]:
    """A new connection and the secret where we made it, which cannot be shown again. Raises Invalid, Conflict."""
    secret, is_ours = _secret(kind_of(kind), secret, is_first=True)
    row = Connection(
        address=dice.token_hex(10), kind=kind, name=_named(name), settings=_kept(kind, settings), made_at=at,
        secret=secrets.encrypt(secret) if secret else b"", made_by=by.pk if by else None,
    )  # fmt: skip
    entry_of(row)
    if Connection.objects.count() >= MOST:
        raise TooManyConnections
    try:
        with transaction.atomic():
            row.source = source.add(row.name)
            row.save()
            setting_log.note(by, at, f"connection {row.name}", {}, {"kind": kind, **row.settings})
    except (IntegrityError, source.SourceExists):
        raise ConnectionExists(field="body.name") from None
    return row, secret if is_ours else ""


@transaction.atomic
def change(
    id_: int, by: Member | None, at: datetime, *, settings: Mapping[str, object] | None = None, is_active: bool | None = None
) -> Connection:  # fmt: skip
    """Changes what is named. Raises NoConnection, Invalid."""
    row = locked(id_)
    was = {"is_active": row.is_active, **row.settings}
    if settings is not None:
        row.settings = _kept(row.kind, settings)
        entry_of(row)
    if is_active is not None:
        row.is_active = is_active
    row.save(update_fields=["settings", "is_active"])
    setting_log.note(by, at, f"connection {row.name}", was, {"is_active": row.is_active, **row.settings})
    return row


@transaction.atomic
def rotate(id_: int, secret: str, by: Member | None, at: datetime) -> tuple[Connection, str]:
    """A new secret; the old one is believed for 24 hours beside it. Gives it where we made it."""
    row = locked(id_)
    secret, is_ours = _secret(kind_of(row.kind), secret)
    row.former_secret, row.former_until = (row.secret, at + BOTH_VALID) if row.secret else (None, None)
    row.secret = secrets.encrypt(secret)
    row.save(update_fields=["secret", "former_secret", "former_until"])
    setting_log.note(by, at, f"connection {row.name}", {}, {"secret": "a new one"})
    return row, secret if is_ours else ""


@transaction.atomic
def remove(id_: int, by: Member | None, at: datetime) -> None:
    """Removes it with the posts that are kept; what came of them stays."""
    row = locked(id_)
    source.retire(row.source, row.name)
    row.delete()
    setting_log.note(by, at, f"connection {row.name}", {"connected": "yes"}, {"connected": "no"})


def locked(id_: int) -> Connection:
    """The connection, held until the transaction ends. Raises NoConnection."""
    row = Connection.objects.select_for_update().filter(pk=id_).first()
    if row is None:
        raise NoConnection
    return row


def secrets_of(row: Connection, at: datetime) -> list[str]:
    """The secrets that are believed now."""
    former = [row.former_secret] if row.former_secret and row.former_until and row.former_until > at else []
    return [secrets.decrypt(bytes(one)) for one in (row.secret, *former) if one]


def fields(kind: type[Source]) -> set[str]:
    """The fields of its form."""
    return {name for name, field in kind.model_fields.items() if field.json_schema_extra != KEPT}


def _secret(kind: type[Source], given: str, *, is_first: bool = False) -> tuple[str, bool]:
    """The secret, and whether we made it. Who makes it there asks for our address first, so it may follow later."""
    given = given.strip()
    if len(given) > MAX_SECRET:
        raise Invalid(f"A secret has at most {MAX_SECRET} characters.", field="body.secret")
    if given and len(given.encode() if kind.makes_secret else keyed(given)) < SHORTEST_SECRET:
        raise Invalid(
            f"A secret has at least {SHORTEST_SECRET} characters, or it could be guessed.", field="body.secret"
        )
    if given:
        return given, False
    if kind.makes_secret and is_first:
        return "", False
    if kind.makes_secret:
        raise Invalid("Paste the signing secret that the other side made.", field="body.secret")
    return f"whsec_{b64encode(dice.token_bytes(32)).decode()}", True


def _kept(kind: str, settings: Mapping[str, object]) -> dict[str, object]:
    known = fields(kind_of(kind))
    if unknown := sorted(set(settings) - known):
        raise Invalid(f"{unknown[0]}: there is no such setting.", field=f"body.settings.{unknown[0]}")
    return dict(settings)


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= MAX_NAME:
        raise Invalid(f"A connection needs a name of at most {MAX_NAME} characters.", field="body.name")
    return name
