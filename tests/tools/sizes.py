"""Reports the sizes of files and functions and fails above the caps; a reason at the top of a file lifts its cap.

The reason is a line `# size: why it reads better whole`.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

FUNCTION_CAP = 50


@dataclass(frozen=True)
class Kind:
    """One row of the table: where the files are, and how long one may be."""

    name: str
    cap: int
    folders: tuple[str, ...]
    endings: tuple[str, ...] = (".py",)


KINDS = [
    Kind("catalogue entry", 120, ("src/perennia/catalogue",), (".py", ".toml")),
    Kind("Python file", 300, ("src/perennia", "bench", "hatch_build.py")),
    Kind("test file", 400, ("tests",)),
    Kind("TypeScript file", 250, ("web/src", "web/snippet"), (".ts", ".tsx")),
]
_OUTSIDE = ("/migrations/", "/node_modules/", ".gen.ts", "/api/schema", ".d.ts")


def files(kind: Kind) -> Iterator[Path]:
    """The files of a kind; an earlier kind has taken its own, generated ones stay outside."""
    for folder in kind.folders:
        root = Path(folder)
        for path in sorted([root] if root.is_file() else root.rglob("*")):
            name = path.as_posix()
            if path.suffix not in kind.endings or any(part in name for part in _OUTSIDE):
                continue
            if kind.name != "Python file" or "perennia/catalogue/" not in name:
                yield path


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function of a Python file and its lines."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def main() -> int:
    """Prints the table, the lifted caps, and what is too long."""
    too_long = [line for kind in KINDS for line in _report(kind)]
    lengths = []
    for kind in KINDS[:2]:
        for path in (path for path in files(kind) if path.suffix == ".py"):
            for name, lines in functions(path):
                lengths.append(lines)
                if lines > FUNCTION_CAP and not _reason(path):
                    too_long.append(f"{path}: {name} has {lines} lines, the cap is {FUNCTION_CAP}")
    _row("function", lengths, FUNCTION_CAP)
    print("\n".join(too_long), end="\n" if too_long else "")
    return 1 if too_long else 0


def _report(kind: Kind) -> Iterator[str]:
    lengths = []
    for path in files(kind):
        lines = path.read_text().count("\n")
        lengths.append(lines)
        if lines > kind.cap:
            if reason := _reason(path):
                print(f"  {path}: {lines} lines, because {reason}")
            else:
                yield f"{path} has {lines} lines, the cap is {kind.cap}"
    _row(kind.name, lengths, kind.cap)


def _row(name: str, lengths: list[int], cap: int) -> None:
    if len(lengths) > 1:
        p90 = quantiles(lengths, n=10)[-1]
        print(
            f"{name:16} {len(lengths):5}   median {median(lengths):4.0f}   p90 {p90:4.0f}   max {max(lengths):4}   cap {cap}"
        )


def _reason(path: Path) -> str:
    for line in path.read_text().splitlines()[:10]:
        if "size:" in line and line.lstrip("/*# ").startswith("size:"):
            return line.partition("size:")[2].strip(" */")
    return ""


if __name__ == "__main__":
    sys.exit(main())
