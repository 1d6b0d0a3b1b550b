"""The gateway to GraphX, which comes inside PySpark's own jars and has no Python face.

Pairs of numbers go in and numbers come out, all inside the cluster's Java: no Python runs on a worker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyspark.sql import DataFrame

if TYPE_CHECKING:
    from collections.abc import Sequence

DAMPING = 0.85


class Graphx:
    """A graph of GraphX.

    Parameters
    ----------
    arcs : pyspark.sql.DataFrame
        ``src`` and ``dst``, whole numbers; an arc that stands there twice counts twice. Nodes without an arc
        are not in the graph.
    """

    def __init__(self, arcs: DataFrame) -> None:
        self._spark = arcs.sparkSession
        java: Any = self._spark._jvm  # noqa: SLF001 - the one way to GraphX
        self._java = java
        self._any = java.scala.reflect.ClassTag.Any()
        self._lib = java.org.apache.spark.graphx.lib
        encoders = java.org.apache.spark.sql.Encoders
        self._long, self._integer = encoders.scalaLong(), encoders.scalaInt()
        self._double, self._pair = encoders.scalaDouble(), encoders.tuple
        pairs = getattr(arcs.select("src", "dst").toDF("_1", "_2")._jdf, "as")  # noqa: SLF001 - a keyword
        level = java.org.apache.spark.storage.StorageLevel.MEMORY_AND_DISK()
        self._graph = java.org.apache.spark.graphx.Graph.fromEdgeTuples(
            pairs(self._pair(self._long, self._long)).rdd(),
            1,
            java.scala.Option.empty(),
            level,
            level,
            self._any,
        )

    def pagerank(self, steps: int) -> DataFrame:
        """Compute PageRank in some steps: ``id`` and ``score``, which add up to the number of nodes."""
        found = self._lib.PageRank.run(self._graph, steps, 1 - DAMPING, self._any, self._any)
        return self._told(found, self._double, "score")

    def components(self) -> DataFrame:
        """Part it into components: ``id`` and ``component``, the smallest number in it."""
        found = self._lib.ConnectedComponents.run(self._graph, self._any, self._any)
        return self._told(found, self._long, "component")

    def triangles(self) -> DataFrame:
        """Count the triangles at each node, whatever way arcs lead: ``id`` and ``triangles``."""
        return self._told(
            self._lib.TriangleCount.run(self._graph, self._any, self._any), self._integer, "triangles"
        )

    def distances(self, landmarks: Sequence[int]) -> DataFrame:
        """Count the steps from each node to landmarks: ``id`` and ``steps``, a map of those it reaches."""
        listed = self._java.java.util.ArrayList()
        for landmark in landmarks:
            listed.add(landmark)
        wanted = self._java.scala.jdk.javaapi.CollectionConverters.asScala(listed).toSeq()
        found = self._lib.ShortestPaths.run(self._graph, wanted, self._any)
        encoder = getattr(self._java.org.apache.spark.sql.catalyst.encoders, "AgnosticEncoders$MapEncoder")
        maps = self._java.scala.reflect.ClassTag.apply(
            self._java.java.lang.Class.forName("scala.collection.Map")
        )
        return self._told(found, encoder(maps, self._long, self._integer, False), "steps")  # noqa: FBT003

    def _told(self, graph: Any, encoder: Any, name: str) -> DataFrame:  # noqa: ANN401 - of Java
        """Turn what GraphX says of nodes into a table."""
        pairs = self._pair(self._long, encoder)
        told = self._spark._jsparkSession.createDataset(graph.vertices(), pairs)  # noqa: SLF001
        return DataFrame(told.toDF(), self._spark).toDF("id", name)
