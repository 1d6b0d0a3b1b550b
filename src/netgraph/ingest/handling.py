"""Change how what a source says may be handled: by a person, for a reason, and on the record.

Marks go with claims and owned nodes until a later load rewrites them: a row that changes in its file is again
marked as its file says.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from netgraph.disclosure.audit import audit_log
from netgraph.errors import UsageError
from netgraph.ingest.contents import as_table
from netgraph.ingest.context import known_mark
from netgraph.model import Handling, load_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from netgraph.store import Store

SLICE = 2_000
Change = tuple[str, list[dict[str, Any]]]


@dataclass
class Changed:
    """What was marked anew.

    Attributes
    ----------
    number : dict of str to int
        Nodes and claims that changed, by label and type.
    softened : int
        How many of them may now go where they could not.
    """

    number: dict[str, int] = field(default_factory=dict)
    softened: int = 0


def change_handling(
    store: Store,
    source: str,
    records: Sequence[str] = (),
    *,
    handling: str | None = None,
    releasable_to: str | None = None,
    conditions: str | None = None,
    by: str | None = None,
    why: str = "",
    dry_run: bool = False,
) -> Changed:
    """Mark what a source says anew.

    Parameters
    ----------
    store : Store
    source : str
    records : sequence of str
        Only what these records say; all that the source says when none is named.
    handling, releasable_to, conditions : str, optional
        As for a load; what is not given stays, and an empty text takes names or conditions away.
    by, why : str
        Who decides, and the reason, without names and numbers: both stand in the audit log.
    dry_run : bool, default False
        Say what would change.

    Returns
    -------
    Changed

    Raises
    ------
    UsageError
        Nothing to change was given, a mark is not known, or the source holds no such thing.
    AuditError
        It cannot be written down; then nothing is changed.
    """
    given = {"handling": handling, "releasable_to": releasable_to, "conditions": conditions}
    marks = {
        name: known_mark(name, text) if text else None for name, text in given.items() if text is not None
    }
    if not marks or marks.get("handling", "") is None:
        raise UsageError("no new mark was given", hint="give --handling, --releasable-to or --conditions")
    asked, found = set(records), Changed()
    groups: Counter[tuple[str, str]] = Counter()
    keys = hashlib.sha256()
    seen = 0
    for name, contents in _held(store, source, asked):
        seen += len(contents)
        for before, after in _changes(contents, marks):
            groups[_of(before).marking.word, _of(after).marking.word] += 1
            keys.update(f"{name} {before['key']}\n".encode())
            found.number[name] = found.number.get(name, 0) + 1
            found.softened += _softer(_of(before), _of(after))
    if not seen:
        what = f"the records {', '.join(sorted(asked))} of {source!r}" if asked else f"the source {source!r}"
        raise UsageError(f"the store holds nothing of {what}", hint="netgraph status lists the sources")
    if dry_run or not found.number:
        return found
    about = hashlib.sha256(source.encode()).hexdigest()
    for (old, new), number in groups.items():
        told = {"from": old, "to": new}
        audit_log(store).append(
            "marking-changed", by=by, why=why, about=about, number=number, digest=keys.hexdigest(), **told
        )
    for name, contents in list(_held(store, source, asked)):
        _write(store, name, [after for _, after in _changes(contents, marks)])
    return found


def _held(store: Store, source: str, records: set[str]) -> Iterator[Change]:
    """Yield what the source holds, a slice at a time; all keys are read before the first is given."""
    schema = load_schema()
    held: list[tuple[str, pa.Table]] = []
    for label in schema.labels("owned"):
        held += [(label, rows) for rows in store.nodes_of(label, source)]
    for type_ in schema.relationships:
        held += [(type_, rows) for rows in store.claims_of(type_, source)]
    for name, rows in held:
        keys = rows["key"].to_pylist()
        for at in range(0, len(keys), SLICE):
            some = keys[at : at + SLICE]
            node = name in schema.nodes
            contents = store.contents_of_nodes(name, some) if node else store.contents_of_claims(name, some)
            wanted = [content for content in contents if not records or content["record"] in records]
            if wanted:
                yield name, wanted


def _changes(
    contents: list[dict[str, Any]], marks: dict[str, Any]
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for content in sorted(contents, key=lambda content: str(content["key"])):
        after = content | marks
        if _of(after) != _of(content):
            yield content, after


def _of(content: dict[str, Any]) -> Handling:
    return Handling.of(content.get("handling"), content.get("releasable_to"), content.get("conditions"))


def _softer(before: Handling, after: Handling) -> bool:
    """Whether something may go where it could not."""
    names = (after.releasable_to or frozenset()) - (before.releasable_to or frozenset())
    freed = before.releasable_to is not None and after.releasable_to is None
    fewer = before.conditions - after.conditions
    return after.marking < before.marking or bool(names) or freed or bool(fewer)


def _write(store: Store, name: str, contents: list[dict[str, Any]]) -> None:
    schema = load_schema()
    if not contents:
        return
    if name in schema.nodes:
        definitions = schema.node_properties(name)
        store.update_nodes(name, as_table(contents, definitions, definitions))
    else:
        definitions = schema.relationship_properties(name)
        store.update(name, as_table(contents, definitions, definitions))
