"""Writes docs/reference/settings.md out of the settings themselves; `--check` only compares."""

import sys
from pathlib import Path

from perennia.host.config import Config
from perennia.host.setting import declared

PAGE = Path("docs/reference/settings.md")
_HEAD = """# Settings

Perennia is set by environment variables. A wrong value stops the start with a sentence that names the setting.
A setting marked *secret* may also be given as a file: put the path into the variable with `_FILE` behind its name.

This page is made from `src/perennia/host/config.py` by `python -m tests.tools.settings_page`.
"""


def page() -> str:
    """The page, one heading a setting."""
    parts = [_HEAD]
    for _, spec, default in declared(Config):
        shown = f"`{default}`" if isinstance(default, int | str) and default != "" else "none"
        kind = " *Secret.*" if spec.is_secret else ""
        parts.append(f"## {spec.name}\n\n{spec.about}{kind}\n\nDefault: {shown if shown != '`False`' else '`no`'}\n")
    return "\n".join(parts)


def main() -> int:
    """Writes it, or says that it is stale."""
    if "--check" not in sys.argv:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(page())
        return 0
    if PAGE.exists() and PAGE.read_text() == page():
        return 0
    print(f"{PAGE} is not what the settings say.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
