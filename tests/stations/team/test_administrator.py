"""The first administrator, from the command line."""

import argparse

import pytest

from perennia.host.refusal import Refusal
from perennia.team import administrator, signin
from perennia.team.roles import Role

pytestmark = pytest.mark.django_db
MAREN = argparse.Namespace(email="maren@example.test", name="Maren Holt")


def test_the_first_administrator_signs_in_with_the_password_that_was_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert administrator.main(MAREN) == 0
    said = capsys.readouterr().out
    password = said.split("Password: ")[1].splitlines()[0]
    assert signin.sign_in("maren@example.test", password, "127.0.0.1").role == Role.ADMINISTRATOR


def test_an_address_that_is_taken_is_refused_in_a_sentence() -> None:
    administrator.main(MAREN)
    with pytest.raises(Refusal, match="is there already"):
        administrator.main(MAREN)
