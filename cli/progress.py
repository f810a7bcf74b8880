"""Cli, progress: shows that something is going on, to whoever watches a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from cli.console import say


@contextmanager
def progress(code: str, total: int | None = None, *, quiet: bool) -> Iterator[Callable[[], None]]:
    """A bar of `total` steps, or a spinner; what is yielded is called after each step.

    It stands on standard error while the work goes on, and leaves nothing behind. Programs
    (`quiet`), pipes and files of logs get none.
    """
    if quiet or not sys.stderr.isatty():
        yield _nothing
        return
    text = TextColumn(" / ".join(say(code)))
    parts = (BarColumn(), MofNCompleteColumn()) if total is not None else ()
    with Progress(
        SpinnerColumn(), text, *parts, console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task(code, total=total)
        yield lambda: bar.advance(task)


def _nothing() -> None:
    """Nobody watches."""
