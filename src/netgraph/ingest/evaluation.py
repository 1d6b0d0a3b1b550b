"""What rows give under a mapping, as plain columns: nodes and claims.

Data only; filled by `netgraph.ingest.evaluate` and `netgraph.ingest.routes`, staged by
`netgraph.ingest.stage`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from netgraph.store import Ends

Columns = dict[str, list[Any]]


@dataclass(frozen=True)
class Nodes:
    """Nodes of one label; one entry for each row that gives one, so a key can stand here many times.

    ``rows`` are positions of rows. A ``reference`` is not made here, but must exist.
    """

    label: str
    rows: list[int]
    keys: list[str]
    properties: Columns
    reference: bool = False
    column: str = ""


@dataclass(frozen=True)
class Claims:
    """Claims of one type between two labels; one entry for each row that makes one.

    ``provenance`` is given where others bind a claim than its row's. ``records`` is given when a
    claim follows from a code and not from a record: it then carries neither grades nor dates.
    """

    ends: Ends
    rows: list[int]
    start: list[str]
    end: list[str]
    properties: Columns
    provenance: Columns | None = None
    records: list[str] | None = None
