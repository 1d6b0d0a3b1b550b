"""The same analyses on a Spark cluster, for graphs that one machine cannot hold.

They read what ``netgraph export parquet`` wrote, never a store, and give the results that
`netgraph.analytics` gives: tables by Spark SQL, measures of networks by GraphX, which PySpark brings along.
The one package that knows Spark.

What lives where: ``session`` the way to a cluster, ``tables`` the export as tables under a ceiling,
``questions`` the named queries on them, ``corridors``, ``cooperation`` and ``detection`` the tables,
``networks`` the projections, ``graphx`` the gateway to it, and the rest the measures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netgraph.spark.session import connected
    from netgraph.spark.tables import Tables

__all__ = ["Tables", "connected"]


def __getattr__(name: str) -> object:
    """Import Spark only when it is needed: it takes a second."""
    if name == "Tables":
        from netgraph.spark.tables import Tables  # noqa: PLC0415

        return Tables
    if name == "connected":
        from netgraph.spark.session import connected  # noqa: PLC0415

        return connected
    raise AttributeError(name)
