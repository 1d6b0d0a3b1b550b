"""The engines hold the same graph: each answers as the other does, and as plain Python does."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netgraph.store import Ends
from stores import Kept, rows

if TYPE_CHECKING:
    from netgraph.store import Store

PLACES = ["KEN", "ITA", "NGA", "THA"]
ROUTES = ["a/1", "a/2", "b/1"]
STOPS_AT, LEG = Ends("Route", "STOPS_AT", "Location"), Ends("Location", "LEG", "Location")
WORDS = st.none() | st.sampled_from(["Air", "Sea", "Road", ""])


@dataclass
class Graph:
    """A little graph as plain Python has it."""

    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    claims: dict[str, dict[str, Any]] = field(default_factory=dict)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Draw places, routes, claims between them, and what is changed and deleted afterwards."""
    graph = Graph()
    for place in draw(st.lists(st.sampled_from(PLACES), min_size=1, unique=True)):
        graph.nodes[place] = {"key": place, "name": draw(WORDS)}
    for route in draw(st.lists(st.sampled_from(ROUTES), unique=True)):
        source = route[0]
        graph.nodes[route] = {
            "key": route,
            "source": source,
            "digest": "d",
            "year": draw(st.integers(2000, 2009)),
        }
    places, starts = [p for p in PLACES if p in graph.nodes], list(graph.nodes)
    for number in range(draw(st.integers(0, 12))):
        start, end = draw(st.sampled_from(starts)), draw(st.sampled_from(places))
        graph.claims[f"k{number}"] = {
            "key": f"k{number}",
            "start": start,
            "end": end,
            "source": start[0],
            "digest": "d",
            "mode": draw(WORDS),
            "position": draw(st.none() | st.integers(0, 3)),
        }
    return graph


def fill(store: Store, graph: Graph) -> None:
    """Write a graph through the port."""
    by_kind = {
        label: [n for n in graph.nodes.values() if ("/" in n["key"]) is owned] for label, owned in KINDS
    }
    store.merge_nodes("Location", rows(*by_kind["Location"]))
    store.create_nodes("Route", rows(*by_kind["Route"]))
    for ends, owned in ((STOPS_AT, True), (LEG, False)):
        store.create(ends, rows(*(c for c in graph.claims.values() if ("/" in c["start"]) is owned)))


KINDS = (("Location", False), ("Route", True))
# A mean is rounded: Neo4j keeps a running one, which differs from sum by count in the last bit.
QUESTIONS = {
    "nodes": "MATCH (n) "
    "RETURN labels(n) AS labels, n.key AS key, n.name AS name, n.year AS year ORDER BY key",
    "claims": "MATCH (a)-[r]->(b:Location) RETURN a.key AS a, type(r) AS type, b.key AS b, r.key AS key, "
    "r.mode AS mode, r.position AS position ORDER BY key",
    "busiest": "MATCH (l:Location)<-[r]-() RETURN l.key AS key, count(r) AS n ORDER BY n DESC, key",
    "two legs": "MATCH (a:Location)-[x:LEG]->(b:Location)-[y:LEG]->(c:Location) WHERE x.key <> y.key "
    "RETURN a.key AS a, c.key AS c, count(*) AS n ORDER BY a, c",
    "modes": "MATCH (:Location)-[r:LEG]->(:Location) RETURN r.mode AS mode, count(*) AS n, "
    "sum(r.position) AS total, round(avg(r.position), 9) AS mean ORDER BY n DESC, mode",
}


def answers(graph: Graph) -> dict[str, list[dict[str, Any]]]:
    """Answer the questions that plain Python answers in a line."""
    nodes = [
        {
            "labels": ["Route" if "/" in key else "Location"],
            "key": key,
            "name": n.get("name"),
            "year": n.get("year"),
        }
        for key, n in sorted(graph.nodes.items())
    ]
    claims = [
        {
            "a": c["start"],
            "type": "STOPS_AT" if "/" in c["start"] else "LEG",
            "b": c["end"],
            "key": key,
            "mode": c["mode"],
            "position": c["position"],
        }
        for key, c in sorted(graph.claims.items())
    ]
    ends = Counter(c["end"] for c in graph.claims.values())
    busiest = [{"key": key, "n": n} for key, n in sorted(ends.items(), key=lambda item: (-item[1], item[0]))]
    legs = [c for c in graph.claims.values() if "/" not in c["start"]]
    pairs = Counter(
        (x["start"], y["end"]) for x in legs for y in legs if x is not y and x["end"] == y["start"]
    )
    two_legs = [{"a": a, "c": c, "n": n} for (a, c), n in sorted(pairs.items())]
    return {"nodes": nodes, "claims": claims, "busiest": busiest, "two legs": two_legs}


@pytest.mark.embedded
@pytest.mark.neo4j
@given(graph=graphs())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_engines_hold_the_same_graph(request: pytest.FixtureRequest, graph: Graph) -> None:
    """A random little graph is the same on the embedded store, on Neo4j, and in plain Python."""
    found: list[dict[str, Any]] = []
    for backend in ("embedded", "neo4j"):
        kept: Kept = request.getfixturevalue(f"kept_{backend}")
        store = kept.empty()
        fill(store, graph)
        found.append({name: store.read(text).to_pylist() for name, text in QUESTIONS.items()})
        found[-1]["counts"] = store.counts()

    embedded, neo4j = found
    assert embedded == neo4j
    assert {name: embedded[name] for name in answers(graph)} == answers(graph)
