"""What a case of the corpus is, and the two mappings that most of them are loaded with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LITTLE = """\
mapping: 1
name: little
summary: Routes in little.
source: {name: little, doc: Made for a test., licence: None., missing: ['-99', n/a]}
record: [route]
columns:
  route: {doc: Reference.}
  from: {doc: Where from.}
  to: {doc: Where to.}
  year: {doc: When.}
nodes:
  route: {type: Route, key: [route], required: true, properties: {year: {column: year}}}
stops:
  route: route
  columns: [{place: {country: from}}, {place: {country: to}}]
max_ratio: 1
"""
WIDE = """\
mapping: 1
name: wide
summary: Cases and the organizations in them.
source: {name: wide, doc: Made for a test., licence: None.}
record: [ref]
columns:
  ref: {doc: Reference.}
  name: {doc: Of the organization.}
  victims: {doc: How many.}
  opened: {doc: When.}
  forms: {doc: Of exploitation.}
  state: {doc: Who handles it.}
  town: {doc: Where.}
nodes:
  case:
    type: Case
    key: [ref]
    required: true
    properties:
      victims: {column: victims}
      opened: {column: opened}
      exploitation: {column: forms, split: ;}
  firm: {type: Organization, key: [ref], properties: {name: {column: name}}}
  state: {type: Jurisdiction, place: {country: state}}
  town: {type: Location, place: {country: state, town: town}}
relationships:
  - {type: HANDLED_BY, start: case, end: state}
  - {type: INVOLVED_IN, start: firm, end: case, properties: {role: {literal: Suspect}}}
max_ratio: 1
"""
HEADER = "route,from,to,year\n"
WIDE_HEADER = "ref,name,victims,opened,forms,state,town\n"
GOOD = HEADER + "1,KEN,UGA,2008\n"


@dataclass(frozen=True)
class Case:
    """One file, and what must become of it.

    Attributes
    ----------
    name : str
        Of the test.
    file : str
        Name of the file.
    content : bytes, str or callable
        What is in it, or what makes it: called with the path of the file.
    mapping : str
        Text of the mapping.
    says : tuple of str
        Regular expressions that the message must hold, for a file that is refused; none for one that loads.
    read, loaded, duplicate : int
        The account of a file that loads.
    rejects : dict of int to str
        Row to a part of the reason, column included, as the list of rejects gives them.
    holds : dict of str to dict
        By label: the record of each node that is in the store afterwards, and some of its properties.
    options : tuple of str
        More options of the command.
    mapping_file : str, optional
        What the file of the mapping is called, where it is not named as the mapping.
    about : str
        What the message names: the file, or the mapping.
    """

    name: str
    file: str
    content: bytes | str | Callable[[Path], None]
    mapping: str | bytes = LITTLE
    says: tuple[str, ...] = ()
    read: int = 0
    loaded: int = 0
    duplicate: int = 0
    rejects: dict[int, str] = field(default_factory=dict)
    holds: dict[str, dict[str, dict[str, object]]] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    about: str = "file"

    def __str__(self) -> str:
        return self.name

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Write the mapping and the file; return their paths."""
        text = self.mapping.encode() if isinstance(self.mapping, str) else self.mapping
        name = "wide" if b"name: wide\n" in text else "little"
        mapping = folder / f"{name}.yaml"
        mapping.write_bytes(text)
        path = folder / self.file
        if callable(self.content):
            self.content(path)
        else:
            path.write_bytes(self.content.encode() if isinstance(self.content, str) else self.content)
        return mapping, path


def refused(name: str, file: str, content: bytes | str | Callable[[Path], None], *says: str) -> Case:
    """Make a case of a file that is refused whole."""
    return Case(name, file, content, says=says)


def wrong_mapping(name: str, text: str | bytes, *says: str) -> Case:
    """Make a case of a mapping that is refused before the file is read."""
    return Case(name, "rows.csv", GOOD, mapping=text, says=says, about="mapping")


def loads(name: str, content: bytes | str | Callable[[Path], None], years: dict[str, int | None]) -> Case:
    """Make a case of a file whose routes are all there afterwards, by reference and year."""
    return loads_as(name, "rows.csv", content, years)


def loads_as(
    name: str, file: str, content: bytes | str | Callable[[Path], None], years: dict[str, int | None]
) -> Case:
    """Make a case as `loads` does, of a file of any name."""
    holds: dict[str, dict[str, dict[str, object]]] = {"Route": {r: {"year": y} for r, y in years.items()}}
    return Case(name, file, content, read=len(years), loaded=len(years), holds=holds)


def row(name: str, cells: str, reason: str = "", **properties: object) -> Case:
    """Make a case of one route, after a good one: rejected for a reason, or loaded with some properties."""
    content = HEADER + "good,KEN,UGA,2008\n" + cells + "\n"
    good: dict[str, dict[str, object]] = {"good": {"year": 2008}}
    if reason:
        return Case(name, "rows.csv", content, read=2, loaded=1, rejects={3: reason}, holds={"Route": good})
    holds: dict[str, dict[str, dict[str, object]]] = {"Route": {**good, record_of(cells): dict(properties)}}
    return Case(name, "rows.csv", content, read=2, loaded=2, holds=holds)


def record_of(cells: str) -> str:
    """Write the first cell of a row as a record: what parts keys is escaped."""
    return cells.partition(",")[0].replace("%", "%25").replace("/", "%2F")
