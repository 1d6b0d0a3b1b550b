"""How far a rank depends on single records or claims: ranks again with some of them left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from netgraph.analytics.betweenness import path_steps
from netgraph.analytics.direction import with_edges
from netgraph.analytics.engine import Engine
from netgraph.analytics.measures import WEIGHTED, Measured, ranks
from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from netgraph.analytics.backend.columns import IntArray
    from netgraph.analytics.projection import Projection
    from netgraph.analytics.records import Records

STEPS = 5_000_000_000  # spent on leaving out every record or claim in turn, when nobody asks for it
RUNS = 20_000  # at most, likewise
WAYS = ("auto", "one", "loss")
_INTERVAL = (0.025, 0.975)


@dataclass(frozen=True)
class Stability:
    """Ranks that nodes have when records or claims are left out.

    Attributes
    ----------
    frame : pandas.DataFrame
        By node: ``rank_from`` and ``rank_to``, best and worst, the rank with all of them included; ``sure``,
        whether both are the same.
    said : str
        What was left out, and how often.
    """

    frame: pd.DataFrame
    said: str

    def beside(self, table: pd.DataFrame) -> pd.DataFrame:
        """Put the best and the worst rank beside the rank of a table, its first column."""
        return pd.concat([table.iloc[:, :1], self.frame, table.iloc[:, 1:]], axis=1)


def stability(
    projection: Projection,
    measure: str,
    among: pd.Index[str],
    *,
    how: str = "auto",
    loss: float = 0.1,
    replicates: int = 100,
    records: Records | None = None,
    seed: int = 7,
    engine: str = "igraph",
) -> Stability:
    """Find how the ranks by a measure change when records, or claims, are missing.

    Parameters
    ----------
    projection : Projection
        The network. Nodes stay when their last claim is left out: they are known, their ties are not.
    measure : str
        As `netgraph.analytics.measures.Measured.score` takes it.
    among : index of str
        The nodes that are ranked.
    how : {"auto", "one", "loss"}
        ``one`` leaves out every record in turn: a rank is sure when no single missing one would change it.
        ``loss`` leaves each out with the chance ``loss``, many times, and gives the interval that holds the
        middle 95 of 100 ranks. ``auto`` takes the first where it is quick.
    loss : float, default 0.1
        Chance that a record is missing.
    replicates : int, default 100
        How many times.
    records : Records, optional
        Which records the network was made of: each is then left out with all its claims, as it would be if
        it had never been loaded. Without them single claims are left out.
    seed : int, default 7
        The same seed leaves out the same records.
    engine : {"igraph", "networkx"}
        Which library computes.

    Returns
    -------
    Stability

    Raises
    ------
    AnalysisError
        A way, chance or number that makes no sense.

    Notes
    -----
    Time: that of the measure, times the number of records or claims (only those without which some pair is
    not tied, where the measure has no weights), or times ``replicates``. Only the absence of what is recorded
    is tried. What nobody
    recorded in the first place may change ranks far more, and not at random: records see some victims,
    borders and languages better than others.

    References
    ----------
    .. [1] Borgatti, S. P., Carley, K. M., Krackhardt, D. (2006). On the robustness of centrality measures
       under conditions of imperfect data. Social Networks 28(2). https://doi.org/10.1016/j.socnet.2005.05.001
    .. [2] Costenbader, E., Valente, T. W. (2003). The stability of centrality measures when networks are
       sampled. Social Networks 25(4). https://doi.org/10.1016/S0378-8733(03)00012-1
    """
    if how not in WAYS or not 0 < loss < 1 or replicates < 1:
        raise AnalysisError(
            f"stability cannot be found in the way {how!r} with loss {loss} and {replicates} replicates",
            hint="ways are auto, one and loss; the loss lies between 0 and 1, and one replicate is the least",
        )
    left_out = _Records(projection, records) if records else _Claims(projection)
    turns = left_out.turns(weighted=measure in WEIGHTED)
    if how == "auto":
        quick = len(turns) <= RUNS and len(turns) * _cost(projection, measure) <= STEPS
        how = "one" if quick else "loss"
    chance = np.random.default_rng(seed)
    weights = (
        map(left_out.without, turns.tolist())
        if how == "one"
        else (left_out.thinned(chance, loss) for _ in range(replicates))
    )
    variants = (with_edges(projection, projection.ends[w > 0], w[w > 0]) for w in weights)

    def ranked(some: Projection) -> pd.Series:
        return ranks(Measured(some, Engine(engine)).score(measure)[among], measure)

    base = ranked(projection)
    found = np.array(
        [
            base.to_numpy(float, na_value=np.nan),
            *(ranked(v).to_numpy(float, na_value=np.nan) for v in variants),
        ]
    )
    known = base.notna().to_numpy()
    # A node that a measure says nothing of without a claim, such as one without ties, comes last.
    found = np.where(np.isnan(found) & known, known.sum(), found)
    low, high = (0.0, 1.0) if how == "one" else _INTERVAL
    best, worst = found[0].copy(), found[0].copy()
    if len(found) > 1:
        best = np.minimum(best, np.quantile(found[1:], low, axis=0, method="lower"))
        worst = np.maximum(worst, np.quantile(found[1:], high, axis=0, method="higher"))
    frame = pd.DataFrame({"rank_from": best, "rank_to": worst}, index=among).astype("Int64")
    frame["sure"] = (frame["rank_from"] == frame["rank_to"]).fillna(value=False).astype(bool)
    return Stability(frame, _said(how, len(found) - 1, loss, left_out, seed))


class _Claims:
    """The claims of a network, of which those between two nodes are alike."""

    def __init__(self, projection: Projection) -> None:
        self.weight = projection.edges["weight"].to_numpy()
        self.what = projection.weight
        self.number = int(self.weight.sum())

    def turns(self, *, weighted: bool) -> IntArray:
        """List the edges that one claim less would change; less than all of several changes weights alone."""
        found: IntArray = np.arange(len(self.weight)) if weighted else np.flatnonzero(self.weight == 1)
        return found

    def without(self, turn: int) -> IntArray:
        """Return the weights without one claim on an edge."""
        weight = self.weight.copy()
        weight[turn] -= 1
        return weight

    def thinned(self, chance: np.random.Generator, loss: float) -> IntArray:
        """Return the weights without claims that are lost by chance."""
        return chance.binomial(self.weight, 1 - loss)

    def beside(self, turns: int) -> str:
        """Say what need not be left out."""
        more = len(self.weight) - turns
        return f"; {more:,} pairs rest on more than one and stay tied" if more else ""


class _Records:
    """The records of a network, each with its claims on some edges."""

    def __init__(self, projection: Projection, records: Records) -> None:
        self.weight = projection.edges["weight"].to_numpy()
        self.what = "records"
        record, edge, claims = records.on(projection)
        wide = max(1, len(self.weight))
        once, place = np.unique(record * wide + edge, return_inverse=True)
        self._record, self._edge = np.divmod(once, wide)
        self._claims = np.bincount(place, claims, len(once)).astype(np.int64)
        self.number = int(record.max(initial=-1)) + 1
        self._first = np.searchsorted(self._record, np.arange(self.number + 1))

    def turns(self, *, weighted: bool) -> IntArray:
        """List the records without which a weight, or whether two are tied, is another."""
        alone = self._claims == self.weight[self._edge]
        return np.arange(self.number) if weighted else np.unique(self._record[alone])

    def without(self, turn: int) -> IntArray:
        """Return the weights without the claims of a record."""
        its = slice(self._first[turn], self._first[turn + 1])
        weight = self.weight.copy()
        weight[self._edge[its]] -= self._claims[its]
        return weight

    def thinned(self, chance: np.random.Generator, loss: float) -> IntArray:
        """Return the weights without records that are lost by chance."""
        kept = (chance.random(self.number) >= loss)[self._record]
        return np.bincount(self._edge[kept], self._claims[kept], len(self.weight)).astype(np.int64)

    def beside(self, turns: int) -> str:
        """Say what need not be left out."""
        more = self.number - turns
        return f"; {more:,} more say nothing that others do not say too" if more else ""


def _cost(projection: Projection, measure: str) -> int:
    if measure == "betweenness":
        return path_steps(projection.graph())
    return 100 * (len(projection.nodes) + len(projection.edges))


def _said(how: str, runs: int, loss: float, left_out: _Claims | _Records, seed: int) -> str:
    if how == "one":
        what = f"when any one of the {left_out.what} is left out"
        return f"ranks from best to worst {what}, {runs:,} in turn{left_out.beside(runs)}"
    return (
        f"ranks that 95 of 100 trials hold when each of the {left_out.what} is missing with chance "
        f"{loss:g}, {runs:,} trials, seed {seed}"
    )
