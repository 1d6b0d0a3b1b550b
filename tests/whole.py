"""A made graph of cases, persons, phones and routes of any size, from a seed; nothing in it is real."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from netgraph.model import load_schema
from netgraph.store import Ends

if TYPE_CHECKING:
    from netgraph.store import Store

CLAIMS_A_CASE = 15
STATES = ("KEN", "UGA", "ETH", "SOM", "ARE", "SAU", "NPL", "IND", "BGD", "THA", "NGA", "LBY", "ITA", "FRA")
TOWNS, STOPS = 200, 4
FORMS = (["ForcedLabour"], ["Servitude"], ["SexualExploitation"])
BATCH = 2_000
"""Cases in one batch: thirty thousand claims."""


def fill(store: Store, claims: int) -> None:
    """Write cases into an empty store, each with a route of four stops, two persons and their phones.

    Parameters
    ----------
    store : Store
        Empty.
    claims : int
        How many, about: fifteen a case.
    """
    store.prepare(load_schema())
    draw = np.random.default_rng(1)
    store.merge_nodes("Jurisdiction", pa.table({"key": STATES, "name": STATES}))
    towns = [f"geo/{n}" for n in range(TOWNS)]
    store.merge_nodes("Location", pa.table({"key": towns, "name": towns, "kind": ["City"] * TOWNS}))
    lie = [STATES[n % len(STATES)] for n in range(TOWNS)]
    _tie(store, ("Location", "IN", "Jurisdiction"), "geo", range(TOWNS), start=towns, end=lie)
    cases = claims // CLAIMS_A_CASE
    for at in range(0, cases, BATCH):
        numbers = range(at, min(at + BATCH, cases))
        _cases(store, numbers, draw)
        _routes(store, numbers, draw)
    done = ("source", "mapping", "mapping_digest", "file_digest", "version", "started", "finished")
    store.create_nodes("LoadRun", pa.table({"key": ["run"], **{name: ["made"] for name in done}}))


def _cases(store: Store, numbers: range, draw: np.random.Generator) -> None:
    """Write cases with a victim and a suspect each."""
    size, twice = len(numbers), range(2 * numbers.start, 2 * numbers.stop)
    cases, persons = _keys("C", numbers), _keys("P", twice)
    opened = [f"{year}-05" for year in draw.integers(2005, 2025, size)]
    exploited = [FORMS[n] for n in draw.integers(0, 3, size)]
    _nodes(store, "Case", numbers, key=cases, opened=opened, exploitation=exploited, victims=[2] * size)
    _nodes(
        store, "Person", twice, key=persons, sex=["Female", "Male"] * size, age_band=["18-20"] * len(twice)
    )
    phones = [f"phone/{n:032x}" for n in draw.integers(0, twice.stop, len(twice))]
    store.merge_nodes("Identifier", pa.table({"key": phones, "kind": ["Phone"] * len(phones)}))
    handle = {"end": _states(size, draw), "outcome": ["Conviction"] * size}
    _tie(store, ("Case", "HANDLED_BY", "Jurisdiction"), "h", numbers, start=cases, **handle)
    parts = {"end": [case for case in cases for _ in range(2)], "role": ["Victim", "Suspect"] * size}
    _tie(store, ("Person", "INVOLVED_IN", "Case"), "i", twice, start=persons, **parts)
    _tie(store, ("Person", "USES", "Identifier"), "u", twice, start=persons, end=phones)
    citizens = _states(len(twice), draw)
    _tie(store, ("Person", "CITIZEN_OF", "Jurisdiction"), "z", twice, start=persons, end=citizens)


def _routes(store: Store, numbers: range, draw: np.random.Generator) -> None:
    """Write a route for each case."""
    size = len(numbers)
    routes, years = _keys("R", numbers), draw.integers(2005, 2025, size)
    exploited = [FORMS[n] for n in draw.integers(0, 3, size)]
    told = {"year": years, "exploitation": exploited, "victim_profile": [["Women"]] * size}
    _nodes(store, "Route", numbers, key=routes, stops=[STOPS] * size, **told)
    _tie(store, ("Case", "FOLLOWED", "Route"), "f", numbers, start=_keys("C", numbers), end=routes)
    places = draw.integers(0, TOWNS, (STOPS, size))
    before: list[str] = []
    for stop in range(STOPS):
        here = [f"geo/{n}" for n in places[stop]]
        dates = [f"{year}-{2 * stop + 1:02}" for year in years]
        halt = {"position": [stop] * size, "stage": ["Transit"] * size, "arrived": dates}
        _tie(store, ("Route", "STOPS_AT", "Location"), f"s{stop}", numbers, start=routes, end=here, **halt)
        if before:
            leg = {"route": routes, "position": [stop - 1] * size, "arrived": dates, "mode": ["Road"] * size}
            _tie(store, ("Location", "LEG", "Location"), f"l{stop}", numbers, start=before, end=here, **leg)
        before = here


def _nodes(store: Store, label: str, of: range, **columns: Any) -> None:  # noqa: ANN401 - of any type
    store.create_nodes(label, pa.table({**columns, **_said(of)}))


def _tie(store: Store, ends: tuple[str, str, str], key: str, of: range, **columns: Any) -> None:  # noqa: ANN401 - of any type
    keys = [f"c1:{key}:{n:024x}" for n in of]
    store.create(Ends(*ends), pa.table({"key": keys, **columns, **_said(of)}))


def _keys(letter: str, of: range) -> list[str]:
    return [f"made/{letter}-{n:07}" for n in of]


def _states(size: int, draw: np.random.Generator) -> list[str]:
    return [STATES[n] for n in draw.integers(0, len(STATES), size)]


def _said(of: range) -> dict[str, list[str]]:
    said = {"source": "made", "run": "run", "handling": "GREEN", "owner": "KEN", "reliability": "B"}
    told = {name: [value] * len(of) for name, value in said.items()}
    return told | {"record": [f"R-{n:07}" for n in of], "digest": [f"{n:064x}" for n in of]}
