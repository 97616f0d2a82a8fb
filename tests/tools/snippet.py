"""Weighs the built programs for web pages and fails where one is over its cap: a page of somebody else pays for it."""

import gzip
import sys
from pathlib import Path

BUILT = Path("src/perennia/web_dist")
CAPS = {"perennia.js": 10_000, "perennia-feedback.js": 5_000, "perennia-guide.js": 15_000}  # bytes, gzipped


def main() -> int:
    """Prints what each weighs."""
    heavy = []
    for name, cap in CAPS.items():
        weight = len(gzip.compress((BUILT / name).read_bytes(), 9))
        print(f"{name}: {weight:,} bytes gzipped, the cap is {cap:,}")
        if weight >= cap:
            heavy.append(name)
    return 1 if heavy else 0


if __name__ == "__main__":
    sys.exit(main())
