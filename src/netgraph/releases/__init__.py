"""Releases: what one recipient may have, in one signed file, searched before it leaves."""

from __future__ import annotations

from netgraph.releases.receive import Received, receive
from netgraph.releases.release import Prepared, prepare, record, refuse_differences
from netgraph.releases.returned import load_export

__all__ = [
    "Prepared",
    "Received",
    "load_export",
    "prepare",
    "receive",
    "record",
    "refuse_differences",
]
