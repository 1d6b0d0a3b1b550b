"""Print tables: for people through rich, for machines through `netgraph.exchange`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from netgraph.cli.options import say
from netgraph.exchange import as_text, write_table
from netgraph.model import Marking

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

# The colours of TLP 2.0, for a terminal; the word always stands beside the colour.
_COLOURS = {
    Marking.RED: "bright_red",
    Marking.AMBER: "yellow",
    Marking.AMBER_STRICT: "yellow",
    Marking.GREEN: "bright_green",
    Marking.CLEAR: "bright_white",
}


def show(
    frame: pd.DataFrame,
    about: Mapping[str, Any],
    *,
    marking: Marking,
    format_: str,
    output: str | None,
    title: str = "",
) -> None:
    """Print or write a table.

    Parameters
    ----------
    frame : pandas.DataFrame
        The rows.
    about : mapping
        What JSON output carries beside the rows.
    marking : Marking
        Said before the table, so that nobody copies it without.
    format_ : {"table", "csv", "json", "parquet"}
        How.
    output : str, optional
        A file; the terminal when not given.
    title : str, optional
        Printed above a table for people.
    """
    say(f"marking: {click.style(str(marking), fg=_COLOURS[marking], bold=True)}  rows: {len(frame)}")
    if format_ == "table" and output is None:
        print_table(frame, title)
        return
    write_table(frame, about, marking=marking, format_=format_, output=output)
    if output:
        say(f"written: {output}")


def print_table(frame: pd.DataFrame, title: str = "") -> None:
    """Print a table for people; piped into a file it keeps its full width."""
    from rich.console import Console  # noqa: PLC0415 - keeps --help fast
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(title=title or None, title_justify="left", box=None, pad_edge=False, header_style="bold")
    numeric = [kind.kind in "iuf" for kind in frame.dtypes]
    for name, number in zip(frame.columns, numeric, strict=True):
        table.add_column(Text(str(name)), justify="right" if number else "left", overflow="fold")
    for row in frame.itertuples(index=False):
        table.add_row(*(Text(as_text(value)) for value in row))
    terminal = sys.stdout.isatty()
    Console(file=sys.stdout, width=None if terminal else 100_000, soft_wrap=not terminal).print(table)
