"""The SQL of the staging database, compiled from the vocabulary: tables, keys, merging, digests.

Labels, types and properties come from ``schemas/`` and are quoted; every value is a parameter. What the
statements are for is said in `netgraph.ingest.stage`, which runs them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netgraph.model import Marking, load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netgraph.model import Property
    from netgraph.store import Ends

_TYPES = {
    "integer": "BIGINT",
    "year": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "codes": "VARCHAR[]",
    "strings": "VARCHAR[]",
}
HASH_DIGITS = 32
UNDIGESTED = {"key", "run", "digest", "source", "start", "end"}
WRITTEN_BY_THE_LOAD = {"source", "run", "digest"}
# Numbers before all other text, and by value; as `netgraph.ingest.rows.natural` has it.
_NATURAL = (
    "list_transform({parts}, lambda x: CASE WHEN regexp_full_match(x, '[0-9]{{1,18}}') "
    "THEN {{'rank': 0, 'number': TRY_CAST(x AS BIGINT), 'text': x}} "
    "ELSE {{'rank': 1, 'number': 0, 'text': x}} END)"
)
# Whom all entries let have it, as `netgraph.model.marking.joined` has it.
_COMMON = (
    "list_sort(list_reduce(list(releasable_to) FILTER (releasable_to IS NOT NULL), "
    "lambda x, y: list_intersect(x, y)))"
)
_SILENT = "bool_or(releasable_to IS NULL AND handling NOT IN ('CLEAR', 'GREEN'))"


def quoted(name: str) -> str:
    """Quote a name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def natural(parts: str) -> str:
    """Sort key of a list of texts."""
    return _NATURAL.format(parts=parts)


def node_columns(label: str) -> dict[str, str]:
    """Return the SQL type of what is staged of a node, by property."""
    return _columns(load_schema().node_properties(label))


def claim_columns(type_: str) -> dict[str, str]:
    """Return the SQL type of what is staged of a claim, by property; its ends too."""
    own = _columns(load_schema().relationship_properties(type_))
    return {"key": own.pop("key"), "start": "VARCHAR", "end": "VARCHAR", **own}


def _columns(definitions: dict[str, Property]) -> dict[str, str]:
    return {
        name: _TYPES.get(definition.type, "VARCHAR")
        for name, definition in definitions.items()
        if name not in WRITTEN_BY_THE_LOAD
    }


def table(name: str, columns: dict[str, str]) -> str:
    """Create a table of entries: what one row of the file says of one node or claim."""
    listed = ", ".join(f"{quoted(column)} {type_}" for column, type_ in columns.items())
    return f"CREATE TABLE IF NOT EXISTS {quoted(name)} (row BIGINT, {listed})"


def hashed(parts: Iterable[str]) -> str:
    """Hash parts, each after its length, as `netgraph.model.keys.claim_key` does."""
    text = ", ".join(f"strlen({part}), ':', {part}" for part in parts)
    return f"substr(sha256(concat({text})), 1, {HASH_DIGITS})"


def claim_hash(ends: Ends) -> str:
    """Key of a claim from its columns; the only parameter is the source."""
    told_apart = load_schema().relationships[ends.type].key
    parts = [
        *(f"'{ends.start}'", quoted("start"), f"'{ends.type}'", f"'{ends.end}'", quoted("end")),
        "$source",
        "record",
        *(f"coalesce(CAST({quoted(name)} AS VARCHAR), 'None')" for name in told_apart),
    ]
    return hashed(parts)


def digest(columns: dict[str, str]) -> str:
    """Hash the content of a node or claim; an absent property counts for nothing."""
    parts = []
    for name in sorted(columns.keys() - UNDIGESTED):
        text = _text(quoted(name), columns[name])
        parts.append(f"CASE WHEN {quoted(name)} IS NULL THEN '' ELSE concat('{name}:', {text}) END")
    return f"substr(sha256(concat({', '.join(parts)})), 1, {HASH_DIGITS})"


def _text(column: str, type_: str) -> str:
    if type_ == "VARCHAR[]":
        listed = f"list_transform({column}, lambda x: concat(strlen(x), ':', x))"
        return f"concat(len({column}), ':', array_to_string({listed}, ''))"
    text = column if type_ == "VARCHAR" else f"CAST({column} AS VARCHAR)"
    return f"concat(strlen({text}), ':', {text})"


def agreement(columns: dict[str, str]) -> dict[str, str]:
    """How several entries of one key become one, by property: an aggregate, whatever their order."""
    ranks = ", ".join(f"'{marking.word}'" for marking in Marking)
    by_parts = natural("string_split(record, '/')")
    rules = {
        # The strictest marking; an unknown word would be beyond all of them.
        "handling": f"CASE WHEN {_COMMON} = [] THEN '{Marking.RED.word}' "
        f"ELSE arg_max(handling, coalesce(list_position([{ranks}], handling), 99)) END",
        "first_seen": "min(first_seen)",
        "last_seen": "max(last_seen)",
        "reliability": "max(reliability)",  # A is the best grade, 1 too: the worse one counts
        "credibility": "max(credibility)",
        "record": f"arg_min(record, {by_parts})",
        "releasable_to": f"CASE WHEN NOT {_SILENT} THEN nullif({_COMMON}, []) END",
        "conditions": "list_sort(list_distinct(flatten(list(conditions) FILTER (conditions IS NOT NULL))))",
    }
    return {name: rules.get(name, f"any_value({quoted(name)})") for name in columns if name != "key"}


def contradictable(columns: dict[str, str]) -> list[str]:
    """Properties on which all entries of a key must agree."""
    ruled = {
        "handling",
        "releasable_to",
        "conditions",
        "first_seen",
        "last_seen",
        "reliability",
        "credibility",
    }
    return [name for name in columns if name not in ruled | {"record", "key", "start", "end"}]


def merged(source: str, columns: dict[str, str], *, several: bool) -> str:
    """Select one row for each key from a table of live entries, with its digest."""
    names = ", ".join(map(quoted, columns))
    if not several:
        return f"SELECT {names}, {digest(columns)} AS digest FROM {quoted(source)}"
    rules = agreement(columns)
    one = ", ".join(f"{rule} AS {quoted(name)}" for name, rule in rules.items())
    many = f"SELECT key FROM {quoted(source)} GROUP BY key HAVING count(*) > 1"
    return (
        f"WITH many AS MATERIALIZED ({many}), together AS ("
        f"SELECT {names} FROM {quoted(source)} ANTI JOIN many USING (key) UNION ALL BY NAME "
        f"SELECT key, {one} FROM {quoted(source)} SEMI JOIN many USING (key) GROUP BY key) "
        f"SELECT {names}, {digest(columns)} AS digest FROM together"
    )


def shared(source: str, columns: dict[str, str]) -> str:
    """Select one row for each shared node: the smallest of each value, and how many were passed over.

    A point is one value: its latitude goes with no other point's longitude.
    """
    names = [name for name in columns if name != "key"]
    single = [name for name in names if name not in {"latitude", "longitude"}]
    chosen = [f"min({quoted(name)}) AS {quoted(name)}" for name in single]
    counted = [f"greatest(count(DISTINCT {quoted(name)}) - 1, 0)" for name in single]
    if len(single) < len(names):
        point = (
            "CASE WHEN latitude IS NOT NULL AND longitude IS NOT NULL "
            "THEN {'latitude': latitude, 'longitude': longitude} END"
        )
        chosen += [f"min({point}).latitude AS latitude", f"min({point}).longitude AS longitude"]
        counted.append(f"greatest(count(DISTINCT {point}) - 1, 0)")
    passed_over = " + ".join(counted) or "0"
    values = ", ".join([*chosen, f"{passed_over} AS passed_over"])
    return f"SELECT key, {values} FROM {quoted(source)} GROUP BY key"
