"""The vocabulary of the graph, read from ``schemas/``: types, properties, keys, code lists, sensitivity.

Everything else that needs to know a label, a type or a property asks a `Schema`: constraints, validators,
the query checker, redaction and the reference page are derived from it. No engine is known here.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache, cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from pydantic import StringConstraints, model_validator

from netgraph.model.crosscheck import MOMENTS, cross_check, file_name, fold, wrong
from netgraph.model.yamlfile import Strict, read_yaml
from netgraph.resources import asset_dir

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

Label = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z]+$")]
TypeName = Annotated[str, StringConstraints(pattern=r"^[A-Z]+(_[A-Z]+)*$")]
PropertyName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
PropertyType = Literal[
    "string", "text", "integer", "number", "boolean", "date", "year", "code", "codes", "strings"
]
Order = tuple[tuple[PropertyName, PropertyName], ...]
ALIKE, LONGEST_WORD = 0.75, 60  # of a misspelled code: share of its letters, and how many it has at most
Sensitivity = Literal["public", "internal", "personal", "identifying"]


class Property(Strict):
    """One property of a node or relationship type.

    ``date`` is ISO 8601 text of any precision (2008, 2008-05, 2008-05-17), because that is how dates
    are known in case files. ``sensitivity`` says who may ever see it: ``public`` anyone, ``internal``
    whom the marking admits, ``personal`` never outside the owner, ``identifying`` never stored.
    ``latest: today`` refuses a date or year that has begun nowhere on earth. ``refers`` names the label whose
    key it holds.
    """

    type: PropertyType
    doc: str
    codelist: str | None = None
    sensitivity: Sensitivity = "internal"
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    latest: Literal["today"] | None = None
    refers: Label | None = None
    standard: str | None = None

    @model_validator(mode="after")
    def _codes_have_a_list(self) -> Property:
        if (self.type in {"code", "codes"}) != (self.codelist is not None):
            raise ValueError("a code or codes property, and only such, names its codelist")
        if self.latest and self.type not in MOMENTS:
            raise ValueError("only a date or a year has a latest")
        return self


class NodeType(Strict):
    """One label. ``owned`` nodes belong to one source, ``shared`` ones are public reference.

    ``record`` nodes tell of loads. ``aside`` ones are no part of the graph: nothing counts or exports them,
    and nothing that was computed changes with them.

    ``order`` holds pairs of dates of which the first is not after the second.
    """

    type: Label
    kind: Literal["owned", "shared", "record", "aside"]
    doc: str
    key: str
    standard: str | None = None
    properties: dict[PropertyName, Property] = {}
    order: Order = ()


class RelationshipType(Strict):
    """One relationship type; ``key`` names the properties that tell claims of one record apart.

    ``order`` is as in a node type. ``sequence`` names dates that do not go back along the claims of one
    start, in the order of their ``position``.
    """

    type: TypeName
    start: tuple[Label, ...]
    end: tuple[Label, ...]
    doc: str
    key: tuple[PropertyName, ...] = ()
    standard: str | None = None
    properties: dict[PropertyName, Property] = {}
    order: Order = ()
    sequence: tuple[PropertyName, ...] = ()

    @model_validator(mode="after")
    def _key_is_declared(self) -> RelationshipType:
        missing = [name for name in self.key if name not in self.properties]
        if missing:
            raise ValueError(f"key names {missing[0]!r}, which is not among the properties")
        return self


class Provenance(Strict):
    """The properties that every claim, and every owned node, carries."""

    doc: str
    properties: dict[PropertyName, Property]
    order: Order = ()


class Code(Strict):
    """One code of a list; ``maps`` holds the code of another list, by its name, that means the same."""

    doc: str
    aliases: tuple[str, ...] = ()
    maps: dict[PropertyName, str] = {}


class CodeList(Strict):
    """A closed list of codes; ``unknown`` is the code that an unreadable value becomes, if any."""

    codelist: PropertyName
    doc: str
    standard: str | None = None
    unknown: str | None = None
    codes: dict[str, Code]

    def find(self, text: str) -> str | None:
        """Return the code that a text names, by code or alias, or None."""
        return self._by_word.get(fold(text))

    def nearest(self, text: str, more: Mapping[str, str] = MappingProxyType({})) -> str:
        """Return the code that a text is most like in its letters, or "" when it is like none.

        `more` holds further words with their codes. A hint for people; nothing may be decided by it.
        """
        word = fold(text)
        if len(word) > LONGEST_WORD:  # comparing takes the square of the length
            return ""
        known = self._by_word | {fold(other): code for other, code in more.items()}
        close = get_close_matches(word, known, n=1, cutoff=ALIKE)
        return known[close[0]] if close else ""

    @cached_property
    def _by_word(self) -> dict[str, str]:
        return {fold(word): code for code, entry in self.codes.items() for word in (code, *entry.aliases)}


class Schema(Strict):
    """The whole vocabulary.

    Attributes
    ----------
    nodes : dict of str to NodeType
        By label.
    relationships : dict of str to RelationshipType
        By type.
    provenance : Provenance
        What every claim and owned node carries.
    codelists : dict of str to CodeList
        By name.
    """

    nodes: dict[str, NodeType]
    relationships: dict[str, RelationshipType]
    provenance: Provenance
    codelists: dict[str, CodeList]

    def node_properties(self, label: str) -> dict[str, Property]:
        """All properties that a node of this label may have, provenance included for owned ones."""
        node = self.nodes[label]
        extra = self.provenance.properties if node.kind == "owned" else {}
        return {"key": KEY, **node.properties, **extra}

    def relationship_properties(self, type_: str) -> dict[str, Property]:
        """All properties that a claim of this type may have, provenance included."""
        return {
            "key": KEY,
            **self.relationships[type_].properties,
            **self.provenance.properties,
        }

    def labels(self, *kinds: str) -> list[str]:
        """Labels of the given kinds, in order; all when none is named."""
        return [n.type for n in self.nodes.values() if not kinds or n.kind in kinds]


KEY = Property(type="string", doc="Identifies it; unique within its label or type.", required=True)


def load_schema(folder: Path | None = None) -> Schema:
    """Read and cross-check the vocabulary.

    Parameters
    ----------
    folder : Path, optional
        Another folder of the same form as ``schemas/``.

    Returns
    -------
    Schema
        Types in alphabetical order.

    Raises
    ------
    SchemaError
        With file and line: unknown key, wrong value, unknown label or code list, a name used twice.
    """
    return _shipped() if folder is None else _load(folder)


@cache
def _shipped() -> Schema:
    return _load(asset_dir("schemas"))


def _load(folder: Path) -> Schema:
    nodes = {n.type: n for n in _each(folder / "nodes", NodeType)}
    relationships = {r.type: r for r in _each(folder / "relationships", RelationshipType)}
    codelists = {c.codelist: c for c in _each(folder / "codelists", CodeList)}
    schema = Schema(
        nodes=nodes,
        relationships=relationships,
        codelists=codelists,
        provenance=read_yaml(folder / "provenance.yaml", Provenance),
    )
    cross_check(schema, folder)
    return schema


Part = TypeVar("Part", NodeType, RelationshipType, CodeList)


def _each(folder: Path, model: type[Part]) -> Iterable[Part]:
    """Read every file of a folder; a file is named as what it defines."""
    for path in sorted(folder.iterdir()):
        if path.suffix != ".yaml":
            raise wrong("is no .yaml file, and would be passed over", path)
        part = read_yaml(path, model)
        name = part.codelist if isinstance(part, CodeList) else part.type
        if file_name(name) != path.stem:
            raise wrong(f"defines {name!r}: call it {file_name(name)}.yaml", path)
        yield part
