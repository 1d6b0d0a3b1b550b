"""The vocabulary of the graph and the values in it; pure, knows no engine and no file but ``schemas/``."""

from __future__ import annotations

from netgraph.model.keys import claim_key, digest, node_key
from netgraph.model.marking import Handling, Marking, joined, strictest
from netgraph.model.schema import (
    CodeList,
    NodeType,
    Property,
    RelationshipType,
    Schema,
    load_schema,
)

__all__ = [
    "CodeList",
    "Handling",
    "Marking",
    "NodeType",
    "Property",
    "RelationshipType",
    "Schema",
    "claim_key",
    "digest",
    "joined",
    "load_schema",
    "node_key",
    "strictest",
]
