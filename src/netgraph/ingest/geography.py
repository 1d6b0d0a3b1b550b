"""Places that rows name: Location and Jurisdiction nodes, and which lies in which.

Names and codes are those of ISO 3166; how a text becomes a place is in `netgraph.model.places`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netgraph.ingest.evaluation import Claims, Columns, Nodes
from netgraph.model import node_key
from netgraph.model.places import Place, alpha2
from netgraph.store import Ends

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netgraph.ingest.evaluate import Evaluation
    from netgraph.ingest.mapping import NodeSpec, PlaceBinding


def add_place_nodes(evaluation: Evaluation, spec: NodeSpec, binding: PlaceBinding) -> list[tuple[str, ...]]:
    """Give the places that rows name for a node of the mapping; return their keys, by row."""
    places = evaluation.cells.places(binding)
    if spec.when:
        hits = evaluation.cells.matching_all(spec.when)
        places = [several if hit else () for hit, several in zip(hits, places, strict=True)]
    if spec.required:
        evaluation.require(places, binding.named)
    state_wanted = spec.type == "Jurisdiction"
    pairs = []
    for row, several in enumerate(places):
        for place in several:
            if place.kind == "Relative" or (state_wanted and place.jurisdiction is None):
                evaluation.cells.refuse(row, "a region where a State is wanted", binding.named)
            else:
                pairs.append((row, place))
    points = evaluation.cells.coordinates(binding)
    if binding.country is None:  # rounded, as its key is
        points = {
            name: [value if value is None else round(value, 1) + 0.0 for value in values]
            for name, values in points.items()
        }
    extra = {name: [values[row] for row, _ in pairs] for name, values in points.items()}
    add_places(evaluation, spec.type, pairs, extra)
    keys: dict[tuple[Place, ...], tuple[str, ...]] = {
        several: tuple((p.jurisdiction or "") if state_wanted else p.key for p in several)
        for several in set(places)
    }
    return [keys[several] for several in places]


def add_places(
    evaluation: Evaluation, label: str, places: Sequence[tuple[int, Place]], extra: Columns
) -> None:
    """Give Location or Jurisdiction nodes for the places of some rows.

    `extra` holds further properties, such as coordinates. Locations bring their Jurisdictions and the
    claims that they lie IN them.
    """
    rows = [row for row, _ in places]
    names = {"name": [place.name for _, place in places]}
    if label == "Jurisdiction":
        keys = [place.jurisdiction or "" for _, place in places]
        codes = {key: alpha2(key) for key in dict.fromkeys(keys)}
        own: Columns = {"alpha2": [codes[key] for key in keys]}
    else:
        keys = [place.key for _, place in places]
        own = {"kind": [place.kind for _, place in places]}
    evaluation.nodes.append(Nodes(label, rows, keys, {**names, **own, **extra}))
    if label == "Location":
        _inside(evaluation, [(row, place) for row, place in places if place.jurisdiction])


def _inside(evaluation: Evaluation, places: list[tuple[int, Place]]) -> None:
    """Say in which jurisdictions places lie.

    It follows from ISO 3166 and not from a record, so it is said once for each way in which rows may be
    handled: a place in a CLEAR row must not lose its State because a RED row names it too.
    """
    handling, owner = evaluation.provenance["handling"], evaluation.provenance["owner"]
    limits = evaluation.provenance["releasable_to"], evaluation.provenance["conditions"]
    said = dict.fromkeys((row, place) for row, place in places)
    rows = [row for row, _ in said]
    found = [place for _, place in said]
    codes = [place.jurisdiction or "" for place in found]
    holders = {code: evaluation.context.gazetteer.holder(code) for code in dict.fromkeys(codes)}
    add_places(
        evaluation, "Jurisdiction", [(row, holders[code]) for row, code in zip(rows, codes, strict=True)], {}
    )
    limited = [[",".join(said[row]) for said in limits if said[row]] for row in rows]
    marks = [(handling[row], owner[row] or "", *more) for row, more in zip(rows, limited, strict=True)]
    records = {mark: node_key(["places", *mark]) for mark in set(marks)}
    evaluation.claims.append(
        Claims(
            Ends("Location", "IN", "Jurisdiction"),
            rows,
            [place.key for place in found],
            codes,
            {},
            records=[records[mark] for mark in marks],
        )
    )
