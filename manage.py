"""Django's command line with the database started: `python manage.py makemigrations team`."""

import sys

from perennia.cli import main

if __name__ == "__main__":
    sys.exit(main(["django", *sys.argv[1:]]))
