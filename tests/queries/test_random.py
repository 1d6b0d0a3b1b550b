"""On graphs that Hypothesis draws, every query gives on every store what plain Python finds.

Shared nodes are the same in every graph, so that a store can be emptied through its port between two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netgraph.model import load_schema
from netgraph.queries import Catalogue, bind, run
from queries.oracles import ORACLES, Graph, answer, rows_of

if TYPE_CHECKING:
    from netgraph.queries import Query
    from netgraph.store import Store

CATALOGUE = Catalogue.load()

SHARED = {
    "Jurisdiction": ["ITA", "KEN", "USA", "US-CA"],
    "Location": ["ITA", "KEN/a", "KEN/b", "USA", "region/x"],
    "Identifier": ["i1", "i2", "i3"],
    "Platform": ["chat"],
    "Instrument": ["treaty"],
    "Event": ["flood"],
}
OWNED = {
    "Case": ["a/1", "a/é", "b/1"],
    "Person": ["a/1", "a/2", "b/ß"],
    "Organization": ["a/1"],
    "Route": ["a/1", "a/2", "b/1", "b/2"],
    "LoadRun": ["a/run", "b/run"],
    "Statistic": ["a/1", "b/1"],
}
PROPERTIES: dict[str, dict[str, list[Any]]] = {
    "Case": {"status": ["Active", None], "exploitation": [[], None, ["ForcedLabour"]]},
    "Person": {"sex": ["Female", "Unknown", None]},
    "Route": {
        "year": [None, 2008, 2009, 2010],
        "exploitation": [None, [], ["ForcedLabour"], ["ForcedLabour", "Other"]],
        "victim_profile": [None, ["Women"], ["Men", "Women"]],
    },
    "LoadRun": {"started": ["2020", "2021"], "finished": ["2021", None]},
    "Statistic": {"topic": ["Displacement", "Displacement", "Trafficking"], "value": [None, 2.5]},
    "ABOUT": {"aspect": ["Origin", "Asylum", None]},
    "PARTY_TO": {"since": [None, "2008"], "until": [None, "2010-05"]},
    "STOPS_AT": {"position": [0, 1, 2], "stage": ["Recruitment", "Transit", None]},
    "LEG": {
        "route": OWNED["Route"],
        "position": [0, 1],
        "mode": ["Air", "Road", None],
        "departed": [None, "2008"],
    },
    "HANDLED_BY": {"outcome": ["Conviction", "Referred", None]},
    "INVOLVED_IN": {"role": ["Suspect", "Victim"]},
    "SAME_AS": {
        "judgement": ["positive", "negative"],
        "score": [0.5, 0.25, None],
        "decided_by": ["x"],
        "decided_at": ["2020"],
    },
}
# At least and at most; of the other types at most three.
CLAIMS = {
    "STOPS_AT": (6, 14),
    "INVOLVED_IN": (3, 8),
    "HANDLED_BY": (2, 6),
    "USES": (2, 6),
    "FOLLOWED": (3, 7),
    "ABOUT": (2, 6),
}


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Draw owned nodes with some of their properties, and some claims of every type."""
    graph, schema = Graph(), load_schema()
    for label, keys in SHARED.items():
        for key in keys:
            told = {"began": "2009-05"} if label == "Event" else {}
            graph.node(label, key, **told)
    for label, keys in OWNED.items():
        for key in keys:
            graph.node(label, key, **draw(_told(label, key[0])))
    for type_, definition in schema.relationships.items():
        starts = [name for name in graph.nodes if name[0] in definition.start]
        ends = [name for name in graph.nodes if name[0] in definition.end]
        if not starts or not ends:
            continue
        pair = st.tuples(st.sampled_from(starts), st.sampled_from(ends))
        least, most = CLAIMS.get(type_, (0, 3))
        for start, end in draw(st.lists(pair, min_size=least, max_size=most)):
            graph.claim(start, type_, end, **draw(_told(type_)))
    return graph


def _told(type_: str, source: str = "") -> st.SearchStrategy[dict[str, Any]]:
    """Draw the properties of a node or claim; now and then it has no marking."""
    choices = {name: st.sampled_from(values) for name, values in PROPERTIES.get(type_, {}).items()}
    choices["source"] = st.just(source) if source else st.sampled_from(["a", "b"])
    unmarked = st.just({"handling": None})
    return st.builds(
        lambda told, marked: told | marked,
        st.fixed_dictionaries(choices),
        st.one_of(st.just({}), st.just({}), unmarked),
    )


def parameters(query: Query) -> list[dict[str, Any]]:
    """Say what to ask of a query: every optional parameter left out, and each one given once."""
    values = {
        "case": "a/1",
        "destination": "ITA",
        "event": "flood",
        "judgement": "positive",
        "jurisdiction": "KEN",
        "origin": "KEN",
        "place": "KEN",
        "route": "a/1",
        "since": 2009,
        "source": "b",
        "until": 2009,
    }
    needed = {name: values[name] for name, p in query.params.items() if p.required}
    optional = [{name: values[name]} for name, p in query.params.items() if not p.required and name in values]
    return [needed, *({**needed, **one} for one in optional)]


def empty(store: Store, graph: Graph) -> None:
    """Take out what the next graph may not have."""
    for type_ in {claim.type for claim in graph.claims}:
        store.delete(type_, [claim["key"] for claim in graph.of(type_)])
    for label, keys in OWNED.items():
        store.delete_nodes(label, keys)


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(graph=graphs())
def test_every_query_answers_as_plain_python_does(fresh: Store, graph: Graph) -> None:
    """Rows, order and markings of every query are those of plain Python, so engines agree as well."""
    graph.fill(fresh)
    try:
        for name in ORACLES:
            query = CATALOGUE.get(name)
            for asked in parameters(query):
                expected = answer(query, graph, bind(query, asked))
                assert rows_of(query, run(fresh, query, asked)) == expected, (name, asked)
    finally:
        empty(fresh, graph)
