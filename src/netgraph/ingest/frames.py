"""The vocabulary as pandera schemas: types, code lists, limits, what is required, what comes before what.

Compiled from ``schemas/`` and nothing else. Each property, and each pair of dates that has an order, has a
schema of its own, so that it can be held against the distinct values of a file instead of every row. Which
rows a failure refuses is decided in `netgraph.ingest.validation`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from netgraph.ingest.bindings import PROVENANCE
from netgraph.ingest.moments import first_day, last_day, latest_day
from netgraph.ingest.pandera_alone import pa
from netgraph.model import load_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from netgraph.model import CodeList, Property

    Test = Callable[[Any], bool]

_KINDS: dict[str, tuple[type | tuple[type, ...], str]] = {
    "string": (str, "not text"),
    "text": (str, "not text"),
    "integer": (int, "not a whole number"),
    "number": ((int, float), "not a number"),
    "boolean": (bool, "not yes or no"),
    "date": (str, "not an ISO 8601 date"),
    "year": (int, "not a year"),
    "code": (str, "not a code"),
    "codes": (list, "not a list of codes"),
    "strings": (list, "not a list"),
}


class Rule(NamedTuple):
    """A pandera schema of a frame with some columns, of dtype object, None where nothing is known."""

    columns: tuple[str, ...]
    schema: pa.DataFrameSchema
    required: bool = False


@cache
def rules_of(name: str) -> tuple[Rule, ...]:
    """Compile what the vocabulary says of one label or relationship type, or of ``provenance``.

    Parameters
    ----------
    name : str
        As in the vocabulary; KeyError for another.

    Returns
    -------
    tuple of Rule
        The ``error`` of each check is a reason without a value, and its ``name`` the property at fault.
    """
    schema = load_schema()
    if name == PROVENANCE:
        part: Any = schema.provenance
    else:
        part = schema.nodes.get(name) or schema.relationships[name]
    return tuple(compiled(part.properties, part.order, schema.codelists))


def compiled(
    properties: Mapping[str, Property],
    order: tuple[tuple[str, str], ...],
    codelists: Mapping[str, CodeList],
) -> Iterator[Rule]:
    """Compile properties, and pairs of dates that have an order; see `rules_of`."""
    for name, definition in properties.items():
        if definition.type in {"string", "text"} and not definition.required:
            continue  # any text will do, and none too
        column = pa.Column(
            object, list(_checks(name, definition, codelists)), nullable=not definition.required
        )
        yield Rule((name,), pa.DataFrameSchema({name: column}), definition.required)
    for first, second in order:
        yield Rule((first, second), pa.DataFrameSchema(checks=_ordered(first, second)))


def _checks(name: str, definition: Property, codelists: Mapping[str, CodeList]) -> Iterator[pa.Check]:
    kind, complaint = _KINDS[definition.type]
    yield _each(name, complaint, lambda value: isinstance(value, kind) and _is_bool(value) == (kind is bool))
    low, high = definition.minimum, definition.maximum
    for said, wanted, test in (
        (f"not in the code list {definition.codelist}", definition.codelist, _coded(definition, codelists)),
        ("out of range", low is not None, lambda value: value >= low),
        ("out of range", high is not None, lambda value: value <= high),
    ):
        if wanted:
            yield _each(name, said, _typed(kind, test))
    if definition.latest:
        yield _no_later(name, kind)


def _each(name: str, said: str, test: Test) -> pa.Check:
    """Make a check of each value that there is."""

    def check(values: pd.Series[Any]) -> pd.Series[bool]:
        held = [value is None or test(value) for value in values]
        return pd.Series(held, index=values.index, dtype=bool)

    return pa.Check(check, name=name, error=said, ignore_na=False)


def _no_later(name: str, kind: type | tuple[type, ...]) -> pa.Check:
    """Make a check that no date or year has begun nowhere on earth."""

    def check(values: pd.Series[Any]) -> pd.Series[bool]:
        today = latest_day()
        held = [not isinstance(value, kind) or first_day(value) <= today for value in values]
        return pd.Series(held, index=values.index, dtype=bool)

    return pa.Check(check, name=name, error="lies in the future", ignore_na=False)


def _typed(kind: type | tuple[type, ...], test: Test) -> Test:
    """Leave a value of another type to the check of types, so that it cannot break this one."""
    return lambda value: not isinstance(value, kind) or test(value)


def _is_bool(value: object) -> bool:
    return isinstance(value, bool)  # which Python counts among the whole numbers


def _coded(definition: Property, codelists: Mapping[str, CodeList]) -> Test:
    codes = codelists[definition.codelist].codes.keys() if definition.codelist else frozenset[str]()
    return lambda value: codes >= (set(value) if isinstance(value, list) else {value})


def _ordered(first: str, second: str) -> pa.Check:
    """Make a check of a frame: the first date is not after the second, as far as both are known."""

    def check(frame: pd.DataFrame) -> pd.Series[bool]:
        pairs = zip(frame[first], frame[second], strict=True)
        held = [one is None or other is None or first_day(one) <= last_day(other) for one, other in pairs]
        return pd.Series(held, index=frame.index, dtype=bool)

    return pa.Check(check, name=second, error=f"is before the {first}", ignore_na=False)
