"""What of a graph goes to one recipient, decided claim by claim, before anything is computed from it.

A node goes only if a released claim speaks of it, and to the public no victim goes whom few are like. What
would tell of a claim that is held back goes too: the hashes of contents, and positions along a route and the
number of its stops are counted anew.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from netgraph.disclosure.contents import claims_of, nodes_of
from netgraph.disclosure.rare import rare
from netgraph.disclosure.recipients import Reason, Recipient, refusal
from netgraph.disclosure.recount import recounted
from netgraph.disclosure.sensitivity import redacted, texts
from netgraph.disclosure.state import is_synthetic
from netgraph.errors import DisclosureError
from netgraph.model import Handling, Marking, load_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from netgraph.model import Property
    from netgraph.store import Store

    Keys = dict[str, set[str]]
    Test = Callable[[Handling], Reason | None]

FOLLOWS = "IN"  # in which State a place lies follows from ISO 3166: it supports no node


@dataclass(frozen=True)
class Disclosed:
    """A graph as one recipient may have it.

    Attributes
    ----------
    recipient : Recipient
    nodes : dict of str to pyarrow.Table
        By label: ``key`` and the properties of the schema that may leave, ordered by key.
    claims : dict of str to pyarrow.Table
        By type: ``start_label``, ``start``, ``end_label``, ``end``, ``key`` and such properties.
    marking : Marking
        The strictest of all that is in it.
    withheld : dict of str to Counter of Reason
        By label or type, how many were held back and why.
    hidden : frozenset of str
        Texts that were held back and stand nowhere in what is released.
    """

    recipient: Recipient
    nodes: dict[str, pa.Table] = field(default_factory=dict)
    claims: dict[str, pa.Table] = field(default_factory=dict)
    marking: Marking = Marking.CLEAR
    withheld: dict[str, Counter[Reason]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()

    def released(self) -> dict[str, int]:
        """Count what goes, by label and type."""
        return {name: len(table) for name, table in (self.nodes | self.claims).items()}

    def reasons(self) -> dict[str, int]:
        """Count what is held back, by the name of the reason."""
        reasons: Counter[Reason] = sum(self.withheld.values(), Counter())
        return {reason.name: count for reason, count in sorted(reasons.items())}

    def account(self) -> str:
        """Say in words for the owner what goes and what is held back, and why."""
        nodes, claims = (sum(map(len, tables.values())) for tables in (self.nodes, self.claims))
        reasons: Counter[Reason] = sum(self.withheld.values(), Counter())
        told = [f"{count:,} ({reason})" for reason, count in sorted(reasons.items())]
        held = f"held back {sum(reasons.values()):,}: {', '.join(told)}" if told else "nothing is held back"
        return f"to {self.recipient}: {nodes:,} nodes and {claims:,} claims; {held}"


def extract(store: Store, recipient: Recipient, ceiling: Marking = Marking.RED) -> Disclosed:
    """Take out of a store what a recipient may have.

    Parameters
    ----------
    store : Store
    recipient : Recipient
    ceiling : Marking, default RED
        What is marked stricter stays, whoever asks.

    Returns
    -------
    Disclosed

    Raises
    ------
    DisclosureError
        The store holds synthetic records, which would come back as records of persons.
    StoreError
        The store could not answer.

    Notes
    -----
    Time and memory are linear in what the store holds.
    """
    if is_synthetic(store):
        raise DisclosureError(
            "this store holds synthetic records: what leaves it would pass for records of persons",
            hint="hand over the file that they were loaded from, which says so in every row; to look at them "
            "within your own organisation: --local",
        )
    schema = load_schema()
    nodes = {label: nodes_of(store, label) for label in schema.labels("owned", "shared")}
    claims = {type_: claims_of(store, type_) for type_ in schema.relationships}
    return disclosed(nodes, claims, recipient, ceiling)


def disclosed(
    nodes: dict[str, pa.Table], claims: dict[str, pa.Table], recipient: Recipient, ceiling: Marking
) -> Disclosed:
    """Decide what of a graph a recipient may have; every label and type has a table, maybe empty."""
    schema = load_schema()
    test = _remembered(recipient, ceiling)
    refused = {label: _refused(nodes[label], test) for label in schema.labels("owned")}
    barred = {
        label: {key for key, reason in zip(nodes[label]["key"].to_pylist(), reasons, strict=True) if reason}
        for label, reasons in refused.items()
    }
    themselves = {type_: _refused(table, test) for type_, table in claims.items()}
    fates = {type_: _fates(type_, table, themselves[type_], barred) for type_, table in claims.items()}
    if recipient.public:
        goes = _told(nodes | claims, refused | fates, recipient)
        public, ties = ({name: goes[name] for name in some} for some in (nodes, claims))
        for label, keys in rare(public, ties).items():
            barred[label] |= keys
            refused[label] = [
                reason or (Reason.RARE if key in keys else None)
                for key, reason in zip(nodes[label]["key"].to_pylist(), refused[label], strict=True)
            ]
        fates = {type_: _fates(type_, table, themselves[type_], barred) for type_, table in claims.items()}
    spoken = _spoken_of(claims, fates, [type_ for type_ in claims if type_ != FOLLOWS])
    fates[FOLLOWS] = [
        reason or (None if start in spoken["Location"] else Reason.UNSUPPORTED)
        for reason, start in zip(fates[FOLLOWS], claims[FOLLOWS]["start"].to_pylist(), strict=True)
    ]
    spoken = _spoken_of(claims, fates, claims)
    for label, table in nodes.items():
        own = refused.get(label) or [None] * len(table)
        fates[label] = [
            reason or (None if key in spoken[label] else Reason.UNSUPPORTED)
            for key, reason in zip(table["key"].to_pylist(), own, strict=True)
        ]
    return _released(recipient, nodes, claims, fates)


def allowed(table: pa.Table, recipient: Recipient, ceiling: Marking) -> pa.Table:
    """Keep the nodes or claims that may go by themselves; whether their ends may is another question."""
    return table.filter(_kept(_refused(table, _remembered(recipient, ceiling))))


def _remembered(recipient: Recipient, ceiling: Marking) -> Test:
    """Decide each way of handling once: few differ."""
    decided: dict[Handling, Reason | None] = {}

    def test(handling: Handling) -> Reason | None:
        if handling not in decided:
            decided[handling] = refusal(handling, recipient, ceiling)
        return decided[handling]

    return test


def _refused(table: pa.Table, test: Test) -> list[Reason | None]:
    """Say of each row, by itself, why it is held back."""
    columns = [table[name].to_pylist() for name in ("handling", "releasable_to", "conditions")]
    return [test(Handling.of(*row)) for row in zip(*columns, strict=True)]


def _fates(type_: str, table: pa.Table, refused: list[Reason | None], barred: Keys) -> list[Reason | None]:
    """Say of each claim why it is held back, or that what it speaks of is."""
    found = list(refused)
    properties = load_schema().relationships[type_].properties
    spoken = [("start_label", "start"), ("end_label", "end")]
    named = [(one.refers, name) for name, one in properties.items() if one.refers]
    for labels, name in (*((table[label].to_pylist(), name) for label, name in spoken), *named):
        each = [labels] * len(table) if isinstance(labels, str) else labels
        for row, (label, key) in enumerate(zip(each, table[name].to_pylist(), strict=True)):
            if found[row] is None and key in barred.get(label or "", ()):
                found[row] = Reason.END
    return found


def _spoken_of(
    claims: dict[str, pa.Table], fates: dict[str, list[Reason | None]], types: Iterable[str]
) -> Keys:
    """Name the nodes that released claims of some types speak of, by label."""
    found: Keys = {label: set() for label in load_schema().nodes}
    for type_ in types:
        released = claims[type_].filter(_kept(fates[type_]))
        for end in ("start", "end"):
            pairs = zip(released[f"{end}_label"].to_pylist(), released[end].to_pylist(), strict=True)
            for label, key in pairs:
                found[label].add(key)
    return found


def _told(
    tables: dict[str, pa.Table], fates: dict[str, list[Reason | None]], recipient: Recipient
) -> dict[str, pa.Table]:
    """Return what would go, as it would go; tables without fates whole."""
    kept = {name: tables[name].filter(_kept(reasons)) for name, reasons in fates.items()}
    return recounted(
        {name: redacted(table, _properties(name), recipient)[1] for name, table in (tables | kept).items()}
    )


def _properties(name: str) -> dict[str, Property]:
    schema = load_schema()
    return schema.node_properties(name) if name in schema.nodes else schema.relationship_properties(name)


def _kept(fates: list[Reason | None]) -> pa.Array:
    return pa.array([reason is None for reason in fates], pa.bool_())


def _released(
    recipient: Recipient,
    nodes: dict[str, pa.Table],
    claims: dict[str, pa.Table],
    fates: dict[str, list[Reason | None]],
) -> Disclosed:
    """Put together what goes, without the properties that stay."""
    hidden: set[str] = set()
    seen: set[str] = set()
    kept: dict[str, pa.Table] = {}
    for name, table in (nodes | claims).items():
        properties = _properties(name)
        hidden |= texts(table.filter(pc.invert(_kept(fates[name]))), properties, name)
        stays, goes = redacted(table.filter(_kept(fates[name])), properties, recipient)
        hidden |= texts(stays, properties, name)
        seen |= texts(goes, properties, name)
        kept[name] = goes
    kept = recounted(kept)
    marked = [table["handling"] for table in kept.values() if "handling" in table.column_names]
    words = {word for column in marked for word in pc.unique(column).to_pylist()}
    return Disclosed(
        recipient,
        {label: kept[label] for label in nodes if len(kept[label])},
        {type_: kept[type_] for type_ in claims if len(kept[type_])},
        max(map(Marking.parse, words), default=Marking.CLEAR),
        {name: Counter(filter(None, reasons)) for name, reasons in fates.items() if any(reasons)},
        frozenset(hidden - seen),
    )
