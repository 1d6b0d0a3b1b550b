"""Networks as GraphML that hide entities, unpack to far more than they are, or end in the middle."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from ingest.bad.case import Case

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MAPPING = """\
mapping: 1
name: little
summary: Persons in a little network.
source: {name: little, doc: Made for a test., format: graphml, licence: None.}
record: [id]
columns:
  element: {doc: node or edge.}
  id: {doc: Name of the node.}
  source: {doc: Not loaded.}
  target: {doc: Not loaded.}
  directed: {doc: Not loaded.}
  node.sex: {doc: Sex., optional: true}
ignore: {element: all are nodes, source: no edges, target: no edges, directed: no edges}
nodes:
  person: {type: Person, key: [id], properties: {sex: {column: node.sex}}}
max_ratio: 1
"""
OPEN = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
KEY = '<key id="s" for="node" attr.name="sex" attr.type="string"/>'
BODY = f'{OPEN}{KEY}<graph><node id="a"><data key="s">{{}}</data></node></graph></graphml>'
LAUGHS = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10 if n else 'ha'}'>" for n in range(10))
LONG = "<!ENTITY a '" + "x" * 100_000 + "'>"


def network(
    name: str, content: str | bytes | Callable[[Path], None], *says: str, packed: bool = False
) -> Case:
    """Make a case of a network that is refused whole."""
    file = "network.graphml.gz" if packed else "network.graphml"
    return Case(name, file, content, mapping=MAPPING, says=says)


def doctype(name: str, inside: str, value: str) -> Case:
    """Make a case of a network with a document type, which is refused before anything in it is read."""
    return network(name, f"<!DOCTYPE graphml {inside}>" + BODY.format(value), "line 1: a document type")


def blanks(path: Path) -> None:
    """Pack a gigabyte of blanks before the first node."""
    with path.open("wb") as raw:
        raw.write(gzip.compress(f"{OPEN}{KEY}<graph>".encode()))
        raw.write(gzip.compress(b" " * 1_000_000) * 1_000)


def long_value(path: Path) -> None:
    """Pack a value of a hundred megabytes."""
    start, end = BODY.split("{}")
    middle = gzip.compress(b"x" * 1_000_000) * 100
    path.write_bytes(gzip.compress(start.encode()) + middle + gzip.compress(end.encode()))


GOOD = BODY.format("Female")
PACKED = gzip.compress(GOOD.encode())
CASES: list[Case] = [
    doctype("a billion laughs in GraphML", f"[{LAUGHS}]", "&a9;"),
    doctype("a long entity many times in GraphML", f"[{LONG}]", "&a;" * 10_000),
    doctype("an entity of a file in GraphML", '[<!ENTITY a SYSTEM "file:///etc/hostname">]', "&a;"),
    doctype("an entity of an address in GraphML", '[<!ENTITY a SYSTEM "http://localhost/">]', "&a;"),
    doctype("an outer document type in GraphML", 'SYSTEM "http://localhost/graphml.dtd"', "Female"),
    doctype("a parameter entity in GraphML", '[<!ENTITY % a SYSTEM "file:///etc/hostname"> %a;]', "Female"),
    doctype("an entity that nobody uses in GraphML", "[<!ENTITY a 'Female'>]", "Female"),
    network("an entity that nobody declares in GraphML", BODY.format("&a;"), "line 1: not well-formed"),
    network(
        "a document type in a packed network",
        gzip.compress(f"<!DOCTYPE a [{LAUGHS}]>{GOOD}".encode()),
        "a document type",
        packed=True,
    ),
    network("a gigabyte of blanks in a network", blanks, "unpacks to more than 20", packed=True),
    network("a value of a hundred megabytes in a network", long_value, "longer than 1,000,000", packed=True),
    network("a packed network cut off", PACKED[:-12], "damaged or not complete", packed=True),
    network("a packed network cut off at its head", PACKED[:12], "damaged or not complete", packed=True),
    network("a network cut off", GOOD[:-20], "not well-formed XML"),
    network("a network that is a page", "<html><body/></html>", "line 1: this is no GraphML"),
    network("a network that is text", "a,b\n", "line 1: not well-formed XML"),
    network("a network of NUL bytes", b"\0" * 1000, "not well-formed XML"),
    network(
        "a network in an encoding that there is not",
        '<?xml version="1.0" encoding="x-none"?>' + GOOD,
        "line 1: in an encoding that is not read here",
    ),
    network(
        "a network in an encoding of several bytes",
        '<?xml version="1.0" encoding="gb18030"?>' + GOOD,
        "line 1: in an encoding that is not read here",
    ),
]
