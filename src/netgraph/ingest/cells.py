"""Read the cells of rows as values and places; note rows that cannot be loaded, and unknown codes.

Every distinct text of a column is read once. What values are for is decided in `netgraph.ingest.evaluate`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netgraph.ingest.hygiene import fault_of_key
from netgraph.ingest.rows import Reason
from netgraph.ingest.values import Cell, Refused, flag, number, parser, pieces, transformed
from netgraph.model import load_schema, node_key
from netgraph.model.places import Kind, Place, Unplaced, point, within
from netgraph.model.words import slug

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netgraph.ingest.evaluation import Columns
    from netgraph.ingest.mapping import Binding, Condition, PlaceBinding
    from netgraph.ingest.rows import Rows
    from netgraph.model import Property
    from netgraph.model.places import Gazetteer

WHY = {
    "unknown": "unknown place",
    "ambiguous": "a place name with more than one meaning",
    "former": "a former country",
}
INSIDE: dict[str, Kind] = {"City": "City", "Crossing": "Crossing", "Subdivision": "Subdivision"}


class Cells:
    """The cells of some rows.

    Attributes
    ----------
    refused : dict of int to Reason
        By position: the first reason why the row cannot be loaded.
    unknown : list of (int, str, str, str)
        Position, column, text and what it became, of codes that no list has.
    """

    def __init__(self, rows: Rows, gazetteer: Gazetteer) -> None:
        self.rows = rows
        self.gazetteer = gazetteer
        self.schema = load_schema()
        self.refused: dict[int, Reason] = {}
        self.unknown: list[tuple[int, str, str, str]] = []

    def refuse(self, position: int, text: str, column: str = "") -> None:
        """Note why a row cannot be loaded, unless a reason is known already."""
        self.refused.setdefault(position, Reason(text, column))

    def values(self, binding: Binding, definition: Property) -> list[Any]:
        """Read the value of a property in each row; a text that cannot be read refuses its row."""
        found = self._values(binding, definition)
        if binding.unless is None:
            return found
        left_out = self.matching(binding.unless)
        return [None if out else value for out, value in zip(left_out, found, strict=True)]

    def _values(self, binding: Binding, definition: Property) -> list[Any]:
        if binding.flags:
            return self._flagged(binding.flags)
        if binding.test:
            return [hit or None for hit in self.matching(binding.test)]
        codelist = self.schema.codelists.get(definition.codelist or "")
        parse = parser(binding, definition, codelist)
        if binding.column is None:
            cell = parse(binding.literal or "")
            return [None if isinstance(cell, Refused) else cell.value] * len(self.rows)
        texts, codes = self.rows.categories(binding.column)
        passed_over = set(binding.missing)
        if binding.unless and binding.unless.column == binding.column:
            passed_over.update(text for text in texts if meets(text, binding.unless))
        cells = [parse("" if text in passed_over else text or binding.default or "") for text in texts]
        odd = {code for code, cell in enumerate(cells) if isinstance(cell, Refused) or cell.unknown}
        for position, code in enumerate(codes) if odd else ():
            if code in odd:
                self._note(position, binding.column, cells[code], (codelist and codelist.unknown) or "")
        plain = [None if isinstance(cell, Refused) else cell.value for cell in cells]
        return [plain[code] for code in codes]

    def _flagged(self, flags: dict[str, str]) -> list[list[str] | None]:
        """Read columns of yes and no: the codes of those that say yes, in each row."""
        found: list[set[str]] = [set() for _ in range(len(self.rows))]
        for column, code in flags.items():
            texts, codes = self.rows.categories(column)
            said = [flag(text) for text in texts]
            for position, which in enumerate(codes):
                if said[which]:
                    found[position].add(code)
                elif said[which] is None:
                    self.refuse(position, "not yes or no", column)
        return [sorted(several) or None for several in found]

    def places(self, binding: PlaceBinding) -> list[tuple[Place, ...]]:
        """Read the places that each row names; one that cannot be placed refuses its row."""
        if binding.country is None:
            return self._points(binding)
        countries = self._countries(binding, binding.country)
        if binding.town is None:
            return countries
        self.refuse_where(binding.town, fault_of_key)
        towns = self.rows.texts(binding.town)
        kinds = self.rows.texts(binding.kind) if binding.kind else [""] * len(towns)
        for position, (country, town) in enumerate(zip(countries, towns, strict=True)):
            if town and not country:
                self.refuse(position, "a named place without its country", binding.named)
        return self._towns(binding, countries, towns, kinds)

    def coordinates(self, binding: PlaceBinding) -> Columns:
        """Read latitude and longitude in each row; both or neither, and not without their place."""
        if binding.latitude is None or binding.longitude is None:
            return {}
        location = self.schema.nodes["Location"].properties
        found = {
            name: self._numbers(column, location[name])
            for name, column in (("latitude", binding.latitude), ("longitude", binding.longitude))
        }
        named = self.rows.texts(binding.town or binding.named)
        for position, (one, other, name) in enumerate(zip(*found.values(), named, strict=True)):
            if (one is None) != (other is None):
                self.refuse(position, "one coordinate without the other", binding.latitude)
            elif one is not None and not name:
                self.refuse(position, "coordinates without the name of their place", binding.latitude)
        return dict(found)

    def refuse_where(self, column: str, fault_of: Callable[[str], str]) -> None:
        """Refuse the rows whose text in a column has a fault; each distinct text is judged once."""
        texts, codes = self.rows.categories(column)
        bad = {code: fault for code, text in enumerate(texts) if (fault := fault_of(text))}
        for position, code in enumerate(codes) if bad else ():
            if code in bad:
                self.refuse(position, bad[code], column)

    def matching(self, condition: Condition) -> list[bool]:
        """Tell which rows meet a condition."""
        texts, codes = self.rows.categories(condition.column)
        hits = [meets(text, condition) for text in texts]
        return [hits[code] for code in codes]

    def matching_all(self, conditions: Sequence[Condition]) -> list[bool]:
        """Tell which rows meet every one of some conditions."""
        tests = [self.matching(condition) for condition in conditions]
        return [all(hits) for hits in zip(*tests, strict=True)] if tests else [True] * len(self.rows)

    def joined(self, columns: Sequence[str], what: str) -> list[str]:
        """Join the texts of columns to a key; a blank one refuses its row."""
        texts = [self.rows.texts(column) for column in columns]
        for column, cells in zip(columns, texts, strict=True):
            for position, text in enumerate(cells):
                if not text:
                    self.refuse(position, f"{what} is blank", column)
            self.refuse_where(column, fault_of_key)
        rows = list(zip(*texts, strict=True))
        keys = {parts: node_key(parts) for parts in set(rows)}
        return [keys[parts] for parts in rows]

    def states(self, names: Sequence[str | None], column: str) -> list[str | None]:
        """Read names or codes of States as alpha-3 codes; another text refuses its row."""
        table: dict[str, str | None] = {}
        for name in dict.fromkeys(name for name in names if name is not None):
            place = self.gazetteer.resolve(name)
            table[name] = place.key if isinstance(place, Place) and place.kind == "Country" else None
        for position, text in enumerate(names):
            if text is not None and table[text] is None:
                self.refuse(position, "not a State", column)
        return [None if text is None else table[text] for text in names]

    def lists_of_states(self, lists: Sequence[list[str] | None], column: str) -> list[list[str] | None]:
        """Read lists of names or codes of States; a list with another text refuses its row."""
        names = sorted({name for listed in lists for name in listed or ()})
        places = {name: self.gazetteer.resolve(name) for name in names}
        table = {n: p.key for n, p in places.items() if isinstance(p, Place) and p.kind == "Country"}
        read: dict[int, list[str] | None] = {}
        for position, listed in enumerate(lists):
            if id(listed) not in read:
                read[id(listed)] = sorted({table.get(name, "") for name in listed}) if listed else None
            if "" in (read[id(listed)] or ()):
                self.refuse(position, "not a State", column)
        return [read[id(listed)] for listed in lists]

    def _points(self, binding: PlaceBinding) -> list[tuple[Place, ...]]:
        """Read points on the map that have no name."""
        columns = self.coordinates(binding).values()
        return [
            () if latitude is None or longitude is None else (point(latitude, longitude),)
            for latitude, longitude in zip(*columns, strict=True)
        ]

    def _countries(self, binding: PlaceBinding, column: str) -> list[tuple[Place, ...]]:
        texts, codes = self.rows.categories(column)
        table: list[tuple[Place, ...]] = []
        bad: dict[int, str] = {}
        for code, text in enumerate(texts):
            names = pieces(text, binding.split) if binding.split else [text] if text else []
            found = [self.gazetteer.resolve(transformed(binding.transform, name)) for name in names]
            failed = [place.why for place in found if isinstance(place, Unplaced)]
            if failed:
                bad[code] = WHY[failed[0]]
            table.append(tuple(place for place in found if isinstance(place, Place)))
        for position, code in enumerate(codes) if bad else ():
            if code in bad:
                self.refuse(position, bad[code], column)
        return [table[code] for code in codes]

    def _towns(
        self,
        binding: PlaceBinding,
        countries: Sequence[tuple[Place, ...]],
        towns: Sequence[str],
        kinds: Sequence[str],
    ) -> list[tuple[Place, ...]]:
        """Place towns in their countries; each distinct one is placed once."""
        found: list[tuple[Place, ...]] = []
        table: dict[tuple[int, str, str], tuple[tuple[Place, ...], list[Reason]]] = {}
        for position, (country, town, kind) in enumerate(zip(countries, towns, kinds, strict=True)):
            if not country or not town:
                found.append(country)
                continue
            asked = (id(country), town, kind)  # one object for each text, and hashing a place is slow
            if asked not in table:
                table[asked] = self._town(binding, country[0], town, kind)
            places, faults = table[asked]
            found.append(places)
            for fault in faults:
                self.refuse(position, fault.text, fault.column)
        return found

    def _town(
        self, binding: PlaceBinding, country: Place, town: str, kind: str
    ) -> tuple[tuple[Place, ...], list[Reason]]:
        """Place a town; the faults that refuse its rows, the first of which counts."""
        faults = []
        if country.jurisdiction is None:
            faults.append(Reason("a named place inside a region", binding.town or ""))
        if not slug(town):
            faults.append(Reason("no letter or digit in it", binding.town or ""))
        code = self.schema.codelists["location_kind"].find(kind) if kind else "City"
        if code not in INSIDE:
            faults.append(Reason(f"not one of {', '.join(INSIDE)}", binding.kind or ""))
        return (within(country, town, kind=INSIDE.get(code or "", "City")),), faults

    def _numbers(self, column: str, definition: Property) -> list[float | None]:
        texts, codes = self.rows.categories(column)
        table = [_coordinate(text, definition) for text in texts]
        bad = {
            code
            for code, (text, value) in enumerate(zip(texts, table, strict=True))
            if text and value is None
        }
        for position, code in enumerate(codes) if bad else ():
            if code in bad:
                self.refuse(position, "not a coordinate in degrees", column)
        return [table[code] for code in codes]

    def _note(self, position: int, column: str, cell: Cell | Refused, becomes: str) -> None:
        """Refuse a row for its cell, or note the codes in it that the list does not have."""
        if isinstance(cell, Refused):
            self.refuse(position, cell.reason, column)
            return
        self.unknown += [(position, column, text, becomes) for text in cell.unknown]


def meets(text: str, condition: Condition) -> bool:
    """Tell whether the text of a cell meets a condition."""
    if condition.blank is not None:
        return (not text) == condition.blank
    if condition.not_equals:
        return text not in condition.not_equals
    if condition.has:
        return not set(condition.has).isdisjoint(pieces(text, condition.split))
    if condition.has_other:
        return not set(pieces(text, condition.split)).issubset(condition.has_other)
    return text in condition.equals or text.startswith(condition.starts)


def _coordinate(text: str, definition: Property) -> float | None:
    try:
        value = number(text) if text else None
    except ValueError:
        return None
    if value is None or definition.minimum is None or definition.maximum is None:
        return value
    return value if definition.minimum <= value <= definition.maximum else None
