"""The vocabulary as text for people: the reference page, one of its sections, an overview for a terminal.

Pure functions on a `Schema`; nothing stands here that is not in ``schemas/``.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from netgraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from netgraph.model.schema import CodeList, NodeType, Property, Provenance, RelationshipType, Schema

MADE = "<!-- Generated from schemas/ by `netgraph schema reference`. Do not edit. -->"
INTRODUCTION = """\
What the graph is made of. **Owned** nodes belong to one source, and their key starts with it; **shared**
nodes are public reference, keyed by their own value; **record** nodes are netgraph's own bookkeeping. Every
relationship is one source's claim. Owned nodes and relationships carry [provenance](#provenance).

Every node and relationship has a `key`, unique within its label or type. Dates are ISO 8601 text of any
precision: `2008`, `2008-05` or `2008-05-17`. *Sensitivity* says who may ever see a property: `public` anyone,
`internal` whom the marking admits, `personal` never outside the owner, `identifying` never stored.
"""


def reference(schema: Schema) -> str:
    """Return the reference page, in Markdown.

    Parameters
    ----------
    schema : Schema
        What to describe.

    Returns
    -------
    str
        All node types, relationship types, provenance and code lists; ends with a newline.
    """
    parts = [
        MADE,
        "# Schema",
        INTRODUCTION.strip(),
        "## Node types",
        *(_node(node, "###") for node in schema.nodes.values()),
        "## Relationship types",
        *(_relationship(relationship, "###") for relationship in schema.relationships.values()),
        _provenance(schema, "##"),
        "## Code lists",
        *(_codelist(codelist, "###") for codelist in schema.codelists.values()),
    ]
    return "\n\n".join(parts) + "\n"


def section(schema: Schema, name: str) -> str:
    """Return what the reference page says of one name.

    Parameters
    ----------
    schema : Schema
        What to describe.
    name : str
        A label, relationship type or code list, or ``provenance``; capitals do not matter.

    Returns
    -------
    str
        Markdown. A name that a type and a code list share gives both.

    Raises
    ------
    UsageError
        Nothing is called so.
    """
    found = {
        **{label: _node(node, "#") for label, node in schema.nodes.items()},
        **{type_: _relationship(r, "#") for type_, r in schema.relationships.items()},
        **{listed: _codelist(codelist, "#") for listed, codelist in schema.codelists.items()},
        "provenance": _provenance(schema, "#"),
    }
    texts = [text for known, text in found.items() if known.casefold() == name.casefold()]
    if not texts:
        near = get_close_matches(name.casefold(), {known.casefold(): known for known in found}, n=1)
        meant = next((known for known in found if near and known.casefold() == near[0]), "")
        raise UsageError(
            f"nothing in the schema is called {name!r}",
            hint=f"did you mean {meant}?" if meant else "netgraph schema show lists all names",
        )
    return "\n\n".join(texts)


def overview(schema: Schema) -> str:
    """Return one line for every name, for a terminal.

    Parameters
    ----------
    schema : Schema
        What to list.

    Returns
    -------
    str
        Plain text.
    """
    nodes = {n.type: f"{n.kind}: {n.doc}" for n in schema.nodes.values()}
    relationships = {r.type: r.doc for r in schema.relationships.values()}
    codelists = {c.codelist: c.doc for c in schema.codelists.values()}
    width = max(map(len, [*nodes, *relationships, *codelists]))
    lines: list[str] = []
    for title, entries in [
        ("Node types", nodes),
        ("Relationship types", relationships),
        ("Code lists", codelists),
    ]:
        lines += [title, *(f"  {name:{width}}  {doc}" for name, doc in entries.items()), ""]
    return "\n".join([*lines, "netgraph schema show NAME tells more of one of them."])


def _node(node: NodeType, mark: str) -> str:
    facts = [f"A node, {node.kind}. Key: {node.key}.", *_standard(node.standard)]
    after = ["It carries [provenance](#provenance) too."] if node.kind == "owned" else []
    return "\n\n".join(
        [
            f"{mark} {node.type}",
            node.doc,
            " ".join(facts),
            *_properties(node.properties),
            *_order(node),
            *after,
        ]
    )


def _relationship(relationship: RelationshipType, mark: str) -> str:
    pattern = f"`({'|'.join(relationship.start)})-[{relationship.type}]->({'|'.join(relationship.end)})`"
    facts = [f"A relationship: {pattern}.", *_standard(relationship.standard)]
    if relationship.key:
        names = ", ".join(f"`{name}`" for name in relationship.key)
        facts.append(f"Claims of one record between the same nodes are told apart by {names}.")
    return "\n\n".join(
        [
            f"{mark} {relationship.type}",
            relationship.doc,
            " ".join(facts),
            *_properties(relationship.properties),
            *_order(relationship),
        ]
    )


def _provenance(schema: Schema, mark: str) -> str:
    provenance = schema.provenance
    return "\n\n".join(
        [f"{mark} Provenance", provenance.doc, *_properties(provenance.properties), *_order(provenance)]
    )


def _codelist(codelist: CodeList, mark: str) -> str:
    facts = _standard(codelist.standard)
    if codelist.unknown is not None:
        facts.append(f"What cannot be read becomes `{codelist.unknown}`.")
    rows = (
        [f"`{code}`", entry.doc, ", ".join(alias or "(nothing)" for alias in entry.aliases)]
        for code, entry in codelist.codes.items()
    )
    table = _table(["code", "", "also written"], rows)
    return "\n\n".join([f"{mark} {codelist.codelist}", codelist.doc, *filter(None, [" ".join(facts)]), table])


def _properties(properties: Mapping[str, Property]) -> list[str]:
    if not properties:
        return []
    rows = ([f"`{name}`", _type(p), p.sensitivity, _meaning(p)] for name, p in properties.items())
    return [_table(["property", "type", "sensitivity", ""], rows)]


def _order(part: NodeType | RelationshipType | Provenance) -> list[str]:
    said = [f"`{first}` is not after `{second}`" for first, second in part.order]
    sequence = getattr(part, "sequence", ())
    if sequence:
        names = " and ".join(f"`{name}`" for name in sequence)
        said.append(f"{names} do not go back from one `position` to the next")
    return [f"In time: {'; '.join(said)}."] if said else []


def _type(definition: Property) -> str:
    listed = f" of [{definition.codelist}](#{definition.codelist})" if definition.codelist else ""
    required = ", required" if definition.required else ""
    return definition.type + listed + required


def _meaning(definition: Property) -> str:
    limits = {"at least": definition.minimum, "at most": definition.maximum}
    said = [f"{words} {limit:g}" for words, limit in limits.items() if limit is not None]
    if definition.latest:
        said.append("not in the future")
    bounds = [f"Values: {', '.join(said)}."] if said else []
    return " ".join([definition.doc, *bounds, *_standard(definition.standard)])


def _standard(standard: str | None) -> list[str]:
    return [f"Standard: {standard}."] if standard else []


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |".replace("|  |", "| |") for line in lines)
