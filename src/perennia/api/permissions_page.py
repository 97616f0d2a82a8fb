"""Writes docs/reference/permissions.md, the matrix of who may call what."""

import argparse
import os
from pathlib import Path

PAGE = Path("docs/reference/permissions.md")


def main(options: argparse.Namespace) -> int:
    """Writes it below the folder one stands in, which is the repository's."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perennia.settings")
    django.setup()
    from perennia.api.matrix import document

    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(document(), encoding="utf-8")
    return 0
