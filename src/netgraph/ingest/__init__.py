"""Load files of records into a store: closed mappings, every row accounted for, each load a difference."""

from __future__ import annotations

from netgraph.ingest.catalogue import load_mapping, mappings
from netgraph.ingest.load import load_file
from netgraph.ingest.mapping import Mapping
from netgraph.ingest.plan import PlannedLoad, read_plan
from netgraph.ingest.read.opening import check_file
from netgraph.ingest.report import Changes, IngestReport, UnknownCount
from netgraph.ingest.template import write_template

__all__ = [
    "Changes",
    "IngestReport",
    "Mapping",
    "PlannedLoad",
    "UnknownCount",
    "check_file",
    "load_file",
    "load_mapping",
    "mappings",
    "read_plan",
    "write_template",
]
