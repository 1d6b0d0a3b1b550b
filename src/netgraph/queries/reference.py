"""The catalogue as text for people: the reference page, made from the headers of the queries.

Nothing is said here that does not stand in a header.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netgraph.queries.binding import expected
from netgraph.queries.header import MARKINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netgraph.queries.catalogue import Query
    from netgraph.queries.header import Column, Parameter

# What other parts of netgraph read; people find these programs' answers elsewhere.
INTERNAL = {"projection", "resolution", "view"}

INTRODUCTION = """\
Questions that the graph can be asked by name: `netgraph query run NAME --param NAME=VALUE`, or
`Reader.query(name, parameters)` in Python. Every answer comes in a fixed order, the same on every store.
Besides the columns named here, an answer about claims or records says of each row how it may be handled
(`handling`): the strictest marking of all that went into it.

How to write one stands in `queries/README.md`.
"""


def reference(catalogue: Iterable[Query]) -> str:
    """Return the reference page, in Markdown.

    Parameters
    ----------
    catalogue : iterable of Query
        What to describe; queries that only serve projections, views and candidates are left out.

    Returns
    -------
    str
        A list of all queries by folder, then a section on each.
    """
    by_folder: dict[str, list[Query]] = {}
    for query in catalogue:
        if query.folder not in INTERNAL:
            by_folder.setdefault(query.folder, []).append(query)
    parts = ["# Queries\n", INTRODUCTION]
    for folder in sorted(by_folder):
        links = [f"- [{q.name}](#{q.name}): {q.header.summary}" for q in by_folder[folder]]
        parts.append("\n".join([f"**{folder or 'all'}**\n", *links, ""]))
    parts += [_section(query) for folder in sorted(by_folder) for query in by_folder[folder]]
    return "\n".join(parts)


def _section(query: Query) -> str:
    header = query.header
    lines = [f"## {query.name}\n", header.summary, ""]
    if header.doc:
        lines += [header.doc.strip(), ""]
    if header.params:
        lines += ["| parameter | takes | when not given | |", "|---|---|---|---|"]
        lines += [
            f"| `{name}` | {_cell(expected(parameter))} | {_default(parameter)} | {_cell(parameter.doc)} |"
            for name, parameter in header.params.items()
        ]
        lines.append("")
    lines += ["| column | type | |", "|---|---|---|"]
    lines += [
        f"| `{name}` | {column.type}{_counted(column)} | {_cell(column.doc)} |"
        for name, column in header.columns.items()
        if name != MARKINGS
    ]
    return "\n".join(lines) + "\n"


def _counted(column: Column) -> str:
    """Say of what small counts go to no recipient."""
    return f", counts {column.counts}" if column.counts in {"persons", "cases", "routes"} else ""


def _default(parameter: Parameter) -> str:
    if parameter.required:
        return "must be given"
    return "no restriction" if parameter.default is None else f"`{parameter.default}`"


def _cell(text: str) -> str:
    """Keep a text inside its cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")
