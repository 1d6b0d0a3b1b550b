"""Who counts as a victim for a recipient, and under which values: one rule for tables and for bundles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import pyarrow.compute as pc

from netgraph.disclosure.extract import allowed
from netgraph.model.ages import BROAD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa

    from netgraph.disclosure.recipients import Recipient
    from netgraph.model import Marking

DIMENSIONS = ("year", "sex", "age_band", "citizenship", "country", "exploitation")
NOT_RECORDED, SEVERAL = "not recorded", "several"
PARTS, CITIZENS, COUNTRIES = "INVOLVED_IN", "CITIZEN_OF", "HANDLED_BY"
LABELS, TYPES = ("Person", "Case"), (PARTS, CITIZENS, COUNTRIES)  # what `counted` reads


class Counted(NamedTuple):
    """Victims, a row for each.

    Attributes
    ----------
    frame : pandas.DataFrame
        ``person``, a column for each of `DIMENSIONS`, ``owner`` of the person and ``owners`` of the parts.
    words : list of str
        The markings of all that went in.
    """

    frame: pd.DataFrame
    words: list[str]


def counted(tables: Mapping[str, pa.Table], recipient: Recipient, ceiling: Marking) -> Counted:
    """Count the victims that a recipient may have counted, each once, by `DIMENSIONS`.

    Parameters
    ----------
    tables : mapping of str to pyarrow.Table
        Nodes of `LABELS` and claims of `TYPES`, of a store or of a bundle.
    recipient : Recipient
    ceiling : Marking

    Notes
    -----
    See `netgraph.disclosure.victims.victims`. Linear in the rows.
    """
    parts, persons, cases = (allowed(tables[name], recipient, ceiling) for name in (PARTS, *LABELS))
    parts = parts.filter(pc.and_(pc.equal(parts["role"], "Victim"), pc.equal(parts["start_label"], "Person")))
    parts = _among(_among(parts, "start", persons["key"]), "end", cases["key"])
    persons, cases = _among(persons, "key", parts["start"]), _among(cases, "key", parts["end"])
    places = [allowed(tables[type_], recipient, ceiling) for type_ in (COUNTRIES, CITIZENS)]
    countries, citizen_of = map(_states, places)
    about = {case["key"]: case for case in cases.to_pylist()}
    own: dict[str, list[dict[str, Any]]] = {}
    for part in parts.to_pylist():
        own.setdefault(part["start"], []).append(part)
    rows = []
    for person in persons.to_pylist():
        held = [about[part["end"]] for part in own[person["key"]] if part["end"] in about]
        forms = {form for part in own[person["key"]] for form in part["exploitation"] or ()}
        opened = sorted(case["opened"][:4] for case in held if case["opened"])
        rows.append(
            (
                person["key"],
                _one(opened[:1]),
                _one([person["sex"]]),
                _one([BROAD.get(person["age_band"])]),
                _one(citizen_of.get(person["key"], ())),
                _one({place for case in held for place in countries.get(case["key"], ())}),
                _one(forms or {form for case in held for form in case["exploitation"] or ()}),
                person["owner"],
                frozenset(part["owner"] for part in own[person["key"]]),
            )
        )
    frame = pd.DataFrame(rows, columns=["person", *DIMENSIONS, "owner", "owners"])
    read = (parts, persons, cases, *places)
    return Counted(frame, [word for table in read for word in pc.unique(table["handling"]).to_pylist()])


def _among(table: pa.Table, name: str, keys: pa.ChunkedArray) -> pa.Table:
    """Keep the rows that speak of some nodes."""
    return table.filter(pc.is_in(table[name], pc.unique(keys)))


def _states(claims: pa.Table) -> dict[str, set[str]]:
    """Return the States to which claims tie a case or person."""
    found: dict[str, set[str]] = {}
    for start, end in zip(claims["start"].to_pylist(), claims["end"].to_pylist(), strict=True):
        found.setdefault(start, set()).add(end.split("/")[0])
    return found


def _one(values: Iterable[Any]) -> str:
    found = {str(value) for value in values if value and value != "Unknown"}
    return SEVERAL if len(found) > 1 else next(iter(found), NOT_RECORDED)
