"""Bring together what several rows say of one node or claim, whatever their order; find contradictions.

Works on one label or type at a time, so that a large file's claims need not all be held at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from netgraph.ingest.rows import natural
from netgraph.model import Marking, load_schema
from netgraph.model.keys import claim_keys, digests

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from netgraph.ingest.evaluate import Evaluation
    from netgraph.ingest.evaluation import Claims, Columns
    from netgraph.store import Ends

UNDIGESTED = {"key", "run", "digest"}
KEEP_UP_TO = 100_000  # rows
POINT = "point"


@dataclass
class Merged:
    """Nodes of one label, or claims between two labels, each key once.

    Attributes
    ----------
    keys : list of str
    columns : dict of str to list
        Properties; for claims also ``start`` and ``end``.
    conflicts : list of (list of int, str)
        Positions of the rows that contradict each other, and about which property.
    disagreements : int
        How many values of shared nodes were passed over for a smaller one.
    """

    keys: list[str]
    columns: Columns
    conflicts: list[tuple[list[int], str]] = field(default_factory=list)
    disagreements: int = 0

    def digests(self) -> list[str]:
        """Hash the content of each, without the run that writes it."""
        return digests({name: values for name, values in self.columns.items() if name not in UNDIGESTED})


def labels(evaluation: Evaluation, *kinds: str) -> list[str]:
    """Labels of some kinds that rows give nodes of, in the vocabulary's order."""
    given = {nodes.label for nodes in evaluation.nodes if not nodes.reference}
    return [label for label in load_schema().labels(*kinds) if label in given]


def ends(evaluation: Evaluation) -> list[Ends]:
    """Kinds of claims that rows make, by type and labels."""
    return sorted({claims.ends for claims in evaluation.claims})


def merge_shared(evaluation: Evaluation, label: str) -> Merged:
    """Merge the shared nodes of a label; where rows disagree on a property, the smallest value counts."""
    found: dict[str, dict[str, Any]] = {}
    passed_over: set[tuple[str, str, Any]] = set()
    for nodes in evaluation.nodes:
        if nodes.label != label:
            continue
        names = list(nodes.properties)
        for key, values in set(zip(nodes.keys, zip(*nodes.properties.values(), strict=True), strict=True)):
            known = found.setdefault(key, {})
            for name, value in _parts(dict(zip(names, values, strict=True))):
                if name in known and known[name] != value:
                    passed_over.add((key, name, max(known[name], value)))
                known[name] = min(known.get(name, value), value)
    keys = sorted(found)
    properties = load_schema().nodes[label].properties
    whole = {key: _whole(parts) for key, parts in found.items()}
    columns = {name: [whole[key].get(name) for key in keys] for name in properties}
    return Merged(keys, {"key": list(keys), **columns}, disagreements=len(passed_over))


def _parts(properties: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Give what is known, a point as one value: its latitude goes with no other point's longitude."""
    point = (properties.get("latitude"), properties.get("longitude"))
    if None not in point:
        yield POINT, point
    yield from (
        (name, value)
        for name, value in properties.items()
        if value is not None and name not in {"latitude", "longitude"}
    )


def _whole(parts: dict[str, Any]) -> dict[str, Any]:
    point = parts.get(POINT, (None, None))
    return {**parts, "latitude": point[0], "longitude": point[1]}


def merge_owned(evaluation: Evaluation, label: str) -> Merged:
    """Merge the owned nodes of a label: blanks are filled from other rows, contradictions are conflicts."""
    return _kept(evaluation, label, lambda: _merge_owned(evaluation, label))


def merge_claims(evaluation: Evaluation, which: Ends) -> Merged:
    """Merge the claims of a type between two labels, as `merge_owned` does nodes."""
    return _kept(evaluation, which, lambda: _merge_claims(evaluation, which))


def _kept(evaluation: Evaluation, what: object, merge: Callable[[], Merged]) -> Merged:
    """Merge a small file once for both passes; a large one twice, since holding all of it costs more."""
    if len(evaluation.records) > KEEP_UP_TO:
        return merge()
    if what not in evaluation.merged:
        evaluation.merged[what] = merge()
    return evaluation.merged[what]


def _merge_owned(evaluation: Evaluation, label: str) -> Merged:
    names = list(load_schema().nodes[label].properties)
    source = evaluation.source
    parts = []
    for nodes in evaluation.nodes:
        if nodes.label == label and not nodes.reference:
            size = len(nodes.keys)
            columns = {
                "key": nodes.keys,
                **{name: nodes.properties.get(name) or [None] * size for name in names},
                "source": [source] * size,
                "record": [evaluation.records[row] for row in nodes.rows],
                **_provenance(evaluation, nodes.rows),
            }
            parts.append((nodes.rows, columns))
    return _merged(parts)


def _merge_claims(evaluation: Evaluation, which: Ends) -> Merged:
    relationship = load_schema().relationships[which.type]
    parts = []
    for claims in evaluation.claims:
        if claims.ends != which:
            continue
        size = len(claims.rows)
        start_label, type_, end_label, source = (
            [word] * size for word in (which.start, which.type, which.end, evaluation.source)
        )
        records = claims.records or [evaluation.records[row] for row in claims.rows]
        properties = {name: claims.properties.get(name) or [None] * size for name in relationship.properties}
        told_apart = [properties[name] for name in relationship.key]
        ends_ = (start_label, claims.start, type_, end_label, claims.end)
        columns = {
            "key": claim_keys([*ends_, source, records, *told_apart]),
            "start": claims.start,
            "end": claims.end,
            **properties,
            "source": source,
            "record": records,
            **_bound(evaluation, claims),
        }
        parts.append((claims.rows, columns))
    return _merged(parts)


def _provenance(evaluation: Evaluation, rows: Sequence[int]) -> Columns:
    return {name: [values[row] for row in rows] for name, values in evaluation.provenance.items()}


def _bound(evaluation: Evaluation, claims: Claims) -> Columns:
    """Provenance of claims: of their rows, with the stricter marking where two rows bind a claim."""
    found = _provenance(evaluation, claims.rows)
    if claims.also:
        marking = evaluation.provenance["handling"]
        found["handling"] = [
            _stricter(word, marking[row]) for word, row in zip(found["handling"], claims.also, strict=True)
        ]
    if claims.records:
        for name in ("reliability", "credibility", "first_seen", "last_seen"):
            found[name] = [None] * len(claims.rows)
    return found


def _merged(parts: list[tuple[list[int], Columns]]) -> Merged:
    """Bring each key to one entry."""
    if not parts:
        return Merged([], {})
    names = list(parts[0][1])
    keys = [key for _, columns in parts for key in columns["key"]]
    if len(set(keys)) == len(keys):
        return Merged(keys, {name: [v for _, columns in parts for v in columns[name]] for name in names})
    entries: dict[str, list[Any]] = {}
    rows_of: dict[str, list[int]] = {}
    contradicted: dict[str, str] = {}
    for rows, columns in parts:
        for row, key, *values in zip(rows, columns["key"], *(columns[name] for name in names), strict=True):
            rows_of.setdefault(key, []).append(row)
            entry = entries.setdefault(key, values)
            if entry is values:
                continue
            for place, (name, old, new) in enumerate(zip(names, entry, values, strict=True)):
                try:
                    entry[place] = _together(name, old, new)
                except ValueError:
                    contradicted.setdefault(key, name)
    conflicts = [(rows_of[key], name) for key, name in contradicted.items()]
    columns = {
        name: list(values) for name, values in zip(names, zip(*entries.values(), strict=True), strict=True)
    }
    return Merged(list(entries), columns, conflicts)


def _together(name: str, old: Any, new: Any) -> Any:  # noqa: ANN401 - values of any property
    """Say what two rows say together; symmetric, so that the order of rows makes no difference."""
    if old == new or new is None:
        return old
    if old is None:
        return new
    if name in _RULES:
        return _RULES[name](old, new)
    raise ValueError(name)


def _stricter(one: str, other: str) -> str:
    return max(Marking.parse(one), Marking.parse(other)).word


_RULES: dict[str, Any] = {
    "handling": _stricter,
    "first_seen": min,
    "last_seen": max,
    "reliability": max,  # A is the best grade, 1 too: the worse one counts
    "credibility": max,
    "record": lambda one, other: min(one, other, key=_record_order),
}


def _record_order(record: str) -> list[tuple[int, int, str]]:
    return [natural(part) for part in record.split("/")]
