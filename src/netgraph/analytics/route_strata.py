"""Analyses of routes for each kind of victim apart, by a reader of what is told of some routes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from netgraph.analytics.breakdown import checked, profiles
from netgraph.analytics.strata import joined
from netgraph.disclosure import Answer, Reader, Ties
from netgraph.errors import AnalysisError
from netgraph.model import strictest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from netgraph.analytics.result import Result

LEG = "LEG"
ROUTE = "route"


@dataclass
class AboutRoutes(Reader):
    """A reader of what is told of some routes alone.

    Parameters
    ----------
    routes : frozenset of str
        Their keys. Of answers that name a route the rows about others are left out, and ways between places
        are those of these routes; all else is as the reader would give it.
    """

    routes: frozenset[str] = frozenset()

    def query(self, name: str, parameters: Mapping[str, object] | None = None) -> Answer:
        """Run a named query, as any reader does."""
        answer = super().query(name, parameters)
        if ROUTE not in answer.table.column_names:
            return answer
        return replace(answer, table=answer.table.filter(self._wanted(answer.table[ROUTE])))

    def ties(
        self, types: Sequence[str], properties: Sequence[str] = (), of_nodes: Sequence[str] = ()
    ) -> Ties:
        """Read claims, as any reader does, but legs of these routes only."""
        found = super().ties(types, (*properties, ROUTE), of_nodes)
        wanted = pc.or_(pc.not_equal(found.claims["type"], LEG), self._wanted(found.claims[ROUTE]))
        return replace(found, claims=found.claims.filter(wanted), ends=found.ends[np.asarray(wanted)])

    def _wanted(self, routes: pa.ChunkedArray) -> pa.ChunkedArray:
        return pc.is_in(routes, pa.array(sorted(self.routes), pa.string()))


def by_routes(reader: Reader, by: Sequence[str], analysis: Callable[[Reader], Result]) -> Result:
    """Run an analysis of routes for the routes about each kind of victim apart.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    by : sequence of {"sex", "age_band", "exploitation"}
        The dimensions; without any the analysis is run as it is.
    analysis : callable
        From a reader to a `Result`. It is run on all routes first: what cannot be answered there is an error.

    Returns
    -------
    Result
        With a column in front for each dimension, the tables one below the other. A route about several
        kinds of victims is in the part of each; kinds without an answer of their own are counted.

    Raises
    ------
    AnalysisError
        A dimension is not known, or there is no answer, for all routes or for any kind.
    """
    names = checked(by)
    whole = analysis(reader)
    if not names:
        return whole
    about = profiles(reader)  # which reads the same routes
    told = reader.query("route-profiles").to_frame()
    items = told[[ROUTE]].rename(columns={ROUTE: "item"}).assign(kind="Route")
    results: list[tuple[tuple[str, ...], Result]] = []
    missed: list[AnalysisError] = []
    behind: dict[str, int] = {}
    for values, group in about.split(items, names).groupby(list(names)):
        behind[f"routes about {', '.join(map(str, values))}"] = group["item"].nunique()
        part = AboutRoutes(reader.store, reader.policy, reader.catalogue, routes=frozenset(group["item"]))
        try:
            results.append((tuple(map(str, values)), analysis(part)))
        except AnalysisError as error:
            missed.append(error)
    found = joined(names, results, missed, whole)
    return replace(
        found,
        marking=strictest([found.marking, about.marking]),
        behind=behind,
        withheld=found.withheld + about.withheld,
        method=f"{whole.method}; for the routes about each kind of victim, by {', '.join(names)}",
    )
