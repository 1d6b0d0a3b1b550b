"""Releases: what one recipient may have, in one signed file, searched before it leaves."""

from __future__ import annotations

from netgraph.releases.receive import Received, receive
from netgraph.releases.release import Prepared, prepare, record

__all__ = ["Prepared", "Received", "prepare", "receive", "record"]
