"""What the readers of a bundle can count from it: how many victims under which values.

A bundle holds its persons one by one, so its reader can count them by whatever it tells of them, and those
among them that the public may have too: their markings say which. Sex, age and form of exploitation are told
to the owner alone; for others they are not known, which is another thing than not recorded.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from netgraph.disclosure.contents import ENDS, arrow_schema
from netgraph.disclosure.counting import DIMENSIONS, LABELS, TYPES, counted
from netgraph.disclosure.recipients import PUBLIC, Recipient
from netgraph.model import Marking, load_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netgraph.disclosure.extract import Disclosed

    Values = tuple[str | None, ...]

OF_THE_PERSON, OF_THE_PART = {"sex", "age_band"}, {"exploitation"}


@dataclass(frozen=True)
class Holding:
    """A bundle as its readers count it.

    Attributes
    ----------
    to : str
        The recipient.
    bundle : str
        SHA-256 of the file.
    parts : mapping of str to mapping of tuple to int
        For the recipient and for the public: how many persons by their values in `DIMENSIONS`; None where a
        value is not told.
    """

    to: str
    bundle: str
    parts: Mapping[str, Mapping[Values, int]]

    def beside(self, to: str) -> Mapping[Values, int]:
        """Return the persons of the bundle whom a table for some recipient would count."""
        if self.to == PUBLIC:
            return self.parts[PUBLIC]
        return self.parts[to] if to in {self.to, PUBLIC} else {}


def held_in(found: Disclosed, bundle: str) -> Holding:
    """Count the victims of a bundle, from what really is in it.

    Parameters
    ----------
    found : Disclosed
    bundle : str
        SHA-256 of the file.
    """
    schema = load_schema()
    nothing = {label: arrow_schema(schema.node_properties(label)).empty_table() for label in LABELS}
    nothing |= {
        type_: arrow_schema(schema.relationship_properties(type_), ENDS).empty_table() for type_ in TYPES
    }
    tables = nothing | {
        name: table for name, table in (found.nodes | found.claims).items() if name in nothing
    }
    reader = found.recipient.code
    parts = {}
    for to in (found.recipient, Recipient(PUBLIC)):
        rows = counted(tables, to, Marking.RED).frame.to_dict("records")
        parts[to.code] = dict(Counter(_told(row, reader) for row in rows))
    return Holding(reader, bundle, parts)


def _told(row: Mapping[Any, Any], reader: str) -> Values:
    """Return the values of one person that the reader is told."""
    untold = set() if row["owner"] == reader else OF_THE_PERSON
    untold |= set() if row["owners"] == {reader} else OF_THE_PART
    return tuple(None if name in untold else row[name] for name in DIMENSIONS)
