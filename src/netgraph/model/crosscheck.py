"""Check the files of ``schemas/`` against each other; each alone has been validated before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netgraph.errors import SchemaError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from netgraph.model.schema import CodeList, NodeType, Property, Provenance, RelationshipType, Schema

RESERVED = frozenset({"key", "start", "end"})
MOMENTS = frozenset({"date", "year"})  # types of property that stand somewhere in time


def cross_check(schema: Schema, folder: Path) -> None:
    """Raise `SchemaError` for what no file shows alone, naming the file that is to be changed.

    Parameters
    ----------
    schema : Schema
        As read.
    folder : Path
        Where it was read, for the messages.

    Raises
    ------
    SchemaError
        A label or code list that is not there, a name used for two things, a property that has two types
        or stands in the way of one that every claim has, an order of what is no date, an alias of two codes.
    """
    types_: dict[str, str] = {}
    for path, properties, taken in _holders(schema, folder):
        for name, definition in properties.items():
            if name in taken:
                raise wrong(f"{name}: the name is taken by what all claims have; choose another", path)
            # A query that reads several labels gets one column for a property, and so one type.
            if types_.setdefault(name, definition.type) != definition.type:
                raise wrong(f"{name}: is {definition.type} here and {types_[name]} elsewhere", path)
            if definition.refers and definition.refers not in schema.nodes:
                raise wrong(f"{name}: no label {definition.refers!r}", path)
            if definition.codelist and definition.codelist not in schema.codelists:
                raise wrong(f"{name}: no code list {definition.codelist!r}", path)
    _check_order(schema, folder)
    _check_ends(schema, folder / "relationships")
    for name, codelist in schema.codelists.items():
        path = folder / "codelists" / f"{name}.yaml"
        _check_codelist(codelist, path)
        _check_maps(codelist, schema.codelists, path)


def wrong(message: str, path: Path) -> SchemaError:
    """Return the error for a file of the schema."""
    return SchemaError(message, path=path, hint="correct the file; docs/reference/schema.md shows the others")


def file_name(name: str) -> str:
    """CamelCase or UPPER_SNAKE to the snake case of its file."""
    if name.isupper() or "_" in name:
        return name.lower()
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


def fold(text: str) -> str:
    """Return a word without what does not tell codes apart: capitals, spaces, underscores, hyphens."""
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())


def _holders(schema: Schema, folder: Path) -> Iterator[tuple[Path, Mapping[str, Property], frozenset[str]]]:
    """Yield every file that defines properties, with them and the names that they may not have."""
    carried = RESERVED | schema.provenance.properties.keys()
    yield folder / "provenance.yaml", schema.provenance.properties, RESERVED
    for label, node in schema.nodes.items():
        taken = carried if node.kind == "owned" else RESERVED
        yield folder / "nodes" / f"{file_name(label)}.yaml", node.properties, taken
    for type_, relationship in schema.relationships.items():
        yield folder / "relationships" / f"{file_name(type_)}.yaml", relationship.properties, carried


def _check_order(schema: Schema, folder: Path) -> None:
    """Only dates and years have an order, and only where a property of that name is declared."""
    parts: list[tuple[Path, NodeType | RelationshipType | Provenance]] = [
        (folder / "provenance.yaml", schema.provenance),
        *((folder / "nodes" / f"{file_name(label)}.yaml", node) for label, node in schema.nodes.items()),
        *(
            (folder / "relationships" / f"{file_name(type_)}.yaml", relationship)
            for type_, relationship in schema.relationships.items()
        ),
    ]
    for path, part in parts:
        sequence: tuple[str, ...] = getattr(part, "sequence", ())
        for name in (*(name for pair in part.order for name in pair), *sequence):
            if name not in part.properties or part.properties[name].type not in MOMENTS:
                raise wrong(f"order: {name!r} is no date or year among the properties", path)
        if sequence and "position" not in part.properties:
            raise wrong("sequence: there is no property 'position' to follow", path)


def _check_ends(schema: Schema, folder: Path) -> None:
    labels = {label.casefold(): label for label in schema.nodes}
    for type_, relationship in schema.relationships.items():
        path = folder / f"{file_name(type_)}.yaml"
        for label in (*relationship.start, *relationship.end):
            if label not in schema.nodes:
                raise wrong(f"the label {label!r} is not in nodes/", path)
        # The embedded engine keeps both in one name space, in files that some systems name without case.
        if type_.casefold() in labels:
            raise wrong(f"the type {type_!r} is named as the label {labels[type_.casefold()]!r}", path)


def _check_codelist(codelist: CodeList, path: Path) -> None:
    if codelist.unknown is not None and codelist.unknown not in codelist.codes:
        raise wrong(f"unknown: {codelist.unknown!r} is not among the codes", path)
    meant: dict[str, str] = {}
    for code, entry in codelist.codes.items():
        for word in (code, *entry.aliases):
            if meant.setdefault(fold(word), code) != code:
                raise wrong(f"{word!r} names both {meant[fold(word)]!r} and {code!r}", path)


def _check_maps(codelist: CodeList, lists: Mapping[str, CodeList], path: Path) -> None:
    """Refuse a code that means the same as none that there is, or as another code of its list."""
    taken: set[tuple[str, str]] = set()
    for code, entry in codelist.codes.items():
        for name, other in entry.maps.items():
            if name not in lists or other not in lists[name].codes:
                raise wrong(f"{code}: no code {other!r} in a code list {name!r}", path)
            if (name, other) in taken:
                raise wrong(f"{code}: another code means the same as {other!r} of {name} already", path)
            taken.add((name, other))
