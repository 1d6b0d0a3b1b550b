"""Formats in and out. What is written here has come through `netgraph.disclosure`."""

from __future__ import annotations

from netgraph.exchange.tables import as_text, write_table

__all__ = ["as_text", "write_table"]
