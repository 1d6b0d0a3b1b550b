"""Read FollowTheMoney entities, JSON Lines, as flat rows: one an entity, one column a property.

The values of a property stand in one cell, with `SEPARATOR` between them. A link between two entities has
them as ``start`` and ``end``, with the schema of each, which may stand anywhere in the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netgraph.errors import DataError
from netgraph.ingest.read.jsonl import objects, whole
from netgraph.ingest.read.table import CHUNK, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from netgraph.ingest.read.table import Chunk, Progress

SEPARATOR = "\u241f"  # the sign for a unit separator, which no name or number holds
FIXED = ("id", "schema", "start", "start_schema", "end", "end_schema")
SEVERAL = "several"
LINKS = {  # schemata that stand for a link, and the properties that hold its ends
    "Associate": ("person", "associate"),
    "Debt": ("debtor", "creditor"),
    "Directorship": ("director", "organization"),
    "Employment": ("employee", "employer"),
    "Family": ("person", "relative"),
    "Membership": ("member", "organization"),
    "Ownership": ("owner", "asset"),
    "Payment": ("payer", "beneficiary"),
    "Representation": ("agent", "client"),
    "Succession": ("predecessor", "successor"),
    "UnknownLink": ("subject", "object"),
}


def read_ftm(path: Path, progress: Progress) -> Table:
    """Open a file of entities; see `netgraph.ingest.read`.

    It is read twice: any line can bring a new property, or the entity that an earlier link leads to. The
    schema of every entity is held meanwhile, some 150 bytes each.
    """
    schemata: dict[str, str] = {}
    names: set[str] = set()
    for line, entity in objects(path):
        _check(path, line, entity)
        schema = entity["schema"]
        if schema not in LINKS:
            schemata[entity["id"]] = schemata.get(entity["id"], schema)
        names.update(name for name in entity["properties"] if name not in LINKS.get(schema, ()))
    if not schemata and not names:
        raise DataError(f"{path} is empty", hint="it needs at least one entity")
    columns = [*FIXED, *sorted(names.difference(FIXED))]
    return Table(columns, _chunks(path, columns, schemata, progress))


def _chunks(path: Path, columns: list[str], schemata: dict[str, str], progress: Progress) -> Iterator[Chunk]:
    numbers: list[int] = []
    rows: list[list[str]] = []
    for line, entity in objects(path):
        numbers.append(line + 1)
        row = _ends(entity, schemata) | {"id": entity["id"], "schema": entity["schema"]}
        properties = entity["properties"]
        rows.append([row.get(name) or SEPARATOR.join(properties.get(name, ())) for name in columns])
        if len(rows) == CHUNK:
            yield numbers, list(zip(*rows, strict=True))
            progress("read", line, 0)
            numbers, rows = [], []
    if rows:
        yield numbers, list(zip(*rows, strict=True))


def _ends(entity: dict[str, Any], schemata: dict[str, str]) -> dict[str, str]:
    """Return the ends of a link, and what they are; nothing for an end that the file lacks."""
    found: dict[str, str] = {}
    for side, name in zip(("start", "end"), LINKS.get(entity["schema"], ()), strict=False):
        given = entity["properties"].get(name, [])
        if len(given) == 1:
            found |= {side: given[0], f"{side}_schema": schemata.get(given[0], "")}
        elif given:
            found |= {side: SEPARATOR.join(given), f"{side}_schema": SEVERAL}
    return found


def _check(path: Path, line: int, entity: dict[str, Any]) -> None:
    properties = entity.get("properties")
    if not (
        isinstance(entity.get("id"), str)
        and isinstance(entity.get("schema"), str)
        and isinstance(properties, dict)
    ):
        raise DataError(
            f"{path}: line {line} is no entity: it needs id, schema and properties",
            hint="one entity of FollowTheMoney on each line; other JSON Lines need another mapping",
        )
    for name, values in properties.items():
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise DataError(
                f"{path}: line {line}: {name[:60]!r} is no list of texts",
                hint="write the entities with references, not one inside the other",
            )
        if any(SEPARATOR in value or "\0" in value or not whole(value) for value in values):
            raise DataError(
                f"{path}: line {line}: {name[:60]!r} holds a NUL, half a character or the sign U+241F",
                hint="take it out",
            )
