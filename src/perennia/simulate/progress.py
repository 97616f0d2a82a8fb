"""Shows how far the days are carried: a bar on a terminal, a line now and then elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from perennia.simulate import carry

Tell = Callable[[carry.Progress], None]


@contextmanager
def bar(title: str) -> Iterator[Tell]:
    """What to call with each step of the way."""
    console = Console()
    if not console.is_terminal:
        yield _lines(title)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[doing]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(title, total=1.0, doing="")

        def tell(now: carry.Progress) -> None:
            progress.update(task, completed=now.share, doing=f"{now.at:%d %b %Y}, {now.events:,} events")

        yield tell


def _lines(title: str) -> Tell:
    next_tenth = 1

    def tell(now: carry.Progress) -> None:
        nonlocal next_tenth
        if now.share * 10 >= next_tenth:
            next_tenth = int(now.share * 10) + 1
            print(f"{title}: {now.share:4.0%}, {now.at:%d %b %Y}, {now.events:,} events", flush=True)

    return tell
