"""Runs one of Django's own commands, like shell or makemigrations."""

import argparse

from django.core.management import execute_from_command_line


def arguments(parser: argparse.ArgumentParser) -> None:
    """Everything behind the name goes to Django."""
    parser.add_argument("words", nargs=argparse.REMAINDER)


def main(options: argparse.Namespace) -> int:
    """Hands the words on."""
    execute_from_command_line(["perennia django", *options.words])
    return 0
