"""Betweenness of a network that one machine cannot hold, from shortest paths drawn on the cluster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import pandas as pd
from pyspark.sql import functions as f

from netgraph.analytics.betweenness import CONFIDENCE, sampled_said
from netgraph.analytics.sampling import estimated
from netgraph.spark.sampled import drawn

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from netgraph.analytics.sampling import Estimate
    from netgraph.spark.networks import Network


@dataclass(frozen=True)
class Sample:
    """Shortest paths that were drawn.

    Attributes
    ----------
    counts : pyspark.sql.DataFrame
        ``id`` and ``drawn``: how often a node lay inside a path.
    paths, size : int
        How many paths, and nodes of the network.
    error : float
    method, said : str
        As a result states them.
    """

    counts: DataFrame
    paths: int
    size: int
    error: float
    method: str
    said: str

    @classmethod
    def draw(cls, network: Network, error: float, seed: int) -> Self:
        """Draw as many paths as the error asks for."""
        counts, paths = drawn(network, error=error, seed=seed)
        return cls(counts, paths, network.size[0], error, *sampled_said(paths, error, seed))

    def beside(self, rows: DataFrame) -> DataFrame:
        """Add ``drawn`` and ``betweenness`` to a table of nodes."""
        scale = self.size / (self.size - 2) / self.paths if self.paths else 0.0
        found = rows.join(self.counts, "id", "left").fillna(0, ["drawn"])
        return found.withColumn("betweenness", f.col("drawn") * scale)

    def rank_range(self, rows: DataFrame, of: pd.Series) -> pd.DataFrame:
        """Give the best and the worst rank that nodes with some counts can have among all rows.

        Intervals grow with the counts, and few counts differ, so that it takes how many nodes have each.
        """
        told = rows.groupBy("drawn").count().toArrow().to_pandas().sort_values("drawn")
        every, nodes = self._estimate(told["drawn"]), told["count"].to_numpy()
        own = self._estimate(of)
        above = (every.low[None, :] > own.high[:, None]) @ nodes
        below = (every.high[None, :] < own.low[:, None]) @ nodes
        best, worst = above + 1, int(nodes.sum()) - below
        return pd.DataFrame({"rank_from": best, "rank_to": worst, "sure": best == worst}, index=of.index)

    def _estimate(self, counts: pd.Series) -> Estimate:
        return estimated(
            counts.to_numpy(dtype=float), max(1, self.paths), max(3, self.size), self.error, CONFIDENCE
        )
