"""The form of a mapping file: how the columns of one kind of file become nodes and relationships.

Only the form lives here; whether a mapping fits the vocabulary is decided in `netgraph.ingest.check`, what
it does with rows in `netgraph.ingest.evaluate`. A mapping never names code: transforms are looked up by name.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from netgraph.ingest.origins import (
    Binding,
    Condition,
    Conditions,
    IdentifierBinding,
    PlaceBinding,
    Separators,
    Text,
)
from netgraph.ingest.repeats import copies, numbered
from netgraph.model.yamlfile import Strict

__all__ = [
    "Binding",
    "Column",
    "Condition",
    "Duplicates",
    "IdentifierBinding",
    "Mapping",
    "NodeSpec",
    "PlaceBinding",
    "Provenance",
    "Rejection",
    "RelationshipSpec",
    "Source",
    "StopRows",
    "StopSpec",
    "Stops",
]

Format = Literal["csv", "tsv", "xlsx", "jsonl", "parquet", "ftm", "graphml"]
Reason = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$")]


class Source(Strict):
    """Where the data comes from, and how its files are written.

    ``skip`` rows stand before the header, or before the rows where ``header`` names the columns of a file
    that has none. A blank as ``separator`` means any white space. ``fingerprint`` is a column that the file
    lacks: netgraph makes a reference for each row from what it says, for files without references. What is
    ``synthetic`` is of no person, and goes into no store with records of persons.
    """

    name: Name
    doc: str
    format: Format = "csv"
    separator: Annotated[str, StringConstraints(pattern=r"^[^\"\r\n\x00]$")] | None = None
    sheet: str | None = None
    skip: Annotated[int, Field(ge=0, le=100)] = 0
    header: tuple[str, ...] = ()
    fingerprint: str | None = None
    licence: str
    missing: tuple[Text, ...] = ()
    synthetic: bool = False


class Column(Strict):
    """One column of the file: what it means, and what an invented example line, or several, hold.

    A file may lack an ``optional`` one, and may call it by a name in ``also``. A column that stands up to
    ``repeats`` times in the header gives the columns NAME, NAME 2, ..., or one whose cells are put together
    with ``join``.
    """

    doc: str
    optional: bool = False
    also: tuple[str, ...] = ()
    repeats: Annotated[int, Field(ge=1, le=50, strict=True)] = 1
    join: str | None = None
    example: Annotated[tuple[Text, ...], BeforeValidator(lambda v: v if isinstance(v, list) else [v])] = ("",)


class NodeSpec(Strict):
    """One kind of node that a row gives.

    An owned node is keyed by ``key``, the columns of its reference within the source; a place by ``place``;
    an Identifier by ``identifier``. A ``reference`` node is not made here, but must exist. Where several
    specs give nodes of one label with the same key columns, ``part`` tells their keys apart. Texts in
    ``leave_out`` are nothing's name, such as "Other" in a list of names.
    """

    type: str
    when: Conditions = ()
    key: tuple[str, ...] = ()
    part: str | None = None
    leave_out: tuple[Text, ...] = ()
    place: PlaceBinding | None = None
    identifier: IdentifierBinding | None = None
    split: Separators = ()
    required: bool = False
    reference: bool = False
    properties: dict[str, Binding] = {}


class RelationshipSpec(Strict):
    """One kind of claim that a row makes between two of its nodes; absent nodes make no claim."""

    type: str
    start: str
    end: str
    when: Conditions = ()
    properties: dict[str, Binding] = {}


class StopSpec(Strict):
    """One stop of a route; ``leg`` holds the properties of the leg that leads to it.

    With ``repeat`` it stands for that many stops, the second of the columns NAME 2, and so on.
    """

    repeat: Annotated[int, Field(ge=1, le=50)] = 1
    place: PlaceBinding
    properties: dict[str, Binding] = {}
    leg: dict[str, Binding] = {}


class StopRows(Strict):
    """The stops of a route stand in rows of their own, numbered without a gap."""

    position: str
    stop: StopSpec


class Stops(Strict):
    """The ordered stops of a route: side by side in ``columns`` of one row, or in ``rows``."""

    route: str
    columns: tuple[StopSpec, ...] = ()
    rows: StopRows | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Stops:
        if bool(self.columns) == (self.rows is not None):
            raise ValueError("give either columns or rows")
        return self

    def each(self) -> tuple[StopSpec, ...]:
        """Every description of a stop."""
        return (self.rows.stop,) if self.rows else self.specs

    @property
    def specs(self) -> tuple[StopSpec, ...]:
        """The stops of one row, each of its own columns."""
        return tuple(numbered(spec, n) for spec in self.columns for n in range(1, spec.repeat + 1))


class Provenance(Strict):
    """How what the file says may be handled and how far it can be trusted, for all rows or by column."""

    handling: Binding | None = None
    releasable_to: Binding | None = None
    conditions: Binding | None = None
    owner: Binding | None = None
    reliability: Binding | None = None
    credibility: Binding | None = None
    first_seen: Binding | None = None
    last_seen: Binding | None = None

    def given(self) -> dict[str, Binding]:
        """Return what the mapping binds, by property."""
        return {name: bound for name in type(self).model_fields if (bound := getattr(self, name))}


class Rejection(Strict):
    """Rows that the graph must not hold, and why; all conditions must be met."""

    when: Annotated[Conditions, Field(min_length=1)]
    reason: Reason


class Duplicates(Strict):
    """Rows that are equal in all used columns but these are one record."""

    ignore: tuple[str, ...] = ()


class Mapping(Strict):
    """One mapping file.

    Attributes
    ----------
    mapping : int
        Version of this format.
    name, summary : str
        As listed; the file is called by its name.
    columns : dict of str to Column
        The closed list of the file's columns.
    record : tuple of str
        Columns that name the record a row belongs to.
    nodes, relationships, stops
        What a row gives.
    provenance : Provenance
        Markings and grades; a call can set them too.
    aliases : dict of str to str
        Spellings of this file: an alpha-3 code, ``region/...`` or ``relative/...``.
    ignore : dict of str to str
        Columns that are not loaded, and why.
    unscanned : dict of str to str
        Columns of text in which direct identifiers are not looked for, and why that is safe.
    undecided : dict of str to str
        Columns that nobody has decided about yet, and what is to decide: such a mapping does not load.
    reject, duplicates, max_ratio
        What is refused, and from which share on the whole file is.
    """

    mapping: Annotated[Literal[1], BeforeValidator(lambda v: "true" if v is True else v)]
    name: Name
    summary: str
    source: Source
    columns: dict[str, Column]
    record: Annotated[tuple[str, ...], Field(min_length=1)]
    nodes: dict[Name, NodeSpec]
    relationships: tuple[RelationshipSpec, ...] = ()
    stops: Stops | None = None
    provenance: Provenance = Provenance()
    aliases: dict[str, str] = {}
    ignore: dict[str, Reason] = {}
    unscanned: dict[str, Reason] = {}
    undecided: dict[str, str] = {}
    reject: tuple[Rejection, ...] = ()
    duplicates: Duplicates = Duplicates()
    max_ratio: Annotated[float, Field(ge=0, le=1, strict=True)] = 0.1

    @property
    def declared(self) -> dict[str, Column]:
        """Columns that rows have: those of the file, each copy of a repeated one by its number."""
        return {
            name: column
            for base, column in self.columns.items()
            for name in copies(base, column.repeats if column.join is None and base not in self.ignore else 1)
        }

    @model_validator(mode="after")
    def _fits(self) -> Mapping:
        from netgraph.ingest.check import complaints  # noqa: PLC0415 - it knows this module

        found = [
            InitErrorDetails(
                type=PydanticCustomError("mapping", "{what}", {"what": what}), loc=where, input=None
            )
            for where, what in complaints(self)
        ]
        if found:
            raise ValidationError.from_exception_data("Mapping", found)
        return self
