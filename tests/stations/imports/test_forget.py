"""Files are kept for a month after their import ended; what was never finished goes after a day."""

from datetime import timedelta

import pytest

from perennia.host import clock
from perennia.imports import actions, queries
from perennia.imports.forget import forget
from perennia.imports.models import Import, Piece
from tests.stations.imports.files import a_file


@pytest.mark.django_db
def test_the_bytes_go_after_a_month_and_the_import_stays() -> None:
    old, young = a_file("Name\nAcme\n"), a_file("Name\nBeta\n")
    for one in (old, young):
        actions.cancel(one.pk)
    Import.objects.filter(pk=old.pk).update(ended_at=clock.now() - timedelta(days=31))
    forget()
    assert [piece.of_id for piece in Piece.objects.all()] == [young.pk]
    assert Import.objects.count() == 2
    with pytest.raises(queries.FileGone, match="30 days"):
        queries.refused_file(old, "en")


@pytest.mark.django_db
def test_what_never_arrived_whole_goes_after_a_day() -> None:
    Import.objects.create(kind="events", file_name="half.csv", made_at=clock.now() - timedelta(days=2))
    fresh = Import.objects.create(kind="events", file_name="now.csv", made_at=clock.now())
    forget()
    assert list(Import.objects.all()) == [fresh]
