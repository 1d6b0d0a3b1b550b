"""A progress bar with rate and time left, on standard error, for people only."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import TaskID

    Report = Callable[[str, int, int], None]


@contextmanager
def progress_bar() -> Iterator[Report]:
    """Show bars for the phases of one long piece of work.

    Yields
    ------
    callable
        To be called with the phase, what is done and the total; silent where standard error is no terminal.
    """
    if not sys.stderr.isatty():
        yield lambda phase, done, total: None  # noqa: ARG005 - nobody is looking
        return
    from rich.console import Console  # noqa: PLC0415 - keeps --help fast
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    tasks: dict[str, TaskID] = {}
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:

        def report(phase: str, done: int, total: int) -> None:
            if phase not in tasks:
                tasks[phase] = bar.add_task(phase, total=total, rate="")
            task = tasks[phase]
            bar.update(task, completed=done, total=total)
            speed = bar.tasks[list(tasks).index(phase)].speed
            bar.update(task, rate=f"{speed:,.0f}/s" if speed else "")

        yield report
