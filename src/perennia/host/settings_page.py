"""The reference page of the settings, out of the settings themselves."""

from perennia.host.config import Config
from perennia.host.setting import declared

_HEAD = """# Settings

Perennia is set by environment variables. A wrong value stops the start with a sentence that names the setting.
A setting marked *secret* may also be given as a file: put the path into the variable with `_FILE` behind its name.

Written by `make docs` from `src/perennia/host/config.py`.
"""


def page() -> str:
    """The page, one heading a setting."""
    parts = [_HEAD]
    for _, spec, default in declared(Config):
        shown = f"`{default}`" if isinstance(default, int | str) and default != "" else "none"
        kind = " *Secret.*" if spec.is_secret else ""
        parts.append(f"## {spec.name}\n\n{spec.about}{kind}\n\nDefault: {shown if shown != '`False`' else '`no`'}\n")
    return "\n".join(parts)
