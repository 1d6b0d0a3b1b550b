"""Names that may stand in the text of a statement; values never do, they are parameters."""

from __future__ import annotations

import re

from netgraph.errors import StatementInvalid

PLACE, START, END = "netgraph_place", "netgraph_start", "netgraph_end"
"""Columns in which an engine gives its own places of nodes; no property has such a name."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def quoted(name: str) -> str:
    """Quote a label, type or property for Cypher and for the embedded engine's SQL.

    Parameters
    ----------
    name : str
        As in the schema: letters, digits and underscores.

    Returns
    -------
    str
        In backticks, since types such as IN and ON are words of both languages.

    Raises
    ------
    StatementInvalid
        It holds anything else, and could change what the statement does.
    """
    if not _NAME.fullmatch(name):
        raise StatementInvalid(
            f"{name!r} is no name of a label, type or property",
            hint="use names of schemas/; netgraph schema show lists them",
        )
    return f"`{name}`"
