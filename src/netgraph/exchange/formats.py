"""The formats that what a recipient may have can be written in, and what each of them cannot carry."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pyarrow as pa

    from netgraph.disclosure import Disclosed

FORMATS = {
    "cypher": "cypher",
    "ftm": "followthemoney",
    "ftm-statements": "statements",
    "geojson": "geojson",
    "gexf": "gexf",
    "graphml": "graphml",
    "htcds": "htcds",
    "stix": "stix",
}
"""What a person calls a format, and its module: with ``encode``, ``ENDING``, ``CARRIES`` and ``LOSSES``."""


@dataclass(frozen=True)
class Written:
    """A graph in one format.

    Attributes
    ----------
    content : bytes
    ending : str
        Of the file, without the dot.
    losses : tuple of str
        What of this graph the format does not carry, or only in another way, a sentence each.
    """

    content: bytes
    ending: str
    losses: tuple[str, ...] = field(default=())


def write(found: Disclosed, format_: str) -> Written:
    """Write what a recipient may have in one of `FORMATS`, and say what that leaves out.

    Raises
    ------
    KeyError
        There is no such format.
    """
    module = import_module(f"netgraph.exchange.{FORMATS[format_]}")
    special = module.lost(found) if hasattr(module, "lost") else []
    return Written(
        module.encode(found),
        module.ENDING,
        (
            *left_out(found.nodes, module.CARRIES),
            *left_out(found.claims, module.CARRIES),
            *special,
            *module.LOSSES,
        ),
    )


def left_out(tables: Mapping[str, pa.Table], carried: Collection[str] | None) -> list[str]:
    """Say how many nodes or claims of which label or type a format does not carry at all."""
    if carried is None:
        return []
    return [
        f"{len(table):,} {name} left out" for name, table in sorted(tables.items()) if name not in carried
    ]
