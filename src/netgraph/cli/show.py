"""Print tables: for people through rich, for machines through `netgraph.exchange`."""

from __future__ import annotations

import sys
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import click

from netgraph.cli.compact import brief, compact
from netgraph.cli.options import say
from netgraph.cli.reading import exported, for_recipient, names_persons
from netgraph.errors import UsageError
from netgraph.exchange import place, table_bytes
from netgraph.model import Marking

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    import pandas as pd
    from rich.table import Table
    from rich.text import Text

    from netgraph.disclosure.small_counts import Counted

# The colours of TLP 2.0, for a terminal; the word always stands beside the colour.
_COLOURS = {
    Marking.RED: "bright_red",
    Marking.AMBER: "yellow",
    Marking.AMBER_STRICT: "yellow",
    Marking.GREEN: "bright_green",
    Marking.CLEAR: "bright_white",
}

GAP = 2  # blanks between columns


def show(
    frame: pd.DataFrame,
    about: Mapping[str, Any],
    *,
    marking: Marking,
    format_: str,
    output: str | None,
    title: str = "",
    leading: Collection[str] | None = None,
    counted: Counted | None = None,
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
    leading : collection of str, optional
        Have a table for people show these columns alone, or all when empty, each with its rank or interval;
        when not given, it has all columns as they are.
    counted : Counted, optional
        What the columns count: small counts go to no recipient. Without it their names decide.
    """
    if for_recipient():
        frame, about = _without_small_counts(frame, about, counted)
    say(f"marking: {click.style(str(marking), fg=_COLOURS[marking], bold=True)}  rows: {len(frame)}")
    if format_ == "table" and output is None:
        shown = compact(frame, leading) if leading is not None else None
        print_table(shown.frame if shown else frame, title)
        for told in shown.told if shown else ():
            say(told)
        return
    if format_ == "parquet" and output is None and sys.stdout.isatty():
        raise UsageError("Parquet is not text", hint="name a file with --output")
    content = table_bytes(frame, about, marking=marking, format_=format_)
    exported(content, format_, marking.word, whole=names_persons(_texts(frame)))
    place(content, output)
    if output:
        say(f"written: {output}")


def _texts(frame: pd.DataFrame) -> Iterator[str]:
    """Yield the texts of all cells, of lists each."""
    for name in frame.columns:
        for value in frame[name]:
            yield from (
                one
                for one in (value if isinstance(value, list | tuple) else (value,))
                if isinstance(one, str)
            )


def _without_small_counts(
    frame: pd.DataFrame, about: Mapping[str, Any], counted: Counted | None
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Hide small counts and what would give them back; say how many are hidden and why, to the owner."""
    from netgraph.disclosure.small_counts import SMALL, guarded, told  # noqa: PLC0415 - keeps --help fast

    found = guarded(frame, counted)
    if found.hidden:
        say(f"hidden: {found.account()}")
    return found.frame, {**told(about), "hidden": {"counts": found.hidden, "smallest_shown": SMALL}}


def print_table(frame: pd.DataFrame, title: str = "") -> None:
    """Print a table for people.

    Piped into a file it keeps its full width. On a terminal too narrow for its words it becomes a list of
    records, so that nothing is cut.
    """
    from rich.console import Console  # noqa: PLC0415 - keeps --help fast
    from rich.text import Text  # noqa: PLC0415

    console = Console(file=sys.stdout) if sys.stdout.isatty() else Console(file=sys.stdout, width=100_000)
    rows = [[_cell(value) for value in row] for row in frame.itertuples(index=False)]
    names = [str(name) for name in frame.columns]
    widths = _widths(list(zip(names, *rows, strict=True)), console.width)
    if widths is None:
        if title:
            console.print(Text(title, style="italic"))
        for row in rows:
            console.print(_record(names, row, console.width))
        return
    numeric = [kind.kind in "iuf" for kind in frame.dtypes]
    console.print(_table(names, rows, widths, numeric, title), soft_wrap=not console.is_terminal)


def _cell(value: object) -> str:
    """Return a cell as people read it; what a terminal would take for a command is replaced.

    Values come from other people's files.
    """
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in brief(value))


def _widths(columns: list[tuple[str, ...]], width: int) -> list[int] | None:
    """Share a terminal's width out among columns; None when their longest words do not fit beside another."""
    needed = [max(len(word) for cell in column for word in cell.split() or [""]) for column in columns]
    spare = width - sum(needed) - GAP * (len(columns) - 1)
    if spare < 0:
        return None
    widths = []
    for column, least in zip(columns, needed, strict=True):
        more = min(spare, max(map(len, column)) - least)
        widths.append(least + more)
        spare -= more
    return widths


def _table(
    names: list[str], rows: list[list[str]], widths: list[int], numeric: list[bool], title: str
) -> Table:
    from rich.table import Table  # noqa: PLC0415 - keeps --help fast
    from rich.text import Text  # noqa: PLC0415

    table = Table(
        title=title or None,
        title_justify="left",
        box=None,
        padding=(0, GAP, 0, 0),
        pad_edge=False,
        header_style="bold",
    )
    for name, width, number in zip(names, widths, numeric, strict=True):
        table.add_column(Text(name), justify="right" if number else "left", width=width)
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _record(names: list[str], row: list[str], width: int) -> Text:
    """Return a row as names and values, the first value in front; what is missing is left out."""
    from rich.text import Text  # noqa: PLC0415 - keeps --help fast

    glue = "\N{NO-BREAK SPACE}"  # textwrap does not break lines there
    pairs = [
        f"{name}: {value}".replace(" ", glue) for name, value in zip(names[1:], row[1:], strict=True) if value
    ]
    indent = " " * 4
    lines = wrap(
        "  ".join(pairs), width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
    text = Text("\n".join(lines).replace(glue, " "))
    text.highlight_regex(r"(?<= )\w+:(?= )", "dim")
    # A rank stands before the first line, a key above it.
    lead = Text(row[0], style="bold")
    return lead + text[len(row[0]) :] if len(row[0]) < len(indent) else Text("\n").join([lead, text])
