"""Answers to ``queries/stewardship/``."""

from __future__ import annotations

from typing import Any

from queries.oracles.form import Graph, Row, grouped, oracle, ordered

OWNED = ("Case", "Person", "Organization", "Route", "Statistic")
LOOKED_FOR = {
    "Case": ("status", "opened", "exploitation", "victims", "handling"),
    "Person": ("sex", "age_band", "handling"),
    "Organization": ("kind", "sector", "handling"),
    "Route": ("year", "exploitation", "victim_profile", "handling"),
    "HANDLED_BY": ("status", "outcome", "handling"),
    "STOPS_AT": ("stage", "arrived", "handling"),
    "INVOLVED_IN": ("first_seen", "handling"),
}


def records(graph: Graph) -> list[tuple[str, str, dict[str, Any]]]:
    """All owned nodes and claims: kind, type, properties."""
    nodes = [("node", name[0], graph.nodes[name]) for name in graph.labelled(*OWNED)]
    return nodes + [("relationship", c.type, dict(c.properties)) for c in graph.claims]


@oracle("source-contribution")
def source_contribution(graph: Graph, source: str | None) -> list[Row]:
    """Count records by source and type."""
    found = grouped(((p["source"], kind, type_), p) for kind, type_, p in records(graph))
    rows = [
        {
            "source": whose,
            "kind": kind,
            "type": type_,
            "number": len(all_),
            "red": sum(properties["handling"] == "RED" for properties in all_),
            "unmarked": sum(properties["handling"] is None for properties in all_),
            "markings": {properties["handling"] or "RED" for properties in all_},
        }
        for (whose, kind, type_), all_ in found.items()
        if source in {None, whose}
    ]
    return ordered(rows, "source", "kind", "type")


@oracle("data-quality")
def data_quality(graph: Graph, source: str | None) -> list[Row]:
    """Count what is missing in the records of each source and type."""
    found = grouped(((p["source"], type_), p) for _, type_, p in records(graph) if type_ in LOOKED_FOR)
    rows = [
        {
            "source": whose,
            "type": type_,
            "property": name,
            "records": len(all_),
            "missing": sum(
                properties.get(name) in (None, []) or (properties[name], type_) == ("Unknown", "Person")
                for properties in all_
            ),
            "markings": {properties["handling"] or "RED" for properties in all_},
        }
        for (whose, type_), all_ in found.items()
        if source in {None, whose}
        for name in LOOKED_FOR[type_]
    ]
    return ordered(rows, "source", "type", "property")


@oracle("load-runs")
def load_runs(graph: Graph, source: str | None) -> list[Row]:
    """List the load runs."""
    names = ["source", "mapping", "started", "finished", "read", "loaded"]
    names += ["duplicate", "rejected", "created", "updated", "deleted"]
    rows = [
        {"run": name[1], **{column: graph.get(name, column) for column in names}}
        for name in graph.labelled("LoadRun")
        if source in {None, graph.get(name, "source")}
    ]
    return ordered(rows, "-started", "run")
