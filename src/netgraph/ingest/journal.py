"""Keep how things stood before a load changed them or took them out, so that the load run can be undone.

Each is one UndoRecord node in the store itself, so that whoever can undo finds it where the data is. Records
are kept for the last finished run of a source only: what was taken out for good must be gone in the end.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from netgraph.model import load_schema, node_key
from netgraph.store import lookups

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netgraph.store import Store

LABEL = "UndoRecord"
SLICE = 2_000
FEW = 20  # records of what was created, each with the keys of a batch


class Journal:
    """The undo records of one load run.

    Parameters
    ----------
    store : Store
    run : str
    """

    def __init__(self, store: Store, run: str) -> None:
        self._store = store
        self._run = run

    def keep(self, name: str, keys: Sequence[str], change: str) -> None:
        """Keep nodes of a label, or claims of a type, before they are changed or taken out.

        Repeating it changes nothing: a run that was interrupted has kept what it was about to change.
        """
        contents = (
            self._store.contents_of_nodes(name, keys)
            if name in load_schema().nodes
            else self._store.contents_of_claims(name, keys)
        )
        self._write(
            [
                {
                    "key": node_key([self._run, name, content["key"]]),
                    "change": change,
                    "about": name,
                    "content": json.dumps(content, sort_keys=True),
                }
                for content in contents
            ]
        )

    def created_shared(self, label: str, keys: Sequence[str]) -> None:
        """Keep which shared nodes the run is about to make: they carry no run."""
        content = json.dumps(sorted(keys))
        key = node_key([self._run, label, min(keys)])
        self._write([{"key": key, "change": "created", "about": label, "content": content}])

    def records(self, change: str) -> Iterator[tuple[str, list[Any]]]:
        """Read what was kept, by what it is of, some at a time: in bounded memory, however much it is.

        Yields
        ------
        (str, list)
            A label or type, and contents.
        """
        after = ""
        limit = SLICE if change != "created" else FEW
        while True:
            asked = {"run": self._run, "change": change, "after": after, "limit": limit}
            rows = self._store.read(lookups.undo_records(), asked).to_pylist()
            if not rows:
                return
            by_name: dict[str, list[Any]] = {}
            for row in rows:
                by_name.setdefault(row["about"], []).append(json.loads(row["content"]))
            yield from by_name.items()
            after = rows[-1]["key"]

    def forget(self) -> None:
        """Take the undo records out."""
        forget(self._store, [self._run])

    def _write(self, records: list[dict[str, Any]]) -> None:
        keys = [record["key"] for record in records]
        found = self._store.read(lookups.nodes_by_key(LABEL, ["change"]), {"keys": keys})
        there = set(found.to_pydict().get("key", []))
        new = [record | {"run": self._run} for record in records if record["key"] not in there]
        if new:
            self._store.create_nodes(LABEL, pa.Table.from_pylist(new))


def forget(store: Store, runs: Sequence[str]) -> None:
    """Take the undo records of some runs out."""
    asked = {"runs": list(runs), "limit": SLICE}
    while asked["runs"]:
        keys = store.read(lookups.undo_record_keys(), asked).to_pydict().get("key", [])
        if not keys:
            return
        store.delete_nodes(LABEL, keys)
