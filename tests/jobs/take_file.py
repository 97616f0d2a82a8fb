"""The check of a file with good rows and bad ones; that taking it stands a kill is shown in test_killed.py."""

from perennia.imports import actions, upload
from perennia.imports.models import Fault, Import
from tests.stations.imports.files import a_file, table

FILE = table(("User id", "Email", "Account id"), ("u1", "mai@x.test", "a1"), ("", "", "a2"), ("u3", "no address", "a3"))


def prepare() -> int:
    one = a_file(FILE, "contacts")
    actions.map_columns(one.pk, upload.guess(one))
    return one.pk


def state() -> object:
    """What the check came to, and each fault once."""
    one = Import.objects.get()
    return one.state, one.row, sorted(Fault.objects.values_list("row", "code"))
