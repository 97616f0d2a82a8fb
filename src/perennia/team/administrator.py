"""Makes an administrator from the command line: the first of a new organisation, or one more when nobody gets in."""

import argparse
import secrets

from perennia.core.error import PerenniaError
from perennia.host.refusal import Refusal
from perennia.team import members
from perennia.team.roles import Role


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    parser.add_argument("email", help="the address they sign in with")
    parser.add_argument("--name", required=True, help='as colleagues know them, such as "Maren Holt"')


def main(options: argparse.Namespace) -> int:
    """Adds them and prints a password, which is shown this once."""
    password = secrets.token_urlsafe(12)
    try:
        member = members.add(options.email, options.name, Role.ADMINISTRATOR, password)
    except PerenniaError as error:
        raise Refusal(error.detail) from error
    print(f"{member.name} signs in as {member.email}\nPassword: {password}\nIt is shown this once.")
    return 0
