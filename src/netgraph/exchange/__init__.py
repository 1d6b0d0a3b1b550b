"""Formats in and out. What is written here has come through `netgraph.disclosure`."""

from __future__ import annotations

from netgraph.exchange.tables import as_text, place, table_bytes

__all__ = ["as_text", "place", "table_bytes"]
