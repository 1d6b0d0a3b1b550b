"""Load files of records into a store: closed mappings, every row accounted for, each load a difference."""

from __future__ import annotations

from netgraph.ingest.catalogue import load_mapping, mappings
from netgraph.ingest.load import load_file
from netgraph.ingest.mapping import Mapping
from netgraph.ingest.report import Changes, IngestReport, UnknownCount

__all__ = [
    "Changes",
    "IngestReport",
    "Mapping",
    "UnknownCount",
    "load_file",
    "load_mapping",
    "mappings",
]
