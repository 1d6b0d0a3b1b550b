"""Answers to the named queries in plain Python, from the same little graph that the stores are given."""

from __future__ import annotations

from queries.oracles import cases, jurisdictions, projection, routes, stewardship
from queries.oracles.form import ORACLES, Graph, answer, rows_of

__all__ = [
    "ORACLES",
    "Graph",
    "answer",
    "cases",
    "jurisdictions",
    "projection",
    "routes",
    "rows_of",
    "stewardship",
]
