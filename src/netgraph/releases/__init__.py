"""Releases: what one recipient may have, in one signed file, searched before it leaves."""

from __future__ import annotations

from netgraph.releases.release import Prepared, prepare, record

__all__ = ["Prepared", "prepare", "record"]
