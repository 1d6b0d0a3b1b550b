"""Apply a mapping to rows: the nodes and claims that they give.

Nothing is merged, digested or written here; cells are read in `netgraph.ingest.cells`, places are in
`netgraph.ingest.geography`, the stops of routes in `netgraph.ingest.routes`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from netgraph.ingest.cells import Cells
from netgraph.ingest.check import used_columns
from netgraph.ingest.evaluation import Claims, Columns, Nodes
from netgraph.ingest.geography import add_place_nodes
from netgraph.ingest.hygiene import fault_of_text
from netgraph.ingest.routes import add_stops
from netgraph.ingest.scan import scan
from netgraph.ingest.validation import validate
from netgraph.ingest.values import pieces
from netgraph.model import node_key
from netgraph.model.words import slug
from netgraph.store import Ends

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netgraph.ingest.context import Context
    from netgraph.ingest.mapping import (
        Binding,
        IdentifierBinding,
        Mapping,
        NodeSpec,
        RelationshipSpec,
    )
    from netgraph.ingest.rows import Rows

Keys = list[tuple[str, ...]]


class Evaluation:
    """What rows give under a mapping; complete once made.

    Attributes
    ----------
    cells : Cells
        The rows, which of them are refused, and unknown codes.
    nodes : list of Nodes
    claims : list of Claims
    context : Context
    records : list of str
        The record of each row.
    provenance : dict of str to list
        By property, one value a row.
    bound : list of list of int
        Positions of rows that stand or fall together.
    """

    def __init__(self, mapping: Mapping, rows: Rows, context: Context) -> None:
        self.cells = Cells(rows, context.gazetteer)
        self.source = context.source
        self.nodes: list[Nodes] = []
        self.claims: list[Claims] = []
        self.bound: list[list[int]] = []
        self._mapping = mapping
        self.context = context
        self._keys: dict[str, Keys] = {}
        self._used: dict[str, np.ndarray] = {}

        self.cells.refused.update(scan(mapping, rows))
        self._reject()
        self.records = self.cells.joined(mapping.record, "the record")
        self.provenance = self._provenance()
        for name, spec in mapping.nodes.items():
            self._keys[name] = self._node(spec)
        for relationship in mapping.relationships:
            self._relationship(relationship)
        if mapping.stops:
            add_stops(self, mapping.stops)
        self._refuse_losses()
        validate(self, mapping)

    def use(self, binding: Binding, rows: Sequence[int]) -> None:
        """Note in which rows a value found its place in the graph."""
        for column in binding.columns:
            none = np.zeros(len(self.cells.rows), dtype=bool)
            used = self._used.setdefault(column, none)
            used[list(rows)] = True
            if binding.unless:  # left out on purpose
                used |= np.array(self.cells.matching(binding.unless), dtype=bool)

    def keys(self, node: str) -> Keys:
        """Keys that each row gives for a node of the mapping: none, one, or several where it is split."""
        return self._keys[node]

    def _reject(self) -> None:
        for position in self.cells.rows.blank():
            self.cells.refuse(position, "the row is blank")
        for column in sorted(used_columns(self._mapping)):
            self.cells.refuse_where(column, fault_of_text)
        for rejection in self._mapping.reject:
            for position, hit in enumerate(self.cells.matching_all(rejection.when)):
                if hit:
                    self.cells.refuse(position, rejection.reason, rejection.when[0].column)

    def _refuse_losses(self) -> None:
        """Refuse rows with a value that belongs to nothing, such as the age of nobody."""
        for column, used in self._used.items():
            for position in np.flatnonzero(self.cells.rows.filled(column) & ~used):
                self.cells.refuse(int(position), "belongs to nothing that the row names", column)

    def _provenance(self) -> Columns:
        definitions = self.cells.schema.provenance.properties
        found: Columns = {}
        given = self._mapping.provenance.given()
        for name in type(self._mapping.provenance).model_fields:
            binding = given.get(name)
            values = (
                self.cells.values(binding, definitions[name]) if binding else [None] * len(self.cells.rows)
            )
            if name == "owner" and binding:
                values = self.cells.states(values, binding.column or "")
            if name == "releasable_to" and binding:
                values = self.cells.lists_of_states(values, binding.column or "")
            if binding:
                self.use(binding, range(len(values)))  # it marks its row, whatever else is there
            default = self.context.defaults.get(name)
            found[name] = [default if value is None else value for value in values]
        return found

    def _node(self, spec: NodeSpec) -> Keys:
        if spec.place:
            return add_place_nodes(self, spec, spec.place)
        properties: Columns = {}
        column = spec.identifier.value if spec.identifier else spec.key[0]
        if spec.identifier:
            keys, properties["kind"] = self._identifiers(spec, spec.identifier)
        else:
            keys, names = self._named(spec)
        if spec.required:
            self.require(keys, column)
        definitions = self.cells.schema.nodes[spec.type].properties
        for name, binding in spec.properties.items():
            properties[name] = self.cells.values(binding, definitions[name])
        rows = [row for row, several in enumerate(keys) for _ in several]
        for binding in spec.properties.values():
            self.use(binding, rows)
        if spec.identifier:
            self.use(spec.identifier.kind, rows)
        columns = {name: [values[row] for row in rows] for name, values in properties.items()}
        if not spec.identifier and self._is_shared(spec):
            columns.setdefault("name", names)
        flat = [key for several in keys for key in several]
        self.nodes.append(Nodes(spec.type, rows, flat, columns, reference=spec.reference, column=column))
        return keys

    def _named(self, spec: NodeSpec) -> tuple[Keys, list[str]]:
        """Build the keys of nodes that rows name by a reference or a name; return the names too, flat."""
        texts = [self._texts(spec, column) for column in spec.key]
        if len(texts) > 1 or spec.part:
            return self._composed(spec, texts), []
        shared = self._is_shared(spec)
        made: dict[str, tuple[str, ...]] = {}
        names: dict[str, list[str]] = {}
        nameless: set[str] = set()
        for text in dict.fromkeys(texts[0]):
            several = pieces(text, spec.split) if spec.split else [text] if text else []
            names[text] = [name for name in several if name not in spec.leave_out]
            keys = (slug(name) if shared else node_key([self.source, name]) for name in names[text])
            made[text] = tuple(keys)
            if "" in made[text]:
                nameless.add(text)
        for position, text in enumerate(texts[0]) if nameless else ():
            if text in nameless:
                self.cells.refuse(position, "no letter or digit in it", spec.key[0])
        return [made[text] for text in texts[0]], [name for text in texts[0] for name in names[text]]

    def _composed(self, spec: NodeSpec, texts: list[list[str]]) -> Keys:
        """Build keys of several columns."""
        found: Keys = []
        own = [spec.part] if spec.part else []
        for position, parts in enumerate(zip(*texts, strict=True)):
            if all(parts):
                found.append((node_key([self.source, *parts, *own]),))
                continue
            if any(parts):
                self.cells.refuse(position, "a part of the key is blank", spec.key[parts.index("")])
            found.append(())
        return found

    def _texts(self, spec: NodeSpec, column: str) -> list[str]:
        """Return the texts of a column, blank in rows that give no such node."""
        texts = self.cells.rows.texts(column)
        if not spec.when:
            return texts
        hits = self.cells.matching_all(spec.when)
        return [text if hit else "" for hit, text in zip(hits, texts, strict=True)]

    def _is_shared(self, spec: NodeSpec) -> bool:
        return self.cells.schema.nodes[spec.type].kind == "shared"

    def _identifiers(self, spec: NodeSpec, binding: IdentifierBinding) -> tuple[Keys, list[str | None]]:
        pseudonymize = self.context.pseudonymize
        kinds = self.cells.values(binding.kind, self.cells.schema.nodes["Identifier"].properties["kind"])
        found: Keys = []
        for position, (kind, text) in enumerate(zip(kinds, self._texts(spec, binding.value), strict=True)):
            keys = []
            for value in pieces(text, spec.split) if spec.split else [text] if text else []:
                key = pseudonymize(kind, value) if kind and pseudonymize else None
                if key is None:
                    why = "no letter or digit in it" if kind else "an identifier without its kind"
                    self.cells.refuse(position, why, binding.value)
                else:
                    keys.append(key)
            found.append(tuple(keys))
        return found, kinds

    def require(self, found: Sequence[Sequence[object]], column: str) -> None:
        """Refuse rows without what every row must have."""
        for position, several in enumerate(found):
            if not several:
                self.cells.refuse(position, "is blank", column)

    def _relationship(self, spec: RelationshipSpec) -> None:
        starts, ends = self._keys[spec.start], self._keys[spec.end]
        hits = self.cells.matching_all(spec.when)
        pairs = [
            (row, start, end)
            for row, hit in enumerate(hits)
            if hit
            for start in starts[row]
            for end in ends[row]
        ]
        rows = [row for row, _, _ in pairs]
        properties: Columns = {}
        for name, binding in spec.properties.items():
            definition = self.cells.schema.relationships[spec.type].properties[name]
            values = self.cells.values(binding, definition)
            self.use(binding, rows)
            properties[name] = [values[row] for row in rows]
            for row in rows if definition.required else ():
                if values[row] is None:
                    self.cells.refuse(row, f"the {name} is blank", binding.column or "")
        labels = (self._mapping.nodes[spec.start].type, self._mapping.nodes[spec.end].type)
        self.claims.append(
            Claims(
                Ends(labels[0], spec.type, labels[1]),
                rows,
                [start for _, start, _ in pairs],
                [end for _, _, end in pairs],
                properties,
            )
        )
