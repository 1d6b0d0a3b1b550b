"""How far a rank depends on single claims: ranks again with claims left out."""

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
    from collections.abc import Iterator

    from netgraph.analytics.projection import Projection

STEPS = 5_000_000_000  # spent on leaving out every claim in turn, when nobody asks for it
RUNS = 20_000  # at most, likewise
WAYS = ("auto", "one", "loss")
_INTERVAL = (0.025, 0.975)


@dataclass(frozen=True)
class Stability:
    """Ranks that nodes have when claims are left out.

    Attributes
    ----------
    frame : pandas.DataFrame
        By node: ``rank_from`` and ``rank_to``, best and worst, the rank with all claims among them; ``sure``,
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
    seed: int = 7,
    engine: str = "igraph",
) -> Stability:
    """Find how the ranks by a measure change when claims are missing.

    Parameters
    ----------
    projection : Projection
        The network. Nodes stay when their last claim is left out: they are known, their ties are not.
    measure : str
        As `netgraph.analytics.measures.Measured.score` takes it.
    among : index of str
        The nodes that are ranked.
    how : {"auto", "one", "loss"}
        ``one`` leaves out every claim in turn: a rank is sure when no single missing claim would change it.
        ``loss`` leaves each claim out with the chance ``loss``, many times, and gives the interval that
        holds the middle 95 of 100 ranks. ``auto`` takes the first where it is quick.
    loss : float, default 0.1
        Chance that a claim is missing.
    replicates : int, default 100
        How many times.
    seed : int, default 7
        The same seed leaves out the same claims.
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
    Time: that of the measure, times the number of claims (of pairs with one claim only, where the measure
    has no weights), or times ``replicates``. Only the absence of recorded claims is tried. What nobody
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
    # The same weight less one changes nothing where weights do not count.
    single = np.flatnonzero(projection.edges["weight"].to_numpy() == 1)
    turns = np.arange(len(projection.edges)) if measure in WEIGHTED else single
    if how == "auto":
        quick = len(turns) <= RUNS and len(turns) * _cost(projection, measure) <= STEPS
        how = "one" if quick else "loss"
    variants = _one_less(projection, turns) if how == "one" else _losses(projection, loss, replicates, seed)

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
    return Stability(frame, _said(how, len(found) - 1, loss, len(turns), projection, seed))


def _cost(projection: Projection, measure: str) -> int:
    if measure == "betweenness":
        return path_steps(projection.graph())
    return 100 * (len(projection.nodes) + len(projection.edges))


def _one_less(projection: Projection, turns: np.ndarray) -> Iterator[Projection]:
    for turn in turns:
        weight = projection.edges["weight"].to_numpy(copy=True)
        weight[turn] -= 1
        yield with_edges(projection, projection.ends[weight > 0], weight[weight > 0])


def _losses(projection: Projection, loss: float, replicates: int, seed: int) -> Iterator[Projection]:
    chance = np.random.default_rng(seed)
    for _ in range(replicates):
        weight = chance.binomial(projection.edges["weight"].to_numpy(), 1 - loss)
        yield with_edges(projection, projection.ends[weight > 0], weight[weight > 0])


def _said(how: str, runs: int, loss: float, turns: int, projection: Projection, seed: int) -> str:
    if how == "one":
        more = len(projection.edges) - turns
        rest = f"; {more:,} pairs rest on more than one and stay tied" if more else ""
        what = f"when any one of the {projection.weight} is left out"
        return f"ranks from best to worst {what}, {runs:,} in turn{rest}"
    return (
        f"ranks that 95 of 100 trials hold when each of the {projection.weight} is missing with chance "
        f"{loss:g}, {runs:,} trials, seed {seed}"
    )
