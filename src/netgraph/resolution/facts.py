"""What is known of the records of one label, read under a policy and made comparable.

Records and facts come through a `Reader`, so that what a policy withholds is not compared. What agreement
means is not known here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from netgraph.model import Marking, load_schema
from netgraph.resolution.model import LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netgraph.disclosure import Reader

OLDEST = 120  # years
_BAND = re.compile(r"(?P<low>[0-9]+)(?:-(?P<high>[0-9]+)|\+)")
_WIDE = {"Child": (0, 17), "Adult": (18, OLDEST)}
_RECORDS = pa.schema(
    [
        ("unique_id", pa.string()),
        ("source", pa.string()),
        *((name, pa.string()) for name in ("sex", "gender", "kind", "sector", "name")),
        ("youngest", pa.int64()),
        ("oldest", pa.int64()),
        ("marking", pa.int64()),
    ]
)
_FACTS = pa.schema(
    [("key", pa.string()), ("fact", pa.string()), ("value", pa.string()), ("marking", pa.int64())]
)
LISTS = {"sex": "sex", "gender": "gender", "kind": "organization_kind", "sector": "sector"}


@dataclass(frozen=True)
class Facts:
    """Records of one label, ready to be compared.

    Attributes
    ----------
    label : str
        Person or Organization.
    records : pyarrow.Table
        ``unique_id`` (the key), ``source``, ``sex``, ``gender``, ``kind``, ``sector``, ``name`` (brought into
        one form), ``youngest`` and ``oldest`` (years), ``marking`` (`Marking` as a number); null is unknown.
    facts : pyarrow.Table
        ``key``, ``fact``, ``value``, ``marking``: what a record is tied to.
    withheld : int
        Rows that the policy kept out.
    """

    label: str
    records: pa.Table
    facts: pa.Table
    withheld: int = 0


def read_facts(reader: Reader, label: str, legal_forms: Iterable[str] = ()) -> Facts:
    """Read what can be compared.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    label : {"Person", "Organization"}
    legal_forms : iterable of str
        Words that are no part of a name.

    Returns
    -------
    Facts
    """
    records = reader.query("comparable-records", {"type": label})
    facts = reader.query("comparable-facts", {"type": label})
    return Facts(
        label,
        comparable(records.table, legal_forms),
        pa.table(
            [facts.table["key"], facts.table["fact"], facts.table["value"], _ranks(facts.table)],
            schema=_FACTS,
        ),
        records.withheld + facts.withheld,
    )


def comparable(rows: pa.Table, legal_forms: Iterable[str] = ()) -> pa.Table:
    """Bring the properties of records into a form in which they can be compared.

    Parameters
    ----------
    rows : pyarrow.Table
        As the query ``comparable-records`` gives them, with ``handling``.
    legal_forms : iterable of str
        Words that are no part of a name.

    Returns
    -------
    pyarrow.Table
        See `Facts`.
    """
    forms = frozenset(legal_forms)
    spans = [span(band) for band in rows["age_band"].to_pylist()]
    columns = {
        "unique_id": rows["key"],
        "source": rows["source"],
        **{name: _known(rows[name], codelist) for name, codelist in LISTS.items()},
        "name": [name_form(name, forms) for name in rows["name"].to_pylist()],
        "youngest": [found[0] for found in spans],
        "oldest": [found[1] for found in spans],
        "marking": _ranks(rows),
    }
    return pa.table([columns[name] for name in _RECORDS.names], schema=_RECORDS)


def span(band: str | None) -> tuple[int | None, int | None]:
    """Return the years that an age band covers, both included; None where it is not known.

    Examples
    --------
    >>> span("9-17"), span("48+"), span("Unknown")
    ((9, 17), (48, 120), (None, None))
    """
    if band in _WIDE:
        return _WIDE[band]
    found = _BAND.fullmatch(band or "")
    if found is None:
        return None, None
    return int(found["low"]), int(found["high"] or OLDEST)


def name_form(name: str | None, legal_forms: frozenset[str] = frozenset()) -> str | None:
    """Bring a name into one form: lower case, no marks on letters, no punctuation, no legal form.

    Examples
    --------
    >>> name_form("Café  Nairobi, Ltd.", frozenset({"ltd"})), name_form("?")
    ('cafe nairobi', None)
    """
    if name is None:
        return None
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", name.casefold())
        if not unicodedata.combining(letter)
    )
    words = re.sub(r"[\W_]+", " ", re.sub(r"(?<=\b\w)\.(?=\w\b)", "", plain)).split()
    return " ".join([word for word in words if word not in legal_forms] or words) or None


def _known(column: pa.ChunkedArray, codelist: str) -> pa.ChunkedArray:
    """Make the code for unknown what it means: null."""
    unknown = load_schema().codelists[codelist].unknown
    return column if unknown is None else pc.if_else(pc.equal(column, unknown), None, column)


def _ranks(rows: pa.Table) -> list[int]:
    return [int(Marking.parse(word)) for word in rows["handling"].to_pylist()]


__all__ = ["LABELS", "Facts", "comparable", "name_form", "read_facts", "span"]
