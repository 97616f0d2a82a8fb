"""`python -m perennia`, the same as `perennia`."""

import sys

from perennia.cli import main

if __name__ == "__main__":
    sys.exit(main())
