"""The same analyses on a Spark cluster, for graphs that one machine cannot hold.

They read what ``netgraph export parquet`` wrote, never a store, and give the results that
`netgraph.analytics` gives: tables by Spark SQL, measures of networks by GraphX, which PySpark brings along.
The one package that knows Spark.

What lives where: ``session`` the way to a cluster, ``tables`` the export as tables under a ceiling,
``questions`` the named queries on them, ``corridors``, ``cooperation`` and ``detection`` the tables,
``networks`` the projections, ``graphx`` the gateway to it, ``connectors``, ``groups``, ``near``,
``betweenness`` and ``sampled`` the measures, ``ranked`` their ranks, ``watching`` how far the cluster is.
"""

from __future__ import annotations

from netgraph.errors import CapabilityMissing

try:
    import pyspark  # noqa: F401 - an extra
except ImportError as _cause:
    raise CapabilityMissing("PySpark is not installed", hint="pip install 'netgraph-tip[spark]'") from _cause
