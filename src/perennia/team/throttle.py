"""Slows down whoever uses a public form again and again: ten a minute from one address."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from perennia.core.error import TooMany
from perennia.team.models import FormUse

A_MINUTE = 10


class TooManyUses(TooMany):
    """Too many tries from where you are. Wait a minute and try again."""

    retry_after = 60


def use(form: str, origin: str) -> FormUse:
    """Counts one use. Raises TooManyUses beyond ten in a minute."""
    # Written before it is counted: uses sent side by side count each other.
    row = FormUse.objects.create(form=form, origin=origin[:64])
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from team_formuse where origin = %s and form = %s and at > now() - interval '1 minute'",
            [row.origin, row.form],
        )
        (uses,) = cursor.fetchone() or (0,)
    if uses > A_MINUTE:
        raise TooManyUses
    return row


@contextmanager
def tries(form: str, origin: str) -> Iterator[None]:
    """The same where only what fails shall count: a use that ends well is forgotten, and no other with it."""
    row = use(form, origin)
    yield
    row.delete()
