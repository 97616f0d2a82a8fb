"""Brings the database to the version of this program."""

import argparse

from django.core.management import call_command


def main(options: argparse.Namespace) -> int:
    """Applies the migrations that are missing."""
    call_command("migrate", interactive=False, verbosity=1)
    return 0
