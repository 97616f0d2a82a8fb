"""What a person does with an import: map its columns, start it, stop it, take it back, remove its file."""

from datetime import timedelta

import msgspec
from django.db import connection, transaction

from perennia.core.error import Conflict, NotFound
from perennia.host import clock, jobs
from perennia.imports import check, plans
from perennia.imports.mapping import Mapping
from perennia.imports.models import AT_WORK, Import, State
from perennia.team.models import organisation


class NoImport(NotFound):
    """There is no import with this number. Its file may have been removed."""

    code = "no_import"


class NotNow(Conflict):
    """That cannot be done to an import in this state. Reload to see where it stands."""

    code = "not_now"


def find(id_: int) -> Import:
    """An import. Raises NoImport."""
    found = Import.objects.filter(pk=id_).first()
    if found is None:
        raise NoImport
    return found


@transaction.atomic
def map_columns(id_: int, mapping: Mapping) -> Import:
    """Says what the columns are, and has the whole file checked. Raises Invalid, NotNow."""
    one = _locked(id_, State.UPLOADED, State.CHECKED, State.CHECKING)
    plans.of(one, mapping)
    one.mapping = msgspec.to_builtins(mapping)
    check.ask(one)
    return one


@transaction.atomic
def start(id_: int, *, is_historical: bool) -> Import:
    """Takes its rows in. By default they are the past, which teaches and starts nothing. Raises NotNow."""
    one = _locked(id_, State.CHECKED)
    if not one.good:
        raise NotNow("No row of this file can be taken. Look at the reasons, or map the columns anew.")
    one.faults.all().delete()
    one.state, one.is_historical, one.started_at = State.RUNNING, is_historical, clock.now()
    one.row = one.offset = 0
    one.save()
    plans.remember(one)
    jobs.ask("take_file", one.pk)
    return one


@transaction.atomic
def cancel(id_: int) -> Import:
    """Stops where it is. What was taken stays, and can be taken back. Raises NotNow."""
    one = _locked(id_, State.UPLOADED, State.CHECKING, State.CHECKED, State.RUNNING)
    one.state, one.ended_at = State.CANCELLED, clock.now()
    one.save(update_fields=["state", "ended_at"])
    return one


@transaction.atomic
def undo(id_: int) -> Import:
    """Takes back what it made, see `undo`. Raises NotNow."""
    one = _locked(id_, State.DONE, State.CANCELLED, State.FAILED)
    if not one.taken:
        raise NotNow("Nothing of this file was taken, so there is nothing to take back.")
    _refuse_forgotten(one)
    one.state, one.undone, one.trouble = State.UNDOING, {}, ""
    one.save(update_fields=["state", "undone", "trouble"])
    jobs.ask("take_file", one.pk)
    return one


def _refuse_forgotten(one: Import) -> None:
    """Whom others had to do with since is told by the events since: with these gone, it would take real customers away."""
    days = organisation().keep_history_days
    if days and one.started_at is not None and one.started_at < clock.now() - timedelta(days=days):
        raise NotNow("The events since this import are no longer all kept, so it cannot be told what others did since.")


@transaction.atomic
def remove(id_: int) -> None:
    """Removes an import that took nothing, or was taken back, with its file. Raises NotNow."""
    one = find(id_)
    if one.state in AT_WORK or (one.taken and one.state != State.UNDONE):
        raise NotNow("This import took rows in. Take it back first, or leave it: it says where they came from.")
    with connection.cursor() as cursor:
        cursor.execute("delete from imports_subject where import_id = %s", [id_])
    one.delete()


def _locked(id_: int, *states: State) -> Import:
    one = Import.objects.select_for_update().filter(pk=id_).first()
    if one is None:
        raise NoImport
    if one.state not in states:
        raise NotNow
    return one
