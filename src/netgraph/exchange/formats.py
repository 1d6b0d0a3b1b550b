"""The formats that what a recipient may have can be written in, and what each of them cannot carry."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pyarrow as pa

    from netgraph.disclosure import Disclosed

    Tables = dict[str, pa.Table]

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

BACK = ("ftm", "ftm-statements", "geojson", "gexf", "graphml", "stix")
"""Formats whose modules have a ``decode`` too; HTCDS and Cypher come back by other ways."""


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


def read(content: bytes) -> tuple[str, Tables, Tables]:
    """Read a file that `write` made, whichever of `BACK` its format is.

    Returns
    -------
    format : str
    nodes, claims : dict of str to pyarrow.Table
        By label and type, in the form of `Disclosed`.

    Raises
    ------
    ValueError
        It is no such file, or was changed; the message says what is wrong without a value of it.
    """
    format_ = _told(content)
    try:
        nodes, claims = import_module(f"netgraph.exchange.{FORMATS[format_]}").decode(content)
    except ValueError:
        raise
    except Exception as cause:  # what a changed file can break has no end
        raise ValueError(f"it is no {format_} file of netgraph, or was changed") from cause
    return format_, nodes, claims


def _told(content: bytes) -> str:
    """Tell which format a file is of."""
    if content.lstrip()[:1] == b"<":
        return _root(content)
    first = content.lstrip().partition(b"\n")[0]
    try:
        one = json.loads(first) if b'"entity_id"' in first or b'"schema"' in first else json.loads(content)
        told = {"bundle": "stix", "FeatureCollection": "geojson"}.get(one.get("type"))
        told = told or ("ftm-statements" if "entity_id" in one else "ftm" if "schema" in one else None)
    except (ValueError, AttributeError, RecursionError):
        told = None
    if told not in BACK:
        raise ValueError(f"it is none of {', '.join(BACK)}")
    return told


def _root(content: bytes) -> str:
    """Tell by its outermost element which XML a file is, and refuse what could make its reader explode."""
    names: list[str] = []

    def refuse(*_: object) -> NoReturn:
        raise ValueError("it has a document type, which can hide entities")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, _: names.append(name.rpartition(":")[2]) if not names else None
    try:
        parser.Parse(content, True)  # noqa: FBT003 - the whole
    except expat.ExpatError as cause:
        raise ValueError("it is not well-formed XML") from cause
    if names[0] not in BACK:
        raise ValueError(f"it is none of {', '.join(BACK)}")
    return names[0]


def left_out(tables: Mapping[str, pa.Table], carried: Collection[str] | None) -> list[str]:
    """Say how many nodes or claims of which label or type a format does not carry at all."""
    if carried is None:
        return []
    return [
        f"{len(table):,} {name} left out" for name, table in sorted(tables.items()) if name not in carried
    ]
