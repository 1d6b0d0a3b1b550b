"""The header of a query file: what the query takes, what it gives, and what its rows may be used for.

Only the form lives here, as strict models; reading files is `catalogue`, binding values is `binding`,
and whether the statement keeps what its header promises is `check`.
"""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from netgraph.model.schema import PropertyName  # noqa: TC001 - pydantic reads it
from netgraph.model.yamlfile import Strict

ParameterType = Literal["string", "integer", "number", "boolean", "strings", "code", "jurisdiction"]
ColumnType = Literal["string", "integer", "number", "boolean", "strings"]
Counts = Literal["persons", "cases", "routes", "record", "things"]

COUNTING = {"integer", "number", "strings"}
MARKINGS = "markings"
HANDLING = "handling"


class Parameter(Strict):
    """One parameter.

    One without a ``default`` must be given; ``default: null`` makes it optional, and the statement then
    sees null. A ``code`` is one code, or alias, of the named code list; a ``jurisdiction`` is given by
    code or name and seen by its key (KEN, US-CA); ``strings`` may be written with commas between.
    """

    type: ParameterType
    doc: str = ""
    default: str | int | float | bool | list[str] | None = None
    minimum: float | None = None
    maximum: float | None = None
    codelist: str | None = None

    @property
    def required(self) -> bool:
        """Whether a value must be given."""
        return "default" not in self.model_fields_set

    @model_validator(mode="after")
    def _fits_together(self) -> Parameter:
        if (self.type == "code") != (self.codelist is not None):
            raise ValueError("a code parameter, and only such, names its codelist")
        bounded = self.minimum is not None or self.maximum is not None
        if bounded and self.type not in {"integer", "number"}:
            raise ValueError("only an integer or a number has a minimum or maximum")
        return self


class Column(Strict):
    """One column of the answer; any value may be null.

    A number says what it ``counts``, and a list what its length counts: ``persons``, ``cases`` or ``routes``,
    of which small counts go to no recipient; what is tied to the one ``record`` that the row names, which
    goes to a recipient or stays as a whole; or ``things`` that are nobody's, such as sources or instruments.
    """

    type: ColumnType
    doc: str = ""
    counts: Counts | None = None


class Header(Strict):
    """What a query file declares before its statement.

    Attributes
    ----------
    summary : str
        One sentence: what the rows are.
    doc : str
        More for the reader: definitions, limits, what the answer does not mean.
    mode : {"read"}
        Queries read; writing is the store's.
    returns : {"many", "one", "set"}
        ``many`` rows in a total order, at most ``one`` row, or a ``set`` in no order for programs that
        read all of it.
    params : dict of str to Parameter
        By name.
    columns : dict of str to Column
        In the order in which they are returned.
    unique : tuple of str
        Columns that together identify a row, so that an order by all of them is total.
    """

    summary: str
    doc: str = ""
    mode: Literal["read"]
    returns: Literal["many", "one", "set"]
    params: dict[PropertyName, Parameter] = {}
    columns: dict[PropertyName, Column]
    unique: tuple[PropertyName, ...] = ()

    @model_validator(mode="after")
    def _fits_together(self) -> Header:
        if not self.columns:
            raise ValueError("columns names no column")
        told = [
            name for name, column in self.columns.items() if column.counts and column.type not in COUNTING
        ]
        if told:
            raise ValueError(f"the column {told[0]} is neither number nor list, and counts nothing")
        strangers = [name for name in self.unique if name not in self.columns]
        if strangers:
            raise ValueError(f"unique names {strangers[0]!r}, which is not among the columns")
        if (self.returns == "many") != bool(self.unique):
            raise ValueError("a query that returns many rows, and only such, names its unique columns")
        for name, type_ in ((MARKINGS, "strings"), (HANDLING, "string")):
            if name in self.columns and self.columns[name].type != type_:
                raise ValueError(f"the column {name} must be of type {type_}")
        return self
