"""Prints the API's description (OpenAPI 3.1) as JSON; the web app's types are made from it."""

import argparse
import json
import os
import sys


def main(options: argparse.Namespace) -> int:
    """Prints it; needs no database."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perennia.settings")
    django.setup()
    from perennia.api.root import api

    json.dump(api.get_openapi_schema(), sys.stdout, indent=1, sort_keys=True, default=str)
    sys.stdout.write("\n")
    return 0
