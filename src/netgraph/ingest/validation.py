"""Hold what rows give against the vocabulary, and refuse the rows that break it, with reason and column.

The rules are pandera schemas (`netgraph.ingest.frames`); here they meet the columns of an evaluation. Only
distinct values, and distinct pairs of dates, are looked at: a file of a million rows has a few thousand.
Dates of several rows are held against each other in `netgraph.ingest.chronology`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netgraph.ingest.bindings import PROVENANCE, origins

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netgraph.ingest.evaluate import Evaluation
    from netgraph.ingest.evaluation import Columns
    from netgraph.ingest.frames import Rule
    from netgraph.ingest.mapping import Mapping

    Refuse = Callable[[int, str, str], None]

STOPS_DATES = frozenset({"departed", "arrived"})


def validate(evaluation: Evaluation, mapping: Mapping) -> None:
    """Refuse every row that gives something which the vocabulary does not allow.

    Parameters
    ----------
    evaluation : Evaluation
        Complete, but for this.
    mapping : Mapping
        Tells which columns of the file a property comes from.

    Notes
    -----
    Linear in the values; pandera sees each distinct one once, about a millisecond a property.
    """
    columns_of = origins(mapping)

    def checked(name: str, rows: Sequence[int], columns: Columns) -> None:
        def refuse(place: int, reason: str, property_: str) -> None:
            candidates = columns_of.get((name, property_), [])
            column = _column(evaluation, rows[place], columns.get(property_), place, candidates)
            text = reason if column == property_ else f"the {property_} {reason}"
            evaluation.cells.refuse(rows[place], text, column)

        hold(name, len(rows), columns, refuse)

    for nodes in evaluation.nodes:
        if not nodes.reference:
            checked(nodes.label, nodes.rows, nodes.properties)
    for claims in evaluation.claims:
        # A leg between stops repeats their dates, which are held as theirs.
        passed = STOPS_DATES if claims.provenance else frozenset()
        told = {name: values for name, values in claims.properties.items() if name not in passed}
        checked(claims.ends.type, claims.rows, told)
    checked(PROVENANCE, range(len(evaluation.records)), evaluation.provenance)


def hold(name: str, size: int, columns: Columns, refuse: Refuse) -> None:
    """Hold columns against the rules of a label, a relationship type or provenance.

    Parameters
    ----------
    name : str
        As in the vocabulary, or ``provenance``.
    size : int
        How many entries the columns have.
    columns : dict of str to list
        By property; one that is absent is blank throughout.
    refuse : callable
        Called with the place of each entry that breaks a rule, the reason and the property.
    """
    from netgraph.ingest.frames import rules_of  # noqa: PLC0415 - pandera takes half a second to import

    for rule in rules_of(name) if size else ():
        given = [columns.get(property_) for property_ in rule.columns]
        if None in given and (name == PROVENANCE or not rule.required):  # nothing there can be wrong
            continue
        values, codes = _distinct([column or [None] * size for column in given])
        if not rule.required and any(all(value is None for value in column) for column in values):
            continue  # as above
        broken = _broken(rule, pd.DataFrame(dict(zip(rule.columns, values, strict=True)), dtype=object))
        for place in np.flatnonzero(np.isin(codes, list(broken))) if broken else ():
            refuse(int(place), *broken[int(codes[place])])


def _distinct(columns: Sequence[Sequence[Any]]) -> tuple[list[list[Any]], np.ndarray]:
    """Return the distinct rows of some columns, by column, and for each row which of them it is.

    Values are told apart by identity: every cell with one text has one value, and lists have no hash.
    """
    size = len(columns[0])
    codes = np.zeros(size, dtype=np.int64)
    for column in columns:
        ids = np.fromiter(map(id, column), np.int64, size)
        of_column, _ = pd.factorize(ids)
        codes, _ = pd.factorize(codes * size + of_column)
    first = np.zeros(int(codes.max()) + 1, dtype=np.int64)
    first[codes[::-1]] = np.arange(size)[::-1]
    return [[column[place] for place in first.tolist()] for column in columns], codes


def _broken(rule: Rule, frame: pd.DataFrame) -> dict[int, tuple[str, str]]:
    """Reason and property for each row of a frame that breaks a rule."""
    from pandera.errors import SchemaErrors  # noqa: PLC0415 - as above

    try:
        rule.schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        found: dict[int, tuple[str, str]] = {}
        for error in errors.schema_errors:
            check = error.check
            if isinstance(check, str):  # not_nullable, of which pandera does not say where it fails
                broken, reason = frame[rule.columns[0]].isna().to_numpy(), ("is blank", rule.columns[0])
            else:
                broken, reason = ~np.asarray(error.check_output, dtype=bool), (check.error, check.name)
            for place in np.flatnonzero(broken):
                found.setdefault(int(place), reason)
        if not found:
            raise
        return found
    return {}


def _column(
    evaluation: Evaluation, row: int, values: Sequence[Any] | None, place: int, candidates: Sequence[str]
) -> str:
    """Name the column that a value came from: where several could be, the one that holds it in this row."""
    rows = evaluation.cells.rows
    text = str(values[place]) if values else ""
    holding = [column for column in candidates if len(candidates) > 1 and rows.texts(column)[row] == text]
    return (holding or list(candidates) or [""])[0]
