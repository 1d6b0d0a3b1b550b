"""The catalogue of named queries: reads the files of ``queries/``, checks them, binds and runs them.

The statements themselves live in ``queries/``; what a recipient may see of an answer is decided one
layer up, in `netgraph.disclosure`.
"""

from __future__ import annotations

from netgraph.queries.binding import bind
from netgraph.queries.catalogue import Catalogue, Query
from netgraph.queries.check import Complaint, check
from netgraph.queries.running import run

__all__ = ["Catalogue", "Complaint", "Query", "bind", "check", "run"]
