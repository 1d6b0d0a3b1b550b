"""Where a value, a place or an identifier of a mapping comes from, and the conditions that rows meet.

Parts of the form of a mapping; the whole of it is in `netgraph.ingest.mapping`.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, StringConstraints, model_validator

from netgraph.ingest.transforms import TRANSFORMS
from netgraph.model.yamlfile import Strict

Text = Annotated[str, BeforeValidator(lambda value: str(value) if isinstance(value, int | float) else value)]
Separators = Annotated[
    tuple[Annotated[str, StringConstraints(min_length=1)], ...],
    BeforeValidator(lambda value: (value,) if isinstance(value, str) else value),
]


def known_transforms(names: tuple[str, ...]) -> None:
    """Complain of a transform that there is not."""
    unknown = [name for name in names if name not in TRANSFORMS]
    if unknown:
        raise ValueError(f"no transform {unknown[0]!r}; there are {', '.join(sorted(TRANSFORMS))}")


class Condition(Strict):
    """A test on one column of a row; ``starts`` and ``equals`` together mean either.

    ``has`` looks for one of the pieces of a cell that holds several, ``has_other`` for a piece beside those
    that are listed.
    """

    column: str
    equals: tuple[Text, ...] = ()
    starts: tuple[Text, ...] = ()
    not_equals: tuple[Text, ...] = ()
    has: tuple[Text, ...] = ()
    has_other: tuple[Text, ...] = ()
    split: Separators = (",", ";")
    blank: bool | None = None

    @model_validator(mode="after")
    def _one_test(self) -> Condition:
        tests = (
            self.equals or self.starts,
            self.not_equals,
            self.has,
            self.has_other,
            self.blank is not None,
        )
        if sum(map(bool, tests)) != 1:
            raise ValueError("give one of equals or starts, not_equals, has, has_other and blank")
        return self


Conditions = Annotated[tuple[Condition, ...], BeforeValidator(lambda v: [v] if isinstance(v, dict) else v)]


class Binding(Strict):
    """Where a value comes from: a column, a literal that is the same for every row, flags or a test.

    ``flags`` are columns of yes and no, and the code that yes in each stands for. A ``test`` is true where
    its condition is met and blank elsewhere. ``missing`` are texts that mean no value; ``unless`` a condition
    that leaves the value out, such as a number that was withheld. ``scale`` is the code list that the file's
    codes are of, where it is another than the property's; a code without an equal refuses its row.
    """

    column: str | None = None
    literal: Text | None = None
    flags: dict[str, str] = {}
    test: Condition | None = None
    default: Text | None = None
    missing: tuple[Text, ...] = ()
    unless: Condition | None = None
    transform: tuple[str, ...] = ()
    split: Separators = ()
    codes: dict[str, str] = {}
    scale: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns whose cells become the value."""
        return (self.column,) if self.column is not None else tuple(self.flags)

    @model_validator(mode="after")
    def _one_origin(self) -> Binding:
        origins = (self.column is not None, self.literal is not None, bool(self.flags), self.test is not None)
        if sum(origins) != 1:
            raise ValueError("give either a column or a literal, or flags, or a test")
        known_transforms(self.transform)
        return self


class PlaceBinding(Strict):
    """A place: a State, territory or region by name or ISO code, and perhaps a named place in it.

    Without a country it is a point on the map, rounded to a tenth of a degree (11 km at the equator).
    """

    country: str | None = None
    town: str | None = None
    kind: str | None = None
    latitude: str | None = None
    longitude: str | None = None
    split: Separators = ()
    transform: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _known(self) -> PlaceBinding:
        known_transforms(self.transform)
        return self

    @property
    def named(self) -> str:
        """Return the column to name when the place is at fault."""
        return self.country or self.latitude or ""


class IdentifierBinding(Strict):
    """A phone, handle or other identifier that is kept only as a keyed hash."""

    kind: Binding
    value: str
