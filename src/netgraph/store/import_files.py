"""A store that is a folder of CSV files for Neo4j's own importer: for first loads past ten million records.

It begins empty and only takes in; what is written to it comes out as files, constraints and the command to
run. `finish` writes the command, so that a folder without one is seen to be incomplete.
"""

from __future__ import annotations

import shlex
from contextlib import ExitStack
from threading import Lock
from typing import TYPE_CHECKING, Any, BinaryIO, Self

import pyarrow as pa
import pyarrow.compute as pc

from netgraph.errors import CapabilityMissing, StoreError
from netgraph.model import load_schema
from netgraph.store.import_cells import cells_of, head_of
from netgraph.store.import_parts import Parts, created, unwritable
from netgraph.store.kept import PROJECTIONS, Kept
from netgraph.store.port import Columns, Counts, Ends
from netgraph.store.statements import constraints, indexes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from netgraph.model import Property, Schema

COMMAND, CONSTRAINTS = "import.sh", "constraints.cypher"


class ImportFiles:
    """A `netgraph.store.port.Store` that writes files for ``neo4j-admin database import full``.

    Parameters
    ----------
    folder : Path
        Made, for its owner alone; must not hold anything.

    Raises
    ------
    StoreError
        There is something already, or the folder cannot be written.
    """

    kind = "neo4j-admin"
    lasting: Path | None = None  # the audit log of the server begins with the first load into it
    writers = 2  # more find nothing to do: a batch is written faster than it is prepared

    def __init__(self, folder: Path) -> None:
        self.uri = str(folder)
        self.kept = Kept(folder / PROJECTIONS)  # where nothing will be
        self._folder = folder
        self._turn = Lock()  # for the numbers and the list of files; batches are written side by side
        self._parts: dict[str, Parts] = {}
        self._held: dict[tuple[str, str], int] = {}
        self._runs: dict[tuple[str, str], pa.Table] = {}
        self._counts = Counts()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if any(folder.iterdir()):
                raise StoreError(
                    f"{folder} is not empty", hint="name a new folder: an import is a first load"
                )
        except OSError as cause:
            raise unwritable(folder, cause) from cause

    def engine(self) -> str:
        """Name of the tool that the files are for."""
        return "neo4j-admin database import"

    def prepare(self, schema: Schema) -> None:
        """Write down the constraints and indexes, which are made after the import."""
        lines = [f"{statement};\n" for statement in [*constraints(schema), *indexes(schema)]]
        self._write(CONSTRAINTS, "".join(lines))

    def read(
        self,
        statement: str,
        parameters: Mapping[str, Any] | None = None,
        names: Sequence[str] | None = None,
    ) -> pa.Table:
        """Return no row: a first load finds nothing."""
        del statement, parameters, names
        return pa.table({})

    def every_node(self, label: str, names: Sequence[str]) -> Iterator[pa.Table]:
        """Refuse: nothing is read back."""
        del label, names
        raise self._only_first()

    def every_claim(
        self, type_: str, names: Sequence[str], of_ends: Sequence[str] = ()
    ) -> Iterator[pa.Table]:
        """Refuse: nothing is read back."""
        del type_, names, of_ends
        raise self._only_first()

    def nodes_of(self, label: str, source: str) -> Iterator[pa.Table]:
        """Yield nothing, as for a source that was never loaded."""
        del label, source
        return iter(())

    claims_of = nodes_of

    def written_by(self, name: str, source: str, runs: Sequence[str]) -> Iterator[pa.Table]:
        """Yield nothing, as for a source that was never loaded."""
        del name, source, runs
        return iter(())

    def contents_of_nodes(self, label: str, keys: Sequence[str]) -> list[dict[str, Any]]:
        """Return nothing, as for a source that was never loaded."""
        del label, keys
        return []

    contents_of_claims = contents_of_nodes

    def held(self, name: str, source: str) -> int:
        """Count what was written of a source under a label or a type."""
        return self._held.get((name, source), 0)

    def merge_nodes(self, label: str, rows: pa.Table) -> int:
        """Write shared nodes; one load gives each of them once."""
        self.create_nodes(label, rows)
        return len(rows)

    def create_nodes(self, label: str, rows: pa.Table) -> None:
        """Write nodes; a load run is written at the end, when it is known how it went."""
        if load_schema().nodes[label].kind == "record":
            with self._turn:
                self._runs |= dict.fromkeys([(label, key) for key in rows["key"].to_pylist()], rows)
            return
        self._nodes(label, rows)

    def update_nodes(self, label: str, rows: pa.Table) -> None:
        """Replace a load run; nothing else is ever changed in a first load."""
        if load_schema().nodes[label].kind != "record":
            raise self._only_first()
        self.create_nodes(label, rows)

    def note(self, label: str, rows: pa.Table) -> None:
        """Refuse: beside these files nothing stands."""
        del label, rows
        raise self._only_first()

    def create(self, ends: Ends, rows: pa.Table) -> None:
        """Write claims."""
        definitions = load_schema().relationship_properties(ends.type)
        heads = {"start": f":START_ID({ends.start})", "end": f":END_ID({ends.end})"}
        name = f"{ends.start}-{ends.type}-{ends.end}"
        self._append("relationships", ends.type, name, heads, definitions, rows)
        self._count(ends.type, rows, self._counts.relationships)

    def update(self, type_: str, rows: pa.Table) -> None:
        """Refuse: a first load changes nothing."""
        del type_, rows
        raise self._only_first()

    def delete(self, type_: str, keys: Sequence[str]) -> None:
        """Refuse: a first load takes nothing out."""
        del type_, keys
        raise self._only_first()

    delete_nodes = delete

    def delete_unused(self, label: str, keys: Sequence[str]) -> int:
        """Refuse: a first load takes nothing out."""
        del label, keys
        raise self._only_first()

    def in_columns(
        self, labels: Sequence[str], types: Sequence[str], of_nodes: Sequence[str], of_claims: Sequence[str]
    ) -> Columns:
        """Refuse: nothing is read back."""
        del labels, types, of_nodes, of_claims
        raise self._only_first()

    def explain(self, statement: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Refuse: there is no engine here."""
        del statement, parameters
        raise self._only_first()

    def counts(self) -> Counts:
        """Count what was written."""
        return self._counts

    def finish(self) -> str:
        """Write the load runs and the command, and return the command.

        The folder is complete now.
        """
        for (label, key), rows in self._runs.items():
            self._nodes(label, rows.filter(pc.equal(rows["key"], key)))
        self.close()
        # Groups take any number of files, so something else must stand before the name of the database.
        groups = [parts.argument() for parts in sorted(self._parts.values(), key=lambda parts: parts.kind)]
        options = ["--id-type=string", "--array-delimiter=U+001F", "--multiline-fields=true"]
        # Nothing is passed over in silence: a claim without its end stops the import.
        options += ["--bad-tolerance=0", "--skip-duplicate-nodes=false"]
        command = shlex.join(["neo4j-admin", "database", "import", "full", *groups, *options])
        self._write(
            COMMAND,
            "#!/bin/sh\n# Run this on the server before it starts; start it, then run constraints.cypher.\n"
            f'set -e\ncd "$(dirname "$0")"\nexec {command} "${{@:-neo4j}}"\n',
        )
        return command

    def close(self) -> None:
        """Close the files; without `finish` the folder stays without a command.

        Raises
        ------
        StoreError
            What was still to be written did not fit.
        """
        try:
            with ExitStack() as closing:  # all of them, also where one cannot be
                for parts in self._parts.values():
                    closing.callback(parts.close)
        except OSError as cause:
            raise unwritable(self._folder, cause) from cause

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self.close()
        except StoreError:
            if error is None:  # else the first error is the one to be told
                raise

    def _nodes(self, label: str, rows: pa.Table) -> None:
        definitions = load_schema().node_properties(label)
        self._append("nodes", label, label, {"key": f"key:ID({label})"}, definitions, rows)
        self._count(label, rows, self._counts.nodes)

    def _append(
        self,
        kind: str,
        group: str,
        name: str,
        heads: Mapping[str, str],
        definitions: Mapping[str, Property],
        rows: pa.Table,
    ) -> None:
        """Add rows to the file of a label or of claims between two labels, made when first needed."""
        columns = [*heads, *(column for column in definitions if column not in heads)]
        lost = sorted(set(rows.column_names).difference(columns))
        if lost:
            raise StoreError(f"{name} has no property {lost[0]!r}", hint="see netgraph schema show")
        table = pa.table({column: cells_of(rows, column, definitions.get(column)) for column in columns})
        with self._turn:
            if name not in self._parts:
                header = [heads.get(column) or head_of(column, definitions[column]) for column in columns]
                self._write(f"{name}-header.csv", ",".join(header) + "\n")
                self._parts[name] = Parts(kind, group, name, self._create_file)
            part = self._parts[name].take()
        try:
            part.write(table)
        except OSError as cause:
            raise unwritable(self._folder, cause) from cause
        with self._turn:
            self._parts[name].free.append(part)

    def _count(self, name: str, rows: pa.Table, counts: dict[str, int]) -> None:
        found = pc.value_counts(rows["source"]).to_pylist() if "source" in rows.column_names else []
        with self._turn:
            counts[name] = counts.get(name, 0) + len(rows)
            for source in found:
                held = (name, source["values"])
                self._held[held] = self._held.get(held, 0) + source["counts"]

    def _write(self, name: str, text: str) -> None:
        with self._create_file(name) as stream:
            stream.write(text.encode())

    def _create_file(self, name: str) -> BinaryIO:
        return created(self._folder / name, 0o700 if name == COMMAND else 0o600)

    def _only_first(self) -> CapabilityMissing:
        return CapabilityMissing(
            "files for an import take in a first load and nothing else",
            hint="import them, then use the address of the server as the store",
        )
